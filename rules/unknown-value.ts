import { defineRule } from "../src/lint/rule.ts";
import { reportFinding } from "../src/lint/schema-findings.ts";

export default defineRule({
  id: "unknown-value",
  severity: "error",
  summary: "a value is not one of the allowed values",
  why: "Codefresh rejects the spec.",
  sources: ["docs.codefresh.io _docs/pipelines/specifications-latest-version.md"],
  schemaFinding: reportFinding,
});
