import { defineSchemaRule } from "../src/lint/schema-findings.ts";

export default defineSchemaRule({
  id: "termination-policy",
  severity: "error",
  summary: "a termination policy mixes the keys of its two types, or lacks a required key",
  why: "A policy of type `branch` stops builds by branch and trigger; a policy of type `annotation` stops builds by an annotation and requires `key`. Codefresh rejects a policy with keys of the other type, and a policy with keys of either type but without `type`.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: terminationPolicy",
    "tested with joi 13.7, the published schema and default options (codefresh-io/service-base infra/validation.js)",
  ],
});
