import type { Range } from "../../document/source.ts";
import type { StepOutcome } from "./status.ts";
import type { MadeSteps, MatrixValue } from "./step-model.ts";

/** One part of a step's `when`. */
export interface SimulatedStepCondition {
  /** `branch.only`, `condition.all.NAME`, `steps.NAME`. */
  readonly id: string;
  /** `error`: the platform's evaluator reports an error, so that the step does not run. */
  readonly outcome: "pass" | "fail" | "error" | "unknown";
  /** The part as written; null if it has no text. */
  readonly expected: string | null;
  /** The values that it saw; null if it saw none. */
  readonly actual: string | null;
  /** Why, in a clause. */
  readonly reason: string;
  /** The variables and results that decide and are not known. */
  readonly needs: readonly string[];
  /** Assumptions and open questions that it depends on, by id. */
  readonly assumed: readonly string[];
  readonly range: Range;
}

/** One fact that would change what becomes of a step. */
export interface StepChange {
  /** The name of the variable or step. */
  readonly name: string;
  readonly kind: "variable" | "step";
  /** The value of the variable or the result of the step. */
  readonly to: string;
}

/** The outcome of one step of a build. */
export interface SimulatedStep {
  /** The name of the step; null for one that `matrix` makes, whose name is not documented. */
  readonly step: string | null;
  /** The name, or that of the parent with the values of `matrix`. */
  readonly label: string;
  /** The values of `matrix` that make the step; null for any other step. */
  readonly matrix: readonly MatrixValue[] | null;
  /**
   * The steps that its `scale` or `matrix` makes; null without either. Only some of more
   * than 64 steps of `matrix` are listed; each value occurs in them if 64 steps are enough.
   */
  readonly makes: MadeSteps | null;
  readonly type: string;
  /** The stage; null if it has none. */
  readonly stage: string | null;
  /** The parallel step that it is in, or the one that makes it; null for a step of the pipeline. */
  readonly parent: string | null;
  /** The steps that its `when` names. */
  readonly needs: readonly string[];
  readonly outcome: StepOutcome;
  /** The first part that decides, in a clause. */
  readonly reason: string;
  /** The place of that part; the name of the step where the reason is not a part of its `when`. */
  readonly reasonRange: Range;
  /** Every part of its `when`. */
  readonly conditions: readonly SimulatedStepCondition[];
  /**
   * The facts that together would make it run, confirmed by the evaluator; empty if it runs or if
   * none was found.
   */
  readonly runsIf: readonly StepChange[];
  /** Assumptions and open questions, by id. */
  readonly assumed: readonly string[];
  /** Its hooks. */
  readonly hooks: readonly SimulatedHook[];
  readonly range: Range;
}

/** The outcome of a hook, or of a step in it. */
export interface HookOutcome {
  readonly outcome: StepOutcome;
  /** Why, in a clause. */
  readonly reason: string;
  /** Open questions that were assumed, by id. */
  readonly assumed: readonly string[];
  readonly range: Range;
}

/** The outcome of a hook of a step or of the pipeline. */
export interface SimulatedHook extends HookOutcome {
  readonly hook: "on_elected" | "on_success" | "on_fail" | "on_finish";
  /** The steps in it that have names. */
  readonly steps: readonly SimulatedHookStep[];
}

/** The outcome of a step in a hook. */
export interface SimulatedHookStep extends HookOutcome {
  readonly step: string;
}

/** The result of a build once its steps have run. */
export interface BuildResult {
  /** `terminated`: ended by a person or an approval without an answer. */
  readonly status: "success" | "failure" | "terminated" | "unknown";
  /** Why, in a clause. */
  readonly reason: string;
  /** Open questions that were assumed, by id. */
  readonly assumed: readonly string[];
}
