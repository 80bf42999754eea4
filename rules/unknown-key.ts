import { defineSchemaRule } from "../src/lint/schema-findings.ts";

export default defineSchemaRule({
  id: "unknown-key",
  severity: "error",
  summary: "a mapping has an unknown key",
  why: "Codefresh rejects a spec with a key that its schema does not list, or a key that belongs to another kind of entry. The API documentation lists fewer keys than the schema, and exports add generated keys: all of these are known. Any key is allowed in `labels`: the API documentation has one example with custom keys and one with `tags`.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md",
    "tested with joi 13.7, the published schema and default options (codefresh-io/service-base infra/validation.js)",
  ],
});
