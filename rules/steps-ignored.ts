import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "steps-ignored",
  severity: "warning",
  marks: "unneeded",
  summary: "a pipeline has steps, but its template supplies other ones",
  why: "With a `specTemplate`, Codefresh reads the steps from the file that it names. The steps in the spec never run, and mislead readers.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: specTemplate",
    "codefresh-io/cli helpers/validation.js: the steps of a spec with a specTemplate are not even validated",
  ],
  pipeline({ specTemplate, steps, spec }, { report }) {
    if (!specTemplate || !steps || steps.entries.length === 0) return;
    const template = spec!.entry("specTemplate")!.key;
    report(
      spec!.entry("steps")!.key,
      'these steps never run because "specTemplate" supplies others; remove one of the two',
      { related: [{ place: template, message: "the steps are read from here" }] },
    );
  },
});
