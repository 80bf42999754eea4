import { isText, valueAt } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { reportFinding } from "../src/lint/schema-findings.ts";
import { parseDuration } from "../src/util/text.ts";

export default defineRule({
  id: "step-timeout",
  severity: "warning",
  summary: "the `timeout` of a step is not a duration",
  why: "A timeout is a number with a unit: `30s`, `5m`, `1.5h`. Codefresh's validator only warns of any other value, and the build ignores it: the step then runs without a limit.",
  sources: [
    "@codefresh-io/yaml-validator 1.1.1 schema/1.0/validator.js:571: timeout",
    "docs.codefresh.io _docs/pipelines/what-is-the-codefresh-yaml.md: timeout",
  ],
  schemaFinding(finding, pipeline, context) {
    const timeout = valueAt(pipeline.node, finding.path);
    const duration = timeout && isText(timeout) ? parseDuration(timeout.value) : undefined;
    if (!timeout || !isText(timeout) || !duration) return reportFinding(finding, pipeline, context);
    const write = `${duration.amount}${duration.unit[0]}`;
    const fix = timeout.anchor ? undefined : replaceValue(timeout, write, false);
    return reportFinding({ ...finding, write }, pipeline, context, fix);
  },
});
