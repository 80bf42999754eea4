import { defineSchemaRule } from "../src/lint/schema-findings.ts";

export default defineSchemaRule({
  id: "unvalidated-step",
  severity: "warning",
  summary: "a step has a fault that Codefresh's validator does not check",
  why: "The validator does not check steps of the marketplace, built-in steps with a version, parallel steps themselves, steps two levels down, hooks in the spec of a pipeline, and some parts of hooks. The effect on the build is not documented; everywhere else the validator refuses such a fault.",
  sources: [
    "@codefresh-io/yaml-validator 1.1.1 schema/1.0/validator.js: _getFormattedSteps, _validateHooksSchema",
  ],
});
