import { defineRule } from "../src/lint/rule.ts";
import { onWaits, outermost } from "./support/step-waits.ts";

export default defineRule({
  id: "waits-for-later-step",
  severity: "warning",
  summary: "a step waits for a step that runs after it, so it is always skipped",
  why: "Without `mode: parallel` steps run in the order of the text, and each `when` is evaluated once, at the step's turn. A later step has no result then, so the step is skipped.",
  sources: ["docs.codefresh.io _docs/pipelines/advanced-workflows.md: sequential execution mode"],
  pipeline(pipeline, { report }) {
    return onWaits(pipeline, ({ steps, byName, isParallel, waits }) => {
      if (isParallel) return;
      const order = new Map(steps.map((step, index) => [step, index]));
      for (const { step, name, on, hasOthers } of waits) {
        const target = byName.get(name.value);
        if (!target || hasOthers || on.includes("pending")) continue;
        const [own, other] = [order.get(outermost(step))!, order.get(outermost(target))!];
        // Whether steps in one parallel step wait for each other is not documented.
        if (other < own || (other === own && target !== step)) continue;
        const what = target === step ? "waits for itself" : `waits for "${name.value}", which runs after it`;
        const remedy = target === step ? "remove this entry" : "move it, or write mode: parallel";
        report(name, `step "${step.name.value}" ${what}, so it is always skipped; ${remedy}`);
      }
    });
  },
});
