import { defineSchemaRule } from "../src/lint/schema-findings.ts";

export default defineSchemaRule({
  id: "step-timeout",
  severity: "warning",
  summary: "the `timeout` of a step is not a duration",
  why: "A timeout is a number with a unit: `30s`, `5m`, `1.5h`. Codefresh's validator only warns of any other value, and the build ignores it: the step then runs without a limit.",
  sources: [
    "@codefresh-io/yaml-validator 1.1.1 schema/1.0/validator.js:571: timeout",
    "docs.codefresh.io _docs/pipelines/what-is-the-codefresh-yaml.md: timeout",
  ],
});
