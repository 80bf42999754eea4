import { type Located, LocatedMapping } from "../../src/document/located.ts";
import type { Comparison } from "../../src/expression/comparisons.ts";
import type { CheckResult } from "../../src/lint/rule.ts";
import { oncePerPipeline, type Pipeline } from "../../src/pipeline/model.ts";
import type { Step } from "../../src/simulate/steps/step-model.ts";
import { whensOf } from "./step-whens.ts";

/** One entry of `when.steps`: a step that waits for a result of another. */
export interface Wait {
  /** The step that waits. */
  readonly step: Step;
  readonly name: Located<string>;
  /** The results that it waits for; `success` where `on` is missing. */
  readonly on: readonly string[];
  readonly words: readonly Located<string>[];
  /** True if another entry may hold in its place. */
  readonly hasOthers: boolean;
}

/** A comparison of a result in a condition. */
export interface ResultRead extends Comparison {
  readonly condition: Located<string>;
}

/** The steps of a spec, and the results that they wait for. */
export interface StepWaits {
  readonly steps: readonly Step[];
  readonly byName: ReadonlyMap<string, Step>;
  readonly isParallel: boolean;
  /** `fail_fast` of the pipeline. */
  readonly failFast: Step["failFast"];
  /** True if there may be steps whose names the spec does not show. */
  readonly hasHiddenSteps: boolean;
  readonly waits: readonly Wait[];
  /** The comparisons of results in the `when` of steps. */
  readonly reads: readonly ResultRead[];
  /**
   * The comparisons of results in `success_criteria` and in hooks, which do not wait for a step.
   */
  readonly otherReads: readonly ResultRead[];
}

/**
 * Checks the waits of a spec, which are read once for all rules. Loads what reads them only for a
 * spec that has some.
 */
export function onWaits(pipeline: Pipeline, check: (waits: StepWaits) => CheckResult): CheckResult {
  const { whens, conditions } = whensOf(pipeline);
  if (!conditions.some(readsResult) && !whens.some((when) => when.has("steps"))) return;
  return waitsIn(pipeline).then(check);
}

const waitsIn = oncePerPipeline(readWaits);

async function readWaits(pipeline: Pipeline): Promise<StepWaits> {
  const { conditions, stepConditions } = whensOf(pipeline);
  const { spec } = pipeline;
  const [{ stepsOf, toFlag, withChildren }, { resultComparisonsIn }] = await Promise.all([
    import("../../src/simulate/steps/step-model.ts"),
    import("../../src/expression/comparisons.ts"),
  ]);
  const steps = stepsOf(spec!);
  const reading = conditions.filter(readsResult);
  const ofSteps = new Set(stepConditions);
  const readsIn = (some: readonly Located<string>[]) =>
    some.flatMap((condition) => resultComparisonsIn(condition.value).map((read) => ({ ...read, condition })));
  const all = withChildren(steps).filter(({ isMade }) => !isMade);
  return {
    steps,
    byName: new Map(all.map((step) => [step.name.value, step])),
    isParallel: spec!.string("mode")?.value === "parallel",
    failFast: toFlag(spec!.get("fail_fast")),
    hasHiddenSteps: all.some(
      ({ hasHiddenSteps, children }) => hasHiddenSteps || children.some(({ isMade }) => isMade),
    ),
    waits: all.flatMap(waitsOf),
    reads: readsIn(reading.filter((each) => ofSteps.has(each))),
    otherReads: readsIn(reading.filter((each) => !ofSteps.has(each))),
  };
}

function readsResult({ value }: Located<string>): boolean {
  return value.includes("result");
}

function waitsOf(step: Step): Wait[] {
  const when = step.when instanceof LocatedMapping && !step.when.anchor ? step.when : undefined;
  const steps = when?.get("steps");
  const groups = steps instanceof LocatedMapping ? steps : undefined;
  const read = (items: readonly unknown[], hasOthers: boolean) =>
    items.flatMap((item): Wait[] => {
      const name = item instanceof LocatedMapping && !item.anchor ? item.string("name") : undefined;
      if (!name || name.anchor) return [];
      const words = (item as LocatedMapping).strings("on");
      const on = words.length > 0 ? words.map(({ value }) => value) : ["success"];
      return [{ step, name, on, words, hasOthers }];
    });
  const some = groups?.items("any") ?? [];
  return [...read(groups?.items("all") ?? when?.items("steps") ?? [], false), ...read(some, some.length > 1)];
}

/** True if a condition may negate a comparison in it. */
export function mayNegate({ value }: Located<string>): boolean {
  return /!(?!=)|==\s*false\b|\bfalse\s*==/.test(value);
}

/** The top-level step that a step is in, or the step itself. */
export function outermost(step: Step): Step {
  let top = step;
  while (top.parent) top = top.parent;
  return top;
}
