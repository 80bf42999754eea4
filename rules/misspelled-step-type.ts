import { defineSchemaRule } from "../src/lint/schema-findings.ts";

export default defineSchemaRule({
  id: "misspelled-step-type",
  severity: "warning",
  summary: "the type of a step is misspelled",
  why: "Codefresh looks for any type that it does not know in the marketplace and among the account's own steps, so that `buidl` or `Freestyle` only fails when the pipeline runs.",
  sources: [
    "@codefresh-io/yaml-validator 1.1.1 constants/known-step-types.js",
    "docs.codefresh.io _docs/pipelines/steps.md",
  ],
});
