import { isText, valueAt } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { locateFinding } from "../src/schema/finding.ts";

export default defineRule({
  id: "trigger-name",
  severity: "error",
  summary: "the name of a Git trigger is empty, too long or contains white space",
  why: "Codefresh accepts 1 to 200 characters without white space as the name of a Git trigger. The name of a cron trigger may contain spaces.",
  sources: ["docs.codefresh.io _docs/pipelines/specifications-latest-version.md: name of a trigger"],
  schemaFinding(finding, pipeline, { report }) {
    const place = locateFinding(finding, pipeline.node);
    const name = valueAt(pipeline.node, finding.path);
    if (!name || !isText(name) || name.value.trim() === "") {
      report(place, "the trigger's name is empty; write one");
    } else if (name.value.length > 200) {
      report(place, `the trigger's name has ${name.value.length} characters; shorten it to 200 or fewer`);
    } else {
      const dashed = name.value.trim().replace(/\s+/g, "-");
      report(place, `trigger name ${finding.actual} contains white space; write, for example, "${dashed}"`, {
        fix: replaceValue(name, dashed, false),
      });
    }
  },
});
