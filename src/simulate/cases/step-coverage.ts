import type { Range } from "../../document/source.ts";
import type { Pipeline, SpecFile } from "../../pipeline/model.ts";
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
    for (const [index, step] of steps.entries())
      for (const [key, { outcome }] of conditionsOf(step, index)) {
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
    return steps.flatMap((step, index) => {
      const conditions = conditionsOf(step, index).map(([key, condition]) => this.#coverage(key, condition));
      return conditions.length > 0 ? [{ step: step.step, range: step.range, conditions }] : [];
    });
  }

  #coverage(key: string, { id, range }: Condition): StepConditionCoverage {
    const { holds, fails } = this.#of(key);
    const missing = [holds === 0 && "true", fails === 0 && "false"].filter((each) => each !== false);
    return { id, range, holds, fails, missing: missing as readonly ("true" | "false")[] };
  }

  #of(key: string): Counts {
    const counts = this.#counts.get(key) ?? { holds: 0, fails: 0 };
    this.#counts.set(key, counts);
    return counts;
  }
}

type Condition = SimulatedStep["conditions"][number];

/** The conditions of a step by their places; an empty part of a `when` has nothing to decide. */
function conditionsOf(
  { conditions }: SimulatedStep,
  index: number,
): readonly (readonly [string, Condition])[] {
  return conditions
    .filter(({ id, expected }) => expected !== null && id !== "when")
    .map((condition) => [`${index} ${condition.id} ${condition.range.start.offset}`, condition]);
}
