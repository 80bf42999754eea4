import type { Certainty } from "../catalogue/citations.ts";
import type { Place } from "../document/located.ts";
import { type ConditionId, type RuleId, rulesOfEvaluation } from "./evaluation/evaluation-rules.ts";
import type { FactName } from "./event/event.ts";

/** How a condition came out. `unknown` where a fact was not given, or where nobody knows what the platform does. */
export type ConditionOutcome = "pass" | "fail" | "unknown" | "not-applicable";

/** What came of one condition of one trigger, as data; printers decide nothing. */
export interface ConditionResult {
  readonly id: ConditionId;
  readonly outcome: ConditionOutcome;
  /** The rule of evaluation that the outcome rests on. */
  readonly rule: RuleId;
  /** What the trigger asks for, as the spec writes it; null where it asks for nothing. */
  readonly expected: string | null;
  /** What the event has; null where it has nothing or where that was not given. */
  readonly actual: string | null;
  /** One clause that says why; lower case, no final stop. */
  readonly reason: string;
  readonly certainty: Certainty;
  readonly source: string;
  /** Open questions of the appendix, and ordinary cases taken for granted, that the outcome hangs on. */
  readonly assumed: readonly string[];
  /** The fact that was not given and decides. */
  readonly missing: FactName | null;
  /** Where the trigger asks for it; the trigger itself where it says nothing. */
  readonly place: Place;
}

/** The parts of a condition's result that differ from the ordinary ones. */
export interface ConditionParts {
  readonly outcome: ConditionOutcome;
  readonly rule: RuleId;
  /** A text, or a function that makes it when it is first read, where making it costs something. */
  readonly reason: string | (() => string);
  readonly expected?: string | null;
  readonly actual?: string | null;
  readonly certainty?: Certainty;
  readonly source?: string;
  readonly assumed?: readonly string[];
  readonly missing?: FactName;
}

/** A result whose reason is made when it is first read: thousands of triggers have conditions that nobody looks at. */
class LazyResult implements ConditionResult {
  readonly id: ConditionId;
  readonly outcome: ConditionOutcome;
  readonly rule: RuleId;
  readonly expected: string | null;
  readonly actual: string | null;
  readonly certainty: Certainty;
  readonly source: string;
  readonly assumed: readonly string[];
  readonly missing: FactName | null;
  readonly place: Place;
  #reason: string | (() => string);

  constructor(id: ConditionId, place: Place, parts: ConditionParts) {
    const rule = rulesOfEvaluation[parts.rule];
    this.id = id;
    this.outcome = parts.outcome;
    this.rule = parts.rule;
    this.expected = parts.expected ?? null;
    this.actual = parts.actual ?? null;
    this.certainty = parts.certainty ?? rule.certainty;
    this.source = parts.source ?? rule.source;
    this.assumed = parts.assumed ?? nothing;
    this.missing = parts.missing ?? null;
    this.place = place;
    this.#reason = parts.reason;
  }

  get reason(): string {
    if (typeof this.#reason === "function") this.#reason = this.#reason();
    return this.#reason;
  }
}

const nothing: readonly string[] = [];

/** Makes a condition's result; certainty and source are the rule's unless the parts say otherwise. */
export function condition(id: ConditionId, place: Place, parts: ConditionParts): ConditionResult {
  return new LazyResult(id, place, parts);
}

/** A condition on a value that the platform refuses; `why` says what is wrong with it. */
export function refused(
  id: ConditionId,
  place: Place,
  why: string,
  expected: string | null = null,
): ConditionResult {
  const reason = `the platform refuses this value: ${why}`;
  return condition(id, place, { outcome: "unknown", rule: "refused-value", reason, expected });
}
