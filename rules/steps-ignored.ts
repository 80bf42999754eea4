import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "steps-ignored",
  severity: "warning",
  summary: "a pipeline has steps besides a template that supplies them",
  why: "With a `specTemplate` the platform reads the steps from the file that it names, so those in the spec are never run, and whoever reads them is misled.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: specTemplate",
    "codefresh-io/cli helpers/validation.js: the steps of a spec with a specTemplate are not even validated",
  ],
  pipeline({ specTemplate, steps, spec }, { report }) {
    if (!specTemplate || !steps || steps.entries.length === 0) return;
    const template = spec!.entry("specTemplate")!.key;
    report(
      spec!.entry("steps")!.key,
      'these steps are not run, since "specTemplate" supplies others; remove one of the two',
      { related: [{ place: template, message: "the steps are read from here" }] },
    );
  },
});
