import { defineSchemaRule } from "../src/lint/schema-findings.ts";

export default defineSchemaRule({
  id: "step-version",
  severity: "warning",
  summary: "a step of the marketplace has no version, or one that is not semantic",
  why: "Without a version, builds use the latest one of the step, and a new version may break them. Add the version that you tested, as in `type: NAME:1.2.3`.",
  sources: [
    "@codefresh-io/yaml-validator 1.1.1 schema/1.0/validator.js: _validateStepType",
    "docs.codefresh.io _docs/pipelines/steps.md: step versions",
  ],
});
