import type { Certainty } from "../catalogue/citations.ts";
import { findReplaced } from "../catalogue/placeholders.ts";
import { isScalar, type Place, type Value } from "../document/located.ts";
import type { CronTrigger, GitTrigger } from "../pipeline/model.ts";
import { isTemplateText, replacedPartAt } from "../pipeline/replaced-parts.ts";
import { quote } from "../util/text.ts";
import { type ConditionId, type RuleId, rulesOfEvaluation } from "./evaluation/evaluation-rules.ts";
import type { FactName } from "./event/event.ts";

/** The outcome of a condition; `unknown` for a missing fact or unknown behaviour. */
export type ConditionOutcome = "pass" | "fail" | "unknown" | "not-applicable";

/** The result of one condition of one trigger, as data; reports decide nothing. */
export interface ConditionResult {
  readonly id: ConditionId;
  readonly outcome: ConditionOutcome;
  /** The evaluation rule that gave the outcome. */
  readonly rule: RuleId;
  /** The value in the trigger, as written in the spec; null if it has none. */
  readonly expected: string | null;
  /** The value in the event; null if it has none or if it was not given. */
  readonly actual: string | null;
  /** A clause with the reason; lower case, without a period. */
  readonly reason: string;
  /** False while the reason is not built. */
  readonly hasReason: boolean;
  readonly certainty: Certainty;
  readonly source: string;
  /** The open questions and ordinary cases that the outcome depends on. */
  readonly assumed: readonly string[];
  /** The missing fact that decides. */
  readonly missing: FactName | null;
  /** The place of the trigger's value; the trigger itself if it has none. */
  readonly place: Place;
}

/** The parts of a result that differ from the default. */
export interface ConditionParts {
  readonly outcome: ConditionOutcome;
  readonly rule: RuleId;
  /** A text, or a function that builds it on first use because that is expensive. */
  readonly reason: string | (() => string);
  readonly expected?: string | null;
  readonly actual?: string | null;
  readonly certainty?: Certainty;
  readonly source?: string;
  readonly assumed?: readonly string[];
  readonly missing?: FactName;
}

/** A result whose reason is built on first use, since most reasons are never shown. */
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

  get hasReason(): boolean {
    return typeof this.#reason === "string";
  }

  get reason(): string {
    if (typeof this.#reason === "function") this.#reason = this.#reason();
    return this.#reason;
  }
}

const nothing: readonly string[] = [];

/** Builds a condition's result; certainty and source are the rule's unless given. */
export function condition(id: ConditionId, place: Place, parts: ConditionParts): ConditionResult {
  return new LazyResult(id, place, parts);
}

/** The result for a value that the platform refuses; `why` is the fault. */
export function refused(
  id: ConditionId,
  place: Place,
  why: string,
  expected: string | null = null,
): ConditionResult {
  const reason = `Codefresh rejects this value: ${why}`;
  return condition(id, place, { outcome: "unknown", rule: "refused-value", reason, expected });
}

/** The result for a value with a placeholder; undefined for any other value. */
export function unrendered(id: ConditionId, value: Value): ConditionResult | undefined {
  if (!isScalar(value)) return undefined;
  const text = String(value.value);
  const found = findReplaced(text);
  if (!found) return undefined;
  return condition(id, value, { ...placeholderParts(text.slice(found.start, found.end)), expected: text });
}

function placeholderParts(written: string): ConditionParts {
  const reason = `${quote(written)} is a placeholder, so the value is unknown; replace it first`;
  return { outcome: "unknown", rule: "placeholder", reason };
}

/** Returns a result; for a value that is refused in a template, that the value is unknown. */
export function beforeRendering(result: ConditionResult, trigger: GitTrigger | CronTrigger): ConditionResult {
  const { id, rule, place, expected } = result;
  if (rule !== "refused-value") return result;
  const { file } = trigger.pipeline;
  if (isTemplateText(file)) {
    const reason = "the file is a template, so the value is unknown; render it first";
    return condition(id, place, { outcome: "unknown", rule: "placeholder", reason, expected });
  }
  // A tag in another value does not explain a missing key.
  const isMissing = place === (trigger.name ?? trigger.node);
  const part = isMissing ? undefined : replacedPartAt(place, file, trigger.pipeline);
  return part ? condition(id, place, { ...placeholderParts(part.text), expected }) : result;
}
