import { defineRule } from "../src/lint/rule.ts";
import { expandStep } from "../src/pipeline/steps/expand.ts";
import { stepsIn } from "./support/walk.ts";

/** More steps than this at the same time are hardly meant. */
const MAX_STEPS = 200;

export default defineRule({
  id: "many-parallel-steps",
  severity: "warning",
  summary: "`scale` or `matrix` makes very many steps",
  why: `All steps of a \`scale\` or \`matrix\` start at the same time in one build, and a matrix has a step for every combination of its values. The documentation warns that their number grows quickly; this rule reports more than ${MAX_STEPS}.`,
  sources: ["docs.codefresh.io _docs/pipelines/advanced-workflows.md: Matrix parallel steps"],
  pipeline(pipeline, { report }) {
    for (const step of stepsIn(pipeline)) {
      const expansion = step.has("scale") || step.has("matrix") ? expandStep(step) : undefined;
      const key = expansion && step.entry(expansion.key)?.key;
      if (!expansion || !key || expansion.count <= MAX_STEPS) continue;
      const count = Number.isSafeInteger(expansion.count) ? String(expansion.count) : "countless";
      report(key, `"${expansion.key}" makes ${count} steps; remove values, or divide the step`);
    }
  },
});
