import type { Exports } from "../../../pipeline/steps/exports.ts";
import type { SimulatedStepCondition } from "../simulated-step.ts";
import type { Statuses, StepOutcome, StepResult } from "../status.ts";
import type { Step } from "../step-model.ts";
import type { BuildFacts } from "../when-expression.ts";

/** The facts that decide which steps run; variables are without what steps export. */
export interface StepFacts extends BuildFacts {
  /** The variables that a step, and the steps in it, export. */
  exportsOf(step: Step): Exports;
  /** The results that the user gives steps, and hooks by `NAME.hooks.on_elected`. */
  readonly results: Readonly<Record<string, StepResult>>;
}

/** The steps of a pipeline, and how it runs them. */
export interface StepPlan {
  readonly steps: readonly Step[];
  readonly mode: "sequential" | "parallel";
  /** `fail_fast` of the pipeline. */
  readonly failFast: Step["failFast"];
  /** Whether a failure of its hook on_elected fails the build. */
  readonly electedFailFast: Step["electedFailFast"];
}

/** The outcome of a step, and why. */
export interface StepRun {
  readonly step: Step;
  readonly outcome: StepOutcome;
  readonly reason: string;
  /** The condition that the reason is about; undefined for any other reason. */
  readonly deciding: SimulatedStepCondition | undefined;
  readonly conditions: readonly SimulatedStepCondition[];
  /** The results that it may have at the end of the build. */
  readonly statuses: Statuses;
  /** The open questions that the outcome depends on, by id. */
  readonly assumed: readonly string[];
  /** Whether its hook on_elected fails the build. */
  readonly isElectedFailing: boolean | "unknown";
}

/** The clauses on results of a step, or its hook, that are given in vain: the step does not run. */
export function unusedResults(
  { step, outcome, isElectedFailing }: StepRun,
  results: StepFacts["results"],
): string {
  if (outcome === "runs" || outcome === "unknown") return "";
  const { value } = step.name;
  const names = isElectedFailing ? [value] : [value, `${value}.hooks.on_elected`];
  return names
    .filter((name) => Object.hasOwn(results, name) && results[name] !== "skipped")
    .map((name) => `; the result ${results[name]} given for "${name}" has no effect`)
    .join("");
}
