import type { Certainty } from "../spec/catalogue/fact.ts";
import type { Place } from "../spec/located.ts";
import type { FactName } from "./event.ts";
import { type ConditionId, type RuleId, rulesOfEvaluation } from "./rules-of-evaluation.ts";

/** How a condition came out. `unknown` where a fact was not given, or where nobody knows what the platform does. */
export type Outcome = "pass" | "fail" | "unknown" | "not-applicable";

/** What came of one condition of one trigger, as data; printers decide nothing. */
export interface ConditionResult {
  readonly id: ConditionId;
  readonly outcome: Outcome;
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
  readonly outcome: Outcome;
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

/** Makes a condition's result; certainty and source are the rule's unless the parts say otherwise. */
export function condition(id: ConditionId, place: Place, parts: ConditionParts): ConditionResult {
  const rule = rulesOfEvaluation[parts.rule];
  let { reason } = parts;
  return {
    id,
    outcome: parts.outcome,
    rule: parts.rule,
    expected: parts.expected ?? null,
    actual: parts.actual ?? null,
    get reason() {
      if (typeof reason === "function") reason = reason();
      return reason;
    },
    certainty: parts.certainty ?? rule.certainty,
    source: parts.source ?? rule.source,
    assumed: parts.assumed ?? [],
    missing: parts.missing ?? null,
    place,
  };
}

/** A condition on a value that the platform refuses; `why` says what is wrong with it. */
export function refused(id: ConditionId, place: Place, why: string, expected?: string): ConditionResult {
  const reason = `the platform refuses this value: ${why}`;
  return condition(id, place, { outcome: "unknown", rule: "refused-value", reason, expected });
}
