import { defineRule } from "../src/lint/rule.ts";
import { reportFinding } from "../src/lint/schema-findings.ts";

export default defineRule({
  id: "external-resource",
  severity: "error",
  summary: "an external resource lacks what its type needs, or has what its type does not take",
  why: "With `type: git` the platform needs `repo` and `revision`; with any other type, or none, it refuses both.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: externalResources",
    "joi 14, run with the published schema and its default options (codefresh-io/service-base infra/validation.js)",
  ],
  schemaFinding: reportFinding,
});
