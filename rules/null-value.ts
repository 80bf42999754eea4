import { defineRule } from "../src/lint/rule.ts";
import { reportFinding } from "../src/lint/schema-findings.ts";

export default defineRule({
  id: "null-value",
  severity: "error",
  summary: "a key or a list item has no value",
  why: "An empty value is null, and the platform refuses null everywhere in a spec: leave the key out, or write an empty text, list or mapping.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md",
    "joi 14, run with the published schema and its default options (codefresh-io/service-base infra/validation.js)",
  ],
  schemaFinding: reportFinding,
});
