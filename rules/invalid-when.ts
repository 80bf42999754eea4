import { defineSchemaRule } from "../src/lint/schema-findings.ts";

export default defineSchemaRule({
  id: "invalid-when",
  severity: "error",
  summary: "the `when` of a step has an unknown key or a value of a wrong type",
  why: "Codefresh's validator refuses such a step. A `when` has `branch` (lists `only` and `ignore`), `condition` (`all` and `any`, each a mapping of names to expressions) and `steps` (a list of names with `on`).",
  sources: [
    "@codefresh-io/yaml-validator 1.1.1 schema/1.0/base-schema.js: when",
    "docs.codefresh.io _docs/pipelines/conditional-execution-of-steps.md",
  ],
});
