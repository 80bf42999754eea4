import { defineSchemaRule } from "../src/lint/schema-findings.ts";

export default defineSchemaRule({
  id: "external-resource",
  severity: "error",
  summary:
    "an external resource lacks a key that its type requires, or has a key that its type does not allow",
  why: "With `type: git`, `repo` and `revision` are required; with any other type, or none, both are rejected.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: externalResources",
    "tested with joi 13.7, the published schema and default options (codefresh-io/service-base infra/validation.js)",
  ],
});
