import { defineSchemaRule } from "../src/lint/schema-findings.ts";

export default defineSchemaRule({
  id: "step-name",
  severity: "error",
  summary: "the name of a step is too long or has a character that Codefresh refuses",
  why: "The name of a step becomes the name of a variable: `.`, `#`, `$`, `[` and `]` are refused in it, and more than 150 characters.",
  sources: [
    "@codefresh-io/yaml-validator 1.1.1 schema/1.0/validator.js: _validateStepsNames, _validateStepsLength",
  ],
});
