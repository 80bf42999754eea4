import { defineRule } from "../src/lint/rule.ts";
import { reportFinding } from "../src/lint/schema-findings.ts";

export default defineRule({
  id: "unknown-key",
  severity: "error",
  summary: "a mapping has a key that the platform does not know",
  why: "The platform refuses a spec with a key that its schema does not list, and a key that goes only with another kind of entry. The tables of the API page list fewer keys than the schema, and exports add generated ones: those are known. `labels` is free: one example of that page has keys of its own there, another `tags`.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md",
    "joi 14, run with the published schema and its default options (codefresh-io/service-base infra/validation.js)",
  ],
  schemaFinding: reportFinding,
});
