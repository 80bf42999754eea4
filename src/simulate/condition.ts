import type { Certainty } from "../catalogue/citations.ts";
import { findReplaced } from "../catalogue/placeholders.ts";
import { isScalar, type Place, type Value } from "../document/located.ts";
import type { Trigger } from "../pipeline/model.ts";
import { isTemplateText, replacedPartAt } from "../pipeline/replaced-parts.ts";
import { quote } from "../util/text.ts";
import { type ConditionId, type RuleId, rulesOfEvaluation } from "./evaluation/evaluation-rules.ts";
import type { FactName } from "./event/event.ts";

/** The outcome of a condition; `unknown` for a missing fact or unknown behaviour. */
export type ConditionOutcome = "pass" | "fail" | "unknown" | "not-applicable";

/** The answer of a condition: the parts of its result that differ from the default. */
export interface ConditionParts {
  readonly outcome: ConditionOutcome;
  readonly rule: RuleId;
  /** A text, or a function that builds it on first use because that is expensive. */
  readonly reason: string | (() => string);
  /** The place of the trigger's value; the trigger itself if absent. */
  readonly place?: Place | undefined;
  readonly expected?: string | null;
  readonly actual?: string | null;
  readonly certainty?: Certainty;
  readonly source?: string;
  readonly assumed?: readonly string[];
  readonly missing?: FactName;
}

/**
 * The result of one condition of one trigger, as data; reports decide nothing. Its reason is built
 * on first use, since most reasons are never shown.
 */
export class ConditionResult {
  readonly id: ConditionId;
  readonly outcome: ConditionOutcome;
  /** The evaluation rule that gave the outcome. */
  readonly rule: RuleId;
  /** The value in the trigger, as written in the spec; null if it has none. */
  readonly expected: string | null;
  /** The value in the event; null if it has none or if it was not given. */
  readonly actual: string | null;
  readonly certainty: Certainty;
  readonly source: string;
  /** The open questions and ordinary cases that the outcome depends on. */
  readonly assumed: readonly string[];
  /** The missing fact that decides. */
  readonly missing: FactName | null;
  /** The place of the trigger's value; the trigger itself if it has none. */
  readonly place: Place;
  #reason: string | (() => string);

  /** Certainty and source are those of the evaluation rule unless given. */
  constructor(id: ConditionId, parts: ConditionParts, trigger: Place) {
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
    this.place = parts.place ?? trigger;
    this.#reason = parts.reason;
  }

  /** False while the reason is not built. */
  get hasReason(): boolean {
    return typeof this.#reason === "string";
  }

  /** A clause with the reason; lower case, without a period. */
  get reason(): string {
    if (typeof this.#reason === "function") this.#reason = this.#reason();
    return this.#reason;
  }
}

const nothing: readonly string[] = [];

/** The answer for a value that the platform refuses; `why` is the fault. */
export function refused(
  place: Place | undefined,
  why: string,
  expected: string | null = null,
): ConditionParts {
  const reason = `Codefresh rejects this value: ${why}`;
  return { outcome: "unknown", rule: "refused-value", reason, place, expected };
}

/** The answer for a value with a placeholder; undefined for any other value. */
export function unrendered(value: Value) {
  if (!isScalar(value)) return undefined;
  const text = String(value.value);
  const found = findReplaced(text);
  return found && { ...placeholder(text.slice(found.start, found.end)), place: value, expected: text };
}

function placeholder(written: string) {
  const reason = `${quote(written)} is a placeholder, so the value is unknown; replace it first`;
  return { outcome: "unknown", rule: "placeholder", reason } as const;
}

/** Returns an answer; for a value that is refused in a template, that the value is unknown. */
export function beforeRendering(parts: ConditionParts, trigger: Trigger): ConditionParts {
  if (parts.rule !== "refused-value") return parts;
  const { file } = trigger.pipeline;
  if (isTemplateText(file)) {
    const reason = "the file is a template, so the value is unknown; render it first";
    return { ...parts, rule: "placeholder", reason };
  }
  // A tag in another value does not explain a missing key.
  const part = parts.place && replacedPartAt(parts.place, file, trigger.pipeline);
  return part ? { ...parts, ...placeholder(part.text) } : parts;
}
