import { defineRule } from "../src/lint/rule.ts";
import { reportFinding } from "../src/lint/schema-findings.ts";

export default defineRule({
  id: "missing-key",
  severity: "error",
  summary: "a required key is missing",
  why: "Codefresh rejects a spec without it.",
  sources: ["docs.codefresh.io _docs/pipelines/specifications-latest-version.md"],
  schemaFinding: reportFinding,
});
