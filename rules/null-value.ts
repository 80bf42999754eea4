import { defineSchemaRule } from "../src/lint/schema-findings.ts";

export default defineSchemaRule({
  id: "null-value",
  severity: "error",
  summary: "a key or a list item has no value",
  why: "An empty value is null, and Codefresh rejects null everywhere in a spec: remove the key, or write an empty string, list or mapping.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md",
    "tested with joi 13.7, the published schema and default options (codefresh-io/service-base infra/validation.js)",
  ],
});
