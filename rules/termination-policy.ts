import { defineRule } from "../src/lint/rule.ts";
import { reportFinding } from "../src/lint/schema-findings.ts";

export default defineRule({
  id: "termination-policy",
  severity: "error",
  summary: "a termination policy mixes the keys of its two types, or lacks what its type needs",
  why: "A policy of type `branch` stops builds by branch and trigger, one of type `annotation` by an annotation, whose `key` it needs. The platform refuses a policy that has keys of the other type, or keys of either without a type.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: terminationPolicy",
    "joi 14, run with the published schema and its default options (codefresh-io/service-base infra/validation.js)",
  ],
  schemaFinding: reportFinding,
});
