import type { ConditionAnswer } from "../../../src/expression/condition.ts";
import type { Place } from "../../../src/expression/syntax.ts";
import type { Pipeline } from "../../../src/pipeline/model.ts";
import type { limitedClosestMatch } from "../../../src/util/closest-match.ts";
import { quoteOf } from "./variables.ts";

/** A condition that is an error. */
export type Fault = ConditionAnswer & { readonly outcome: "error" };

/** The text that was most likely meant at a place of a condition. */
export interface Meant {
  readonly hint?: string;
  /** The message if the edit makes the condition the same for all builds. */
  readonly ifConstant?: string;
  readonly edit?: { readonly start: number; readonly end: number; readonly text: string };
  /** True if there is no doubt. */
  readonly safe?: boolean;
}

/** A fault in words, with its place. */
export type WordedFault = Meant & { readonly message: string; readonly place: Place };

/** The names of the steps of a pipeline, listed where a fault may be about one. */
export interface StepNames {
  readonly has: (name: string) => boolean;
  readonly near: ReturnType<typeof limitedClosestMatch>;
}

/** The facts for the words of a fault, next to the condition. */
export interface FaultContext {
  readonly steps: StepNames;
  readonly pipeline: Pipeline;
  /** `withOperators` of the expression language. */
  readonly withOperators: (condition: string) => string;
}

/** Looks for one mistake in a condition that is an error. */
export type Attempt<Result> = (condition: string, answer: Fault, context: FaultContext) => Result | undefined;

/** The change of a part of a condition, with the hint to write it. */
export function write(start: number, end: number, text: string): Meant {
  return { hint: `; write ${text}`, edit: { start, end, text } };
}

/** Returns a text in the quotes that a condition has. */
export function inQuotesOf(condition: string, text: string): string {
  const quote = quoteOf(condition);
  return `${quote}${text}${quote}`;
}

/** Returns the comparisons of a text with several others, in parentheses if it is not alone. */
export function isOneOf(text: string, others: readonly string[], isAlone = false): string {
  const tests = others.map((other) => `${text} == ${other}`).join(" || ");
  return isAlone || others.length === 1 ? tests : `(${tests})`;
}
