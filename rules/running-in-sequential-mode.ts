import { defineRule } from "../src/lint/rule.ts";
import { mayNegate, onWaits, outermost } from "./support/step-waits.ts";

/** The results of a step that is not over. */
const UNFINISHED = new Set(["running", "pending"]);

export default defineRule({
  id: "running-in-sequential-mode",
  severity: "warning",
  summary:
    "a step waits until an earlier one is `running` or `pending`, which never holds without `mode: parallel`",
  why: "Without `mode: parallel` steps run one after another, and each `when` is evaluated once, at the step's turn. An earlier step is over then, so that its result is never `running` or `pending`, and the step is always skipped.",
  sources: ["docs.codefresh.io _docs/pipelines/advanced-workflows.md: sequential execution mode"],
  pipeline(pipeline, { report, subLocation }) {
    return onWaits(pipeline, ({ steps, byName, isParallel, waits, reads }) => {
      if (isParallel) return;
      const order = new Map(steps.map((step, index) => [step, index]));
      for (const { step, name, on, words } of waits) {
        const target = byName.get(name.value);
        if (!target || !on.every((word) => UNFINISHED.has(word))) continue;
        if (order.get(outermost(target))! >= order.get(outermost(step))!) continue;
        const what = `step "${name.value}" is over before this one, so it is never "${on[0]}"`;
        report(words[0] ?? name, `${what}; wait for another result, or write mode: parallel`);
      }
      for (const { name, operator, value, condition, place } of reads) {
        const target = byName.get(name);
        // Steps next to each other in a parallel step may see each other run.
        const isAlone = target && target.parent === undefined && target.children.length === 0;
        if (!isAlone || value !== "running" || operator !== "==" || mayNegate(condition)) continue;
        const what = `no other step looks at "${name}" while it runs, so this is never true`;
        report(
          subLocation(condition, place.start, place.end),
          `${what}; compare with another result, or write mode: parallel`,
        );
      }
    });
  },
});
