import { matchArguments, otherType, replacementOf, unknownName } from "./condition-remedies/operands.ts";
import {
  leadingIf,
  listOfValues,
  regexOperator,
  regexSign,
  singleEquals,
  testOfShell,
  wordOfOther,
  wordOperator,
} from "./condition-remedies/other-languages.ts";
import { functionOfOther, needsWildcard, variableOfOther } from "./condition-remedies/other-systems.ts";
import {
  computedMember,
  dashedName,
  dashedStep,
  memberOf,
  resultOfStep,
  unknownStep,
} from "./condition-remedies/step-objects.ts";
import type { Attempt, Fault, FaultContext, Meant, WordedFault } from "./condition-remedies/worded-fault.ts";

/** An attempt, and the faults of the language that it may explain. */
type Row<Result> = readonly [fault: RegExp, attempt: Attempt<Result>];

/** The usual mistakes; the first that a condition has is reported in place of the fault. */
const MISTAKES: readonly Row<WordedFault>[] = [
  [/./, leadingIf],
  [/./, testOfShell],
  [/^(?:parse|unsupported):/, regexOperator],
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
