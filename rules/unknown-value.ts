import { defineSchemaRule } from "../src/lint/schema-findings.ts";

export default defineSchemaRule({
  id: "unknown-value",
  severity: "error",
  summary: "a value is not one of the allowed values",
  why: "Codefresh rejects the spec.",
  sources: ["docs.codefresh.io _docs/pipelines/specifications-latest-version.md"],
});
