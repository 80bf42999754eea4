import { LocatedMapping, valueAt } from "../src/document/located.ts";
import { defineRule } from "../src/lint/rule.ts";
import { reportFinding } from "../src/lint/schema-findings.ts";
import { locateFinding } from "../src/schema/finding.ts";
import { schemaMessage } from "../src/schema/message.ts";
import { insertFirst } from "./support/edits.ts";

export default defineRule({
  id: "spec-template-location",
  severity: "error",
  summary: "the keys of a `specTemplate` do not go with its location",
  why: "The location is `url` unless it says `git`. With `url` the platform wants a `url` and refuses `repo`, `path` and `revision`; with `git` it is the other way round.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: specTemplate",
    "joi 14, run with the published schema: repo and path without a location are refused for want of a url",
  ],
  schemaFinding(finding, pipeline, context) {
    const template = valueAt(pipeline.node, finding.path);
    if (finding.kind !== "missing-key" || !(template instanceof LocatedMapping))
      return reportFinding(finding, pipeline, context);
    const isJson = context.text[template.entries[0]?.key.span.start ?? 0] === '"';
    const pair = isJson ? '"location": "git"' : "location: git";
    const edit = insertFirst(template, pair, context.text);
    const fix = edit && { fix: { title: 'add "location: git"', safe: true, edits: [edit] } };
    context.report(locateFinding(finding, pipeline.node), schemaMessage(finding), fix);
  },
});
