import { defineRule } from "../src/lint/rule.ts";
import { onWaits } from "./support/step-waits.ts";

export default defineRule({
  id: "skipped-in-parallel-mode",
  severity: "warning",
  summary: "a step of a parallel pipeline waits for the result `skipped`, which does not occur there",
  why: "In parallel mode a `when` that does not hold is evaluated again later: a step is never skipped, it only never runs. Waiting for `skipped` waits forever.",
  sources: [
    "docs.codefresh.io _docs/pipelines/advanced-workflows.md: skipped is only valid in sequential mode",
  ],
  pipeline(pipeline, { report, subLocation }) {
    return onWaits(pipeline, ({ isParallel, waits, reads }) => {
      if (!isParallel) return;
      const message = '"skipped" does not occur with mode: parallel; remove it, or wait for another result';
      for (const { words } of waits)
        for (const word of words) if (word.value === "skipped" && !word.anchor) report(word, message);
      for (const { value, condition, valuePlace } of reads)
        if (value === "skipped") report(subLocation(condition, valuePlace.start, valuePlace.end), message);
    });
  },
});
