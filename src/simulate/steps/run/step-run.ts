import type { Assumptions } from "../../../catalogue/open-questions.ts";
import type { Source } from "../../../document/source.ts";
import type { VariableState } from "../../../expression/substitute.ts";
import type { MatchOptions } from "../../../match/budget.ts";
import type { Exports } from "../../../pipeline/steps/exports.ts";
import type { SimulatedStepCondition } from "../simulated-step.ts";
import type { Statuses, StepOutcome, StepResult } from "../status.ts";
import type { Step } from "../step-model.ts";

/** The facts that decide which steps run. */
export interface StepFacts {
  /** The state of a variable, without what steps export. */
  stateOf(name: string): VariableState;
  /** True if the event gives the value of the variable. */
  isOfEvent(name: string): boolean;
  /** The open questions on which the value of a variable depends, by id. */
  questionsOn(variable: string): readonly string[];
  /** The variables that a step, and the steps in it, export. */
  exportsOf(step: Step): Exports;
  /** The results that the user gives steps, and hooks by `NAME.hooks.on_elected`. */
  readonly results: Readonly<Record<string, StepResult>>;
  /** The answers to open questions. */
  readonly assume: Assumptions;
  readonly source: Source;
  readonly options: MatchOptions;
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
