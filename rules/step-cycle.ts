import { defineRule } from "../src/lint/rule.ts";
import type { Step } from "../src/simulate/steps/step-model.ts";
import { getOrAdd } from "../src/util/memoize.ts";
import { onWaits, type StepWaits, type Wait } from "./support/step-waits.ts";

export default defineRule({
  id: "step-cycle",
  severity: "warning",
  summary: "steps of a parallel pipeline wait for each other, so none of them runs",
  why: "In parallel mode a step starts when its `when` holds. None of the steps in a circle can start first, so they never run, and the build does not fail because of that.",
  sources: ["docs.codefresh.io _docs/pipelines/advanced-workflows.md: parallel pipeline execution"],
  pipeline(pipeline, { report }) {
    return onWaits(pipeline, (waits) => {
      if (!waits.isParallel) return;
      for (const { wait, cycle } of cyclesOf(waits)) {
        const path = [...cycle, cycle[0]!].map((name) => (name === "…" ? name : `"${name}"`)).join(" → ");
        report(wait.name, `these steps wait for each other: ${path}; remove one of the entries`);
      }
    });
  },
});

const MAX_NAMED = 5;

interface Cycle {
  /** The entry that closes the circle. */
  readonly wait: Wait;
  /** The names of its steps; of many, the first ones, "…" and the last one. */
  readonly cycle: readonly string[];
}

/** The circles among steps that cannot start before another one; each step is in one at most. */
function cyclesOf({ steps, byName, waits }: StepWaits): readonly Cycle[] {
  const top = new Set(steps);
  const edges = new Map<Step, Wait[]>();
  for (const wait of waits) {
    if (wait.hasOthers || wait.on.includes("pending") || !top.has(wait.step)) continue;
    const target = byName.get(wait.name.value);
    if (target && top.has(target)) getOrAdd(edges, wait.step, () => []).push(wait);
  }
  const found: Cycle[] = [];
  const done = new Set<Step>();
  for (const start of steps) {
    // Each path has the entries that are left to follow from its steps.
    const path: { readonly step: Step; readonly left: Wait[] }[] = [];
    const places = new Map<Step, number>();
    const enter = (step: Step) => {
      places.set(step, path.length);
      path.push({ step, left: [...(edges.get(step) ?? [])].reverse() });
    };
    if (!done.has(start)) enter(start);
    while (path.length > 0) {
      const { step, left } = path.at(-1)!;
      const wait = left.pop();
      if (!wait) {
        done.add(step);
        places.delete(step);
        path.pop();
        continue;
      }
      const target = byName.get(wait.name.value)!;
      if (done.has(target)) continue;
      const at = places.get(target);
      if (at === undefined) enter(target);
      else found.push({ wait, cycle: namesFrom(path, at) });
    }
  }
  return found;
}

function namesFrom(path: readonly { readonly step: Step }[], at: number): readonly string[] {
  const names = path.slice(at, at + MAX_NAMED).map(({ step }) => step.name.value);
  return path.length - at > MAX_NAMED ? [...names.slice(0, -1), "…", path.at(-1)!.step.name.value] : names;
}
