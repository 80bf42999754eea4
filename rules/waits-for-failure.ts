import { PLANNER_TYPES } from "../src/catalogue/steps/step-types.ts";
import { defineRule } from "../src/lint/rule.ts";
import type { Step } from "../src/simulate/steps/step-model.ts";
import { mayNegate, onWaits, type ResultRead, type StepWaits } from "./support/step-waits.ts";

/** The results with which a step ends the build. */
const BAD = new Set(["failure", "denied"]);

export default defineRule({
  id: "waits-for-failure",
  severity: "warning",
  summary: "a step waits for a failure that ends the build before it",
  why: "A step that fails, or an approval that is denied, ends the whole build unless `fail_fast: false` is set for that step or for the pipeline. A step that waits for the failure is never reached. A hook `on_fail` runs in any case, and so does, as documented, a step that also tests `workflow.result` for `terminated`.",
  sources: [
    "docs.codefresh.io _docs/pipelines/advanced-workflows.md: handling error conditions in a pipeline",
    "docs.codefresh.io _docs/pipelines/steps/approval.md: controlling the rejection behavior",
    "docs.codefresh.io _docs/kb/articles/ensure-cleanup-when-pipelines-stops.md: a step that runs at every end",
  ],
  pipeline(pipeline, { report, subLocation }) {
    return onWaits(pipeline, (waits) => {
      const everyFailureEnds = failuresEndBuild(waits);
      for (const { name, on, words } of waits.waits) {
        const target = waits.byName.get(name.value);
        if (!target || !endsBuild(target, waits) || !on.every((word) => BAD.has(word))) continue;
        report(words[0] ?? name, messageFor(target, on));
      }
      for (const read of waits.reads) {
        if (read.operator !== "==" || !BAD.has(read.value) || mayNegate(read.condition)) continue;
        const { name, value, condition, place } = read;
        const target = waits.byName.get(name);
        const isWorkflow = name === "workflow";
        const mayWait = value !== "failure" || !everyFailureEnds || isCleanup(read, waits);
        if (isWorkflow ? mayWait : !target || !endsBuild(target, waits)) continue;
        const message = isWorkflow
          ? "a failure ends the build before this step; write fail_fast: false at the root of the pipeline"
          : messageFor(target!, [value]);
        report(subLocation(condition, place.start, place.end), message);
      }
    });
  },
});

/** True if a bad result of a step is certain to end the build; a step in another one may not. */
function endsBuild(step: Step, { failFast: root }: StepWaits): boolean {
  return step.parent === undefined && (step.failFast ?? root ?? true) === true;
}

/** True for a `when` that asks for every end of the build, as a documented cleanup does. */
function isCleanup({ condition }: ResultRead, { reads }: StepWaits): boolean {
  return reads.some(
    (read) =>
      read.name === "workflow" &&
      read.value === "terminated" &&
      read.condition.path?.parent === condition.path?.parent,
  );
}

/** True if every failure is certain to end the build; `fail_fast` of a step may prevent that. */
function failuresEndBuild({ failFast: root, steps }: StepWaits): boolean {
  return (root ?? true) === true && steps.every(({ failFast }) => failFast === undefined);
}

/** Only an approval is denied, and whether a denied one counts as failed is not documented. */
function messageFor({ name: { value: name }, type }: Step, words: readonly string[]): string {
  const result = type === "pending-approval" ? "denied" : PLANNER_TYPES.has(type) ? "failure" : words[0]!;
  const other = words.includes(result) ? "" : `${result} here, and `;
  return `"${name}" ends the build with the result ${result}, so this never holds; write ${other}fail_fast: false in "${name}"`;
}
