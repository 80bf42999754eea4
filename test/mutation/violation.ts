import type { Severity } from "../../src/lint/diagnostic.ts";
import type { Preset } from "../../src/lint/rule-set.ts";
import type { Operation } from "./operations.ts";

/** One way to break a documented constraint: where, how, and the rule that must report it. */
export interface Violation {
  readonly rule: string;
  readonly severity: Severity;
  readonly what: string;
  /** Patterns of the places where it fits. */
  readonly at: readonly string[];
  readonly operation: Operation;
  /** Findings of other rules that are right as well, because they report another consequence. */
  readonly besides: readonly string[];
  readonly preset: Preset;
}

/** Declares a violation. */
export function violation(
  rule: string,
  what: string,
  at: string | readonly string[],
  operation: Operation,
  more: { severity?: Severity; besides?: readonly string[]; preset?: Preset } = {},
): Violation {
  const { severity = "error", besides = [], preset = "recommended" } = more;
  return { rule, what, at: typeof at === "string" ? [at] : at, operation, severity, besides, preset };
}
