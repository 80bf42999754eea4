import type { ConditionResult } from "../simulate/condition.ts";
import type { Evaluation } from "../simulate/evaluate.ts";
import type { SimulatedEvent } from "../simulate/event/event.ts";
import type { EvaluationSettings } from "../simulate/settings.ts";
import { type DirectionAnswer, type RunDifference, TOO_MANY } from "./difference.ts";
import { type Level, levelOf } from "./filter-field.ts";

/** The settings of both sides. */
export type SideSettings = readonly [EvaluationSettings, EvaluationSettings];

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
export function decidingCondition({ conditions }: Evaluation): ConditionResult | undefined {
  return (
    conditions.find(({ outcome }) => outcome === "fail") ??
    conditions.find(({ outcome }) => outcome === "unknown")
  );
}
