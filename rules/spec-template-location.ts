import { LocatedMapping, valueAt } from "../src/document/located.ts";
import { defineRule } from "../src/lint/rule.ts";
import { reportFinding } from "../src/lint/schema-findings.ts";
import { insertFirst } from "./support/edits.ts";

export default defineRule({
  id: "spec-template-location",
  severity: "error",
  summary: "the keys of a `specTemplate` do not match its location",
  why: "The location is `url` by default. With `url`, the key `url` is required, and `repo`, `path` and `revision` are rejected. With `git` it is the opposite.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: specTemplate",
    "tested with joi 13.7 and the published schema: repo and path without a location are rejected because url is missing",
  ],
  async schemaFinding(finding, pipeline, context) {
    const template = valueAt(pipeline.node, finding.path);
    if (finding.kind !== "missing-key" || !(template instanceof LocatedMapping))
      return reportFinding(finding, pipeline, context);
    const edit = insertFirst(template, "location", "git", context.text);
    const fix = edit && { title: 'add "location: git"', safe: true, edits: [edit] };
    return reportFinding(finding, pipeline, context, fix);
  },
});
