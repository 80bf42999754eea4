import { defineSchemaRule } from "../src/lint/schema-findings.ts";

export default defineSchemaRule({
  id: "out-of-range",
  severity: "error",
  summary: "a number or a length is out of range",
  why: "Codefresh rejects the spec.",
  sources: ["docs.codefresh.io _docs/pipelines/specifications-latest-version.md"],
});
