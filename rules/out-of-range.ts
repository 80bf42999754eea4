import { defineRule } from "../src/lint/rule.ts";
import { reportFinding } from "../src/lint/schema-findings.ts";

export default defineRule({
  id: "out-of-range",
  severity: "error",
  summary: "a number or a length is out of range",
  why: "Codefresh rejects the spec.",
  sources: ["docs.codefresh.io _docs/pipelines/specifications-latest-version.md"],
  schemaFinding: reportFinding,
});
