import { replaceValue } from "../src/lint/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { shapePlace } from "../src/lint/shape.ts";
import { isText, valueAt } from "../src/spec/located.ts";

export default defineRule({
  id: "unknown-event",
  severity: "error",
  summary: "a trigger lists an event that the platform does not have",
  why: "The platform refuses a spec with an event outside the 71 names of its schema. The API page lists a part of them only; `push`, Bitbucket's names with a colon, Azure's and Gerrit's are accepted too.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: the 71 names",
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Git triggers: a part of them",
  ],
  shape(finding, pipeline, { report }) {
    const place = shapePlace(finding, pipeline);
    const event = valueAt(pipeline.node, finding.path);
    const { suggestion } = finding;
    const hint = suggestion
      ? `did you mean "${suggestion}"?`
      : "see docs.codefresh.io, git triggers, for those that there are";
    const fix = suggestion && event && isText(event) ? { fix: replaceValue(event, suggestion, false) } : {};
    report(place, `${finding.actual} is no event of the platform; ${hint}`, fix);
  },
});
