import { defineRule } from "../src/lint/rule.ts";
import { locateFinding } from "../src/schema/finding.ts";

export default defineRule({
  id: "repository-format",
  severity: "error",
  summary: "a repository is not of the form `owner/name`",
  why: "Codefresh rejects the repository of a trigger or a template without a slash between two parts.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: repo matches something, a slash, something",
  ],
  schemaFinding(finding, pipeline, { report }) {
    report(
      locateFinding(finding, pipeline.node),
      `repository ${finding.actual} is not of the form "owner/name"; write both parts`,
    );
  },
});
