import { count, list, object, type Schema, text } from "./parts.ts";

const lines = object("The lines that it covers.", {
  begin: count("The first line, from 1.", 1),
  end: count("The last line.", 1),
});

const issue = object("One finding.", {
  description: text("What is wrong and what to do."),
  check_name: text("The id of the rule."),
  fingerprint: {
    type: "string",
    pattern: "^[0-9a-f]{16}$",
    description: "What the finding is known by; unique in the report, and the same when lines move.",
  },
  severity: text("An error is critical, a warning major.", ["info", "minor", "major", "critical", "blocker"]),
  location: object("Where it is.", { path: text("The path from the root of the checkout."), lines }),
});

/** The schema of `dryfire lint --format gitlab`: the part of GitLab's code quality format that dryfire writes. */
export const gitlabSchema: Schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "dryfire lint report for GitLab code quality",
  ...list("What dryfire lint --format gitlab prints.", issue),
};
