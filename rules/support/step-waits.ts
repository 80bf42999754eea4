import { isText, type Located, LocatedMapping, type Place } from "../../src/document/located.ts";
import type { Comparison } from "../../src/expression/comparisons.ts";
import type { CheckResult } from "../../src/lint/rule.ts";
import type { Pipeline } from "../../src/pipeline/model.ts";
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
  readonly step: Step;
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
  readonly reads: readonly ResultRead[];
}

/** Checks the waits of a spec; loads what reads them only for a spec that has some. */
export function onWaits(pipeline: Pipeline, check: (waits: StepWaits) => void): CheckResult {
  const { whens, conditions } = whensOf(pipeline);
  const reads = conditions.some(({ value }) => value.includes("result"));
  if (reads || whens.some((when) => when.has("steps"))) return readAndCheck(pipeline, check);
}

async function readAndCheck({ spec }: Pipeline, check: (waits: StepWaits) => void): Promise<void> {
  const [{ stepsOf, toFlag, withChildren }, { resultComparisonsIn }] = await Promise.all([
    import("../../src/simulate/steps/step-model.ts"),
    import("../../src/expression/comparisons.ts"),
  ]);
  const steps = stepsOf(spec!);
  const all = withChildren(steps).filter(({ isMade }) => !isMade);
  check({
    steps,
    byName: new Map(all.map((step) => [step.name.value, step])),
    isParallel: spec!.string("mode")?.value === "parallel",
    failFast: toFlag(spec!.get("fail_fast")),
    hasHiddenSteps: all.some(
      ({ hasHiddenSteps, children }) => hasHiddenSteps || children.some(({ isMade }) => isMade),
    ),
    waits: all.flatMap(waitsOf),
    reads: all.flatMap((step) =>
      conditionsOf(step).flatMap((condition) =>
        resultComparisonsIn(condition.value).map((read) => ({ ...read, step, condition })),
      ),
    ),
  });
}

function waitsOf(step: Step): Wait[] {
  const when = whenOf(step);
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

function conditionsOf(step: Step): Located<string>[] {
  const condition = whenOf(step)?.mapping("condition");
  return ["all", "any"].flatMap((key) =>
    (condition?.mapping(key)?.entries ?? []).flatMap(({ value }) =>
      isText(value) && !value.anchor ? [value] : [],
    ),
  );
}

function whenOf({ when }: Step): LocatedMapping | undefined {
  return when instanceof LocatedMapping && !when.anchor ? when : undefined;
}

/** The top-level step that a step is in, or the step itself. */
export function outermost(step: Step): Step {
  let top = step;
  while (top.parent) top = top.parent;
  return top;
}

/** A place in a condition, by the offsets of a comparison's part. */
export function placeIn(
  { condition }: ResultRead,
  { start, end }: Comparison["place"],
  subLocation: (located: Located<string>, start: number, end: number) => Place,
): Place {
  return subLocation(condition, start, end);
}
