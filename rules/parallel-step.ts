import { defineSchemaRule } from "../src/lint/schema-findings.ts";

export default defineSchemaRule({
  id: "parallel-step",
  severity: "error",
  summary: "a parallel step has no steps, or has an approval in it",
  why: "A step of type `parallel` runs the steps in `steps` side by side, so it needs at least one; a step of type `pending-approval` cannot be one of them.",
  sources: [
    "@codefresh-io/yaml-validator 1.1.1 schema/1.0/validator.js: _validateParallelTypeInnerSteps",
    "docs.codefresh.io _docs/pipelines/advanced-workflows.md",
  ],
});
