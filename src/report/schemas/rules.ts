import { list, object, orNull, record, type Schema, text } from "./parts.ts";

const rule = object("One rule.", {
  id: text("Its id."),
  severity: text("How much its findings weigh.", ["error", "warning", "info"]),
  preset: text("The smallest preset that runs it.", ["recommended", "strict"]),
  fixable: orNull(
    text("Whether it offers fixes that --fix makes, or suggestions only.", ["safe", "suggestion"]),
  ),
  summary: text("What it finds."),
  why: text("Why that matters."),
  options: record("Its options, each with what it does.", { type: "string" }),
  sources: list("What it rests on.", { type: "string" }),
  url: text("Where it is described."),
});

/** The schema of `dryfire rules --format json`, version 1. */
export const rulesSchema: Schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "dryfire rules",
  ...object("What dryfire rules --format json prints.", {
    version: {
      const: 1,
      description: "The version of this format; fields may be added to it, never changed.",
    },
    rules: list("The rules, by id.", rule),
  }),
};
