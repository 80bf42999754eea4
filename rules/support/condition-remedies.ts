import { matchArguments, otherType, replacementOf, unknownName } from "./condition-remedies/operands.ts";
import {
  blockOfJenkins,
  leadingIf,
  listOfValues,
  notOperator,
  regexOperator,
  regexSign,
  singleEquals,
  testOfShell,
  wordOfJenkins,
  wordOfOther,
  wordOperator,
} from "./condition-remedies/other-languages.ts";
import {
  functionOfOther,
  inOwnWords,
  needsWildcard,
  variableOfOther,
} from "./condition-remedies/other-systems.ts";
import {
  computedMember,
  dashedName,
  dashedStep,
  memberOf,
  resultOfStep,
  unknownStep,
} from "./condition-remedies/step-objects.ts";
import type { Attempt, Fault, FaultContext, Meant, WordedFault } from "./condition-remedies/worded-fault.ts";
import type { Evaluator } from "./step-conditions.ts";

/** An attempt, and the faults of the language that it may explain. */
type Row<Result> = readonly [fault: RegExp, attempt: Attempt<Result>];

/** The usual mistakes; the first that a condition has is reported in place of the fault. */
const MISTAKES: readonly Row<WordedFault>[] = [
  [/./, leadingIf],
  [/./, testOfShell],
  [/^(?:parse|unsupported):/, blockOfJenkins],
  [/^(?:parse|unsupported):/, wordOfJenkins],
  [/^(?:parse|unsupported):/, regexOperator],
  [/^(?:parse|unsupported):/, notOperator],
  [/./, needsWildcard],
  [/^function:unknown$/, functionOfOther],
  [/^(?!member:undefined$)/, dashedName],
  [/^identifier:unknown$/, wordOfOther],
  [/^(?:identifier:unknown|member:computed)$/, variableOfOther],
  [/^(?:identifier:unknown|member:undefined)$/, unknownStep],
];

/** The likely meanings of a fault; the first that fits is added to the words of the language. */
const MEANT: readonly Row<Meant>[] = [
  [/^member:computed$/, computedMember],
  [/./, listOfValues],
  [/./, replacementOf],
  [/^parse:/, regexSign],
  [/^parse:/, singleEquals],
  [/^parse:|^unsupported:syntax$/, wordOperator],
  [/^member:undefined$/, dashedStep],
  [/^object-result$/, resultOfStep],
  [/^type:argument$/, memberOf],
  [/^arity$/, matchArguments],
  [/^type:operator$/, otherType],
  [/^identifier:unknown$/, unknownName],
];

/** Returns the words of a usual mistake, else those of the language with what was meant. */
export function wordFault(condition: string, answer: Fault, context: FaultContext): WordedFault {
  return (
    firstOf(MISTAKES, condition, answer, context) ?? {
      ...answer,
      ...firstOf(MEANT, condition, answer, context),
    }
  );
}

function firstOf<Result>(
  rows: readonly Row<Result>[],
  ...of: Parameters<Attempt<Result>>
): Result | undefined {
  const [, { fault }] = of;
  for (const [about, attempt] of rows) {
    const found = about.test(fault) ? attempt(...of) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** The rounds in which the mistakes of a condition are replaced one by one. */
const MAX_ROUNDS = 5;

/** The length up to which a condition is rewritten as a whole; each round reads all of it. */
export const MAX_REPAIRED = 12_000;

/**
 * Returns a condition with what was meant in place of all its mistakes; undefined if another error
 * is left, or the same result for all values of its variables.
 */
export function repaired(condition: string, evaluate: Evaluator, context: FaultContext): string | undefined {
  if (condition.length > MAX_REPAIRED) return undefined;
  let text = condition;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const whole = inOwnWords(text, context);
    if (whole !== text && evaluate(whole).outcome === "unknown") return testOrNothing(whole);
    const answer = evaluate(text);
    if (answer.outcome !== "error") return answer.outcome === "unknown" ? testOrNothing(text) : undefined;
    const { edit } = wordFault(text, answer, context);
    if (edit) text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    else if (whole !== text) text = whole;
    else return undefined;
  }
  return undefined;
}

/** A variable alone is a text, which is true for almost all values, and not a test. */
function testOrNothing(condition: string): string | undefined {
  return /^\s*(["'])\$\{\{[^{}]*\}\}\1\s*$/.test(condition) ? undefined : condition;
}
