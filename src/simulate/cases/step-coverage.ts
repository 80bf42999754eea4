import type { Range } from "../../document/source.ts";
import type { Pipeline, SpecFile } from "../../pipeline/model.ts";
import { getOrAdd } from "../../util/memoize.ts";
import type { EffectiveBuild } from "../build/effective-build.ts";
import { simulateWorkflow } from "../steps/simulate-steps.ts";
import type { SimulatedStep } from "../steps/simulated-step.ts";

/** How often the builds of the cases decided a condition of a step. */
export interface StepConditionCoverage {
  /** The condition: `branch.only`, `condition.all.NAME`, `steps.NAME`. */
  readonly id: string;
  readonly range: Range;
  /** The number of builds in which it held. */
  readonly holds: number;
  /** The number of builds in which it did not. */
  readonly fails: number;
  /** The results that no build has. */
  readonly missing: readonly ("true" | "false")[];
}

/** The coverage of the conditions of one step. */
export interface StepCoverage {
  /** The step. */
  readonly step: string;
  readonly range: Range;
  /** Its conditions. */
  readonly conditions: readonly StepConditionCoverage[];
}

interface Counts {
  holds: number;
  fails: number;
}

/** Counts the results of the conditions of one pipeline's steps. */
export class StepCounts {
  readonly #counts = new Map<string, Counts>();

  /** Adds the build of a case. */
  add({ steps }: EffectiveBuild): void {
    for (const { conditions } of conditionsOf(steps))
      for (const [key, { outcome }] of conditions) {
        const counts = this.#of(key);
        if (outcome === "pass") counts.holds++;
        else if (outcome === "fail") counts.fails++;
      }
  }

  merge(other: StepCounts): void {
    for (const [key, { holds, fails }] of other.#counts) {
      const counts = this.#of(key);
      counts.holds += holds;
      counts.fails += fails;
    }
  }

  /** The coverage of the steps that have conditions, in the order of the text. */
  result(pipeline: Pipeline, definition: SpecFile | undefined): readonly StepCoverage[] {
    // Without a build all variables are open, so that every condition is looked at.
    const { steps } = simulateWorkflow(pipeline, { variables: [], systemVariables: [] }, { definition });
    return conditionsOf(steps).map(({ step, conditions }) => ({
      step: step.label,
      range: step.range,
      conditions: conditions.map(([key, condition]) => this.#coverage(key, condition)),
    }));
  }

  #coverage(key: string, { id, range }: Condition): StepConditionCoverage {
    const { holds, fails } = this.#of(key);
    const missing = [holds === 0 && "true", fails === 0 && "false"].filter((each) => each !== false);
    return { id, range, holds, fails, missing: missing as readonly ("true" | "false")[] };
  }

  #of(key: string): Counts {
    return getOrAdd(this.#counts, key, () => ({ holds: 0, fails: 0 }));
  }
}

type Condition = SimulatedStep["conditions"][number];

/** The conditions of a step by their keys. */
interface StepConditions {
  readonly step: SimulatedStep;
  readonly conditions: readonly (readonly [key: string, condition: Condition])[];
}

/**
 * The steps with conditions; an empty part of a `when` has nothing to decide, and a step of
 * `matrix` does not repeat the conditions of its parent.
 */
function conditionsOf(steps: readonly SimulatedStep[]): readonly StepConditions[] {
  let parent: ReadonlySet<string> = new Set();
  return steps.flatMap((step, index) => {
    const own = step.conditions.filter(({ id, expected }) => expected !== null && id !== "when");
    const placed = own.map((condition) => [placeOf(condition), condition] as const);
    const kept = step.matrix ? placed.filter(([place]) => !parent.has(place)) : placed;
    if (!step.matrix) parent = new Set(placed.map(([place]) => place));
    if (kept.length === 0) return [];
    const conditions = kept.map(([place, condition]) => [`${index} ${place}`, condition] as const);
    return [{ step, conditions }];
  });
}

function placeOf({ id, range }: Condition): string {
  return `${id} ${range.start.offset}`;
}
