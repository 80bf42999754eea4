import type { Span } from "../../document/source.ts";
import type { ConditionId } from "../evaluation/evaluation-rules.ts";
import type { TriggerAnswers } from "./case-triggers.ts";

/** A text of a cases file with its place in it. */
export interface CaseText {
  readonly value: string;
  readonly span: Span;
}

/** A trigger of a case, and the conditions that must have decided, if given. */
export interface NamedTrigger {
  readonly name: CaseText;
  readonly conditions: readonly ConditionId[];
}

/** Triggers with the same expectation. */
export interface NamedTriggers {
  readonly span: Span;
  readonly triggers: readonly NamedTrigger[];
}

/** The parts of a build that a case can check, next to its variables. */
export const buildFacts = [
  "contexts",
  "options",
  "runtime-environment",
  "commit-status-title",
  "revision",
] as const;

/** One part of a build. */
export type BuildFact = (typeof buildFacts)[number];

/** An expectation about a build: `key` is the variable, step, option or setting. */
export interface BuildExpectation {
  readonly what: "variables" | "steps" | BuildFact;
  /** The trigger of the build; if absent, the only one that fires. */
  readonly trigger?: CaseText;
  readonly key?: string;
  /** As a text, lists joined by `, `; null if the build must not have it. */
  readonly value: string | null;
  readonly span: Span;
}

/** The expectations of a case. An absent one is not checked. */
export interface Expectations {
  /** All that fire: every other trigger must skip, unless `unknown` lists it. */
  readonly fires?: NamedTriggers;
  readonly firesAtLeast?: NamedTriggers;
  readonly skips?: NamedTriggers;
  readonly unknown?: NamedTriggers;
  readonly builds?: { readonly value: number; readonly span: Span };
  readonly build: readonly BuildExpectation[];
}

/** The keys of a case that hold expectations. */
export const expectationKeys = [
  "fires",
  "fires-at-least",
  "skips",
  "unknown",
  "builds",
  "variables",
  "steps",
  "build",
] as const;

/** One of these keys. */
export type ExpectationKey = (typeof expectationKeys)[number];

/** An expectation that is not met. */
export interface CaseFailure {
  readonly expectation: ExpectationKey;
  /** The place of the expectation in the cases file. */
  readonly span: Span;
  /** The expected and the actual result in short. */
  readonly expected: string;
  readonly actual: string;
  /** The triggers whose results explain it. */
  readonly triggers: readonly TriggerAnswers[];
}
