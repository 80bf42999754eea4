import { isText, valueAt } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { reportFinding } from "../src/lint/schema-findings.ts";
import { foldedItems, foldedMessage } from "./support/walk.ts";

export default defineRule({
  id: "undeclared-stage",
  severity: "error",
  summary: "a step is in a stage that `stages` does not declare",
  why: "Codefresh's validator refuses a step in such a stage. It does not check the stages of steps of the marketplace and of parallel steps: for these it is a warning, and the build view shows them in the default stage.",
  sources: [
    "@codefresh-io/yaml-validator 1.1.1 schema/1.0/base-schema.js: stage",
    "docs.codefresh.io _docs/pipelines/stages.md",
  ],
  schemaFinding(finding, pipeline, context) {
    const stage = valueAt(pipeline.node, finding.path);
    const items = stage && isText(stage) && foldedItems(stage, context.text);
    if (items) {
      context.report({ path: stage.path, span: items }, foldedMessage("stage"));
      return;
    }
    const fix =
      stage && isText(stage) && !stage.anchor ? replaceValue(stage, finding.suggestion, false) : undefined;
    return reportFinding(finding, pipeline, context, fix);
  },
});
