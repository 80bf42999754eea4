import type { Budget } from "../match/budget.ts";
import type { Outcome } from "../match/regex/types.ts";
import type { SpecFile } from "../pipeline/model.ts";
import type { ConditionOutcome, ConditionResult } from "../simulate/condition.ts";
import { decidingConditions, type Evaluation, type Verdict } from "../simulate/evaluate.ts";
import type { SimulatedEvent } from "../simulate/event/event.ts";
import type { EvaluationSettings } from "../simulate/settings.ts";
import { type DiffOptions, type DirectionAnswer, type RunDifference, TOO_MANY } from "./difference.ts";

/** The settings of both sides. */
export type SideSettings = readonly [EvaluationSettings, EvaluationSettings];

/** The settings, files and budget that the comparisons of two versions of a pipeline share. */
export interface DiffContext {
  /** The settings of each side; for events that were lost, those of the new side first. */
  readonly settings: SideSettings;
  /** The file with the steps that `specTemplate` names on each side, where it is known. */
  readonly definitions: readonly [SpecFile | undefined, SpecFile | undefined];
  readonly options: DiffOptions & { readonly from: Date };
  /** The budget of all comparisons: their evaluations and proofs. */
  readonly work: Budget;
}

/** How firmly something passes: 2 for yes, 1 if it is unknown, 0 for no. */
export type Level = 0 | 1 | 2;

/** The level of an answer of a filter, a condition or a trigger. */
export function levelOf(answer: Outcome | ConditionOutcome | Verdict): Level {
  if (answer === "unknown") return 1;
  return answer === "no" || answer === "fail" || answer === "skips" ? 0 : 2;
}

/** An event or run for which one trigger fires more firmly than the other. */
export interface Found {
  readonly witness: SimulatedEvent;
  /** The evaluation of the trigger that does not fire; undefined if it does not exist. */
  readonly low: Evaluation | undefined;
  readonly high: Evaluation;
  /** The names of events for which the condition that decides it differs. */
  readonly events: readonly string[];
  /** The runs of a cron trigger; null if they are not known. */
  readonly runs: RunDifference | null;
}

/** The events or runs on which one trigger fires and another one does not. */
export interface Direction {
  /** One for each condition that makes the difference. */
  readonly found: readonly Found[];
  readonly answer: DirectionAnswer;
  readonly tried: number;
}

/** Two triggers of a kind, of which one may be absent, and the events that they gained and lost. */
export interface TriggerComparison {
  /** The events on which the new trigger fires more firmly than the old one. */
  readonly gained: () => Direction;
  /** The events on which the old trigger fires more firmly than the new one. */
  readonly lost: () => Direction;
  /** Events on which both triggers fire, the most readable first. */
  readonly common: () => readonly SimulatedEvent[];
}

/** The answer where a difference was found. */
export const FOUND: DirectionAnswer = { found: true, proof: "witness", reason: null };

/** The result beyond the limit of all comparisons together. */
export const NOT_COMPARED: Direction = {
  found: [],
  answer: { found: false, proof: "none", reason: TOO_MANY },
  tried: 0,
};

/** How firmly a trigger fires; an absent one does not. */
export function firmness(evaluation: Evaluation | undefined): Level {
  return evaluation ? levelOf(evaluation.verdict) : 0;
}

/** The first condition that fails, else the first unknown one. */
export function decidingCondition(evaluation: Evaluation): ConditionResult | undefined {
  return decidingConditions(evaluation)[0];
}
