import { build } from "./build.ts";
import { list, object, orNull, positions, ref, type Schema, text } from "./parts.ts";

/** The schema of `dryfire simulate --run PIPELINE --format json`, version 1. */
export const runReportSchema: Schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "dryfire run",
  ...object("The build that a start by hand makes.", {
    version: {
      const: 1,
      description: "The version of this format; fields may be added to it, never changed.",
    },
    pipeline: text("The name of the pipeline."),
    path: text("The file."),
    trigger: orNull(text("The trigger that is picked; null where none is.")),
    range: ref("range"),
    branch: orNull(text("The branch; null where none was given.")),
    build,
    notes: list("What to know besides.", { type: "string" }),
  }),
  definitions: positions,
};
