import { defineSchemaRule } from "../src/lint/schema-findings.ts";

export default defineSchemaRule({
  id: "misplaced-when",
  severity: "error",
  summary: "a `when`, or another key of a step, is next to the steps instead of in one of them",
  why: "Under `steps` every key is the name of a step, so that such a key is a step itself, which Codefresh's validator refuses. Indent it into the step that it belongs to.",
  sources: [
    "docs.codefresh.io _docs/pipelines/conditional-execution-of-steps.md",
    "@codefresh-io/yaml-validator 1.1.1 schema/1.0/steps/freestyle.js: image",
  ],
});
