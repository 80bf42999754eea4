import type { Span } from "../../document/source.ts";
import type { ConditionId } from "../evaluation/evaluation-rules.ts";
import type { TriggerAnswers } from "./case-triggers.ts";

/** A text of a cases file with its place in it. */
export interface CaseText {
  readonly value: string;
  readonly span: Span;
}

/** A trigger that a case names, and the conditions that must have decided, where it says any. */
export interface NamedTrigger {
  readonly name: CaseText;
  readonly conditions: readonly ConditionId[];
}

/** Triggers of which a case expects the same. */
export interface NamedTriggers {
  readonly span: Span;
  readonly triggers: readonly NamedTrigger[];
}

/** The parts of a build that a case can speak of, besides its variables. */
export const buildFacts = [
  "contexts",
  "options",
  "runtime-environment",
  "commit-status-title",
  "revision",
] as const;

/** One part of a build. */
export type BuildFact = (typeof buildFacts)[number];

/** What a case expects of a build: a variable, or another part of it; `key` is the variable, option or setting. */
export interface BuildExpectation {
  readonly what: "variables" | BuildFact;
  /** Whose build; where absent, that of the only trigger that fires. */
  readonly trigger?: CaseText;
  readonly key?: string;
  /** As a text, lists joined by `, `; null where the build must not have it. */
  readonly value: string | null;
  readonly span: Span;
}

/** What a case expects. What is absent is not asked for. */
export interface Expectations {
  /** All that fire: any other trigger must skip, unless `unknown` names it. */
  readonly fires?: NamedTriggers;
  readonly firesAtLeast?: NamedTriggers;
  readonly skips?: NamedTriggers;
  readonly unknown?: NamedTriggers;
  readonly builds?: { readonly value: number; readonly span: Span };
  readonly build: readonly BuildExpectation[];
}

/** The keys of a case that say what is expected. */
export const expectationKeys = [
  "fires",
  "fires-at-least",
  "skips",
  "unknown",
  "builds",
  "variables",
  "build",
] as const;

/** One of them. */
export type ExpectationKey = (typeof expectationKeys)[number];

/** An expectation that is not met. */
export interface CaseFailure {
  readonly expectation: ExpectationKey;
  /** Where the cases file expects it. */
  readonly span: Span;
  /** What is expected and what came, compactly. */
  readonly expected: string;
  readonly actual: string;
  /** The triggers whose answers tell why. */
  readonly triggers: readonly TriggerAnswers[];
}
