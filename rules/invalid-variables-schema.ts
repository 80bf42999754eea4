import { defineSchemaRule } from "../src/lint/schema-findings.ts";

export default defineSchemaRule({
  id: "invalid-variables-schema",
  severity: "error",
  summary: "`spec.variablesSchema` is not a JSON Schema",
  why: "Codefresh compiles the text with ajv 6 when it validates a spec, and rejects the spec if that fails: the text must be JSON, and a JSON Schema of draft 7 without unknown formats or references to other documents.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: variablesSchema",
    "codefresh-io/service-base infra/validation.js, which compiles the text with ajv 6",
    "tested with ajv 6.12 and default options",
  ],
});
