import { type Located, LocatedMapping } from "../../src/document/located.ts";
import type { Span } from "../../src/document/source.ts";
import type { ConditionAnswer } from "../../src/expression/condition.ts";
import type { VariableState } from "../../src/expression/substitute.ts";
import type { RuleContext } from "../../src/lint/rule.ts";
import type { Pipeline } from "../../src/pipeline/model.ts";
import { memoize } from "../../src/util/memoize.ts";
import { isExpression, textsAnd, whensOf } from "./step-whens.ts";

/** The maximum number of findings in one condition: the fix of each changes all of it. */
export const MAX_REPORTED = 50;

/** Evaluates a condition with the given values; all other variables are open. */
export type Evaluator = (condition: string, known?: Readonly<Record<string, string>>) => ConditionAnswer;

/**
 * Checks each condition of a spec whose steps run from the spec itself. The language is loaded only
 * for a spec that has conditions.
 */
export function eachCondition(
  pipeline: Pipeline,
  context: RuleContext,
  check: (condition: Located<string>, evaluator: Evaluator) => void,
): void | Promise<void> {
  if (whensOf(pipeline).conditions.length > 0) return checkAll(pipeline, context, check);
}

async function checkAll(
  pipeline: Pipeline,
  { budget }: RuleContext,
  check: (condition: Located<string>, evaluator: Evaluator) => void,
): Promise<void> {
  const { conditions, hookSteps } = whensOf(pipeline);
  const { decideCondition } = await import("../../src/expression/condition.ts");
  const { Open } = await import("../../src/expression/value.ts");
  const { names, areKnown } = stepNames(pipeline.steps);
  // Pipelines that are tied to a repository have this step by themselves (advanced-workflows.md).
  const all = ["main_clone", ...names, ...hookSteps];
  // The other members depend on the type of the step.
  const object = new Open("object", [], { result: new Open("string", []) });
  const byName = Object.fromEntries(all.map((name) => [name, object]));
  const steps = areKnown ? byName : new Open("object", [], byName);
  const variables = { ...byName, steps, workflow: object };
  const evaluate = (condition: string, known: Readonly<Record<string, string>>) => {
    if (!budget.spend(condition.length)) return NOT_EVALUATED;
    const stateOf = (name: string): VariableState =>
      Object.hasOwn(known, name) ? { state: "known", value: known[name]! } : { state: "open" };
    return decideCondition(condition, { stateOf, variables, options: { budget } });
  };
  // An alias may repeat a long condition in thousands of steps.
  const evaluateOpen = memoize((condition) => evaluate(condition, {}));
  const evaluator: Evaluator = (condition, known) =>
    known ? evaluate(condition, known) : evaluateOpen(condition);
  for (const condition of conditions) check(condition, evaluator);
}

/** The names of the steps; `areKnown` is false where there may be others. */
function stepNames(steps: LocatedMapping | undefined): { names: string[]; areKnown: boolean } {
  const names: string[] = [];
  // Without a mapping of steps the spec has another fault, or they are elsewhere.
  let areKnown = steps !== undefined;
  const collect = (mapping: LocatedMapping | undefined) => {
    for (const { key, value } of mapping?.entries ?? []) {
      names.push(key.value);
      if (!(value instanceof LocatedMapping)) continue;
      // The names of the steps that `scale` and `matrix` make are not documented.
      if (value.has("scale") || value.has("matrix")) areKnown = false;
      collect(value.mapping("steps"));
    }
  };
  collect(steps);
  return { names, areKnown };
}

/** The answer where the budget is used up: each variable of a condition may need evaluations. */
const NOT_EVALUATED: ConditionAnswer = {
  outcome: "unknown",
  names: [],
  reason: "the conditions of this spec are too long to evaluate",
  absent: [],
};

/** Values of the kinds that an unquoted variable can have: a name, a number, a boolean. */
const SAMPLES = ["main", "1", "true"];

/** A variable outside quotes. */
export interface UnquotedVariable {
  readonly name: string;
  /** The offsets of `${{NAME}}` in the condition, with typographic quotes next to it. */
  readonly start: number;
  readonly end: number;
  /** The offsets of the operand of `&&` and `||` that it is in. */
  readonly operand: Span;
  /** The offsets of `Boolean(${{NAME}})`, which accepts only a number. */
  readonly flag?: Span;
}

/**
 * Returns the variables outside quotes that make the condition an error with every value, and those
 * that `Boolean` converts, for which `true` is an error.
 */
export function unquotedVariables(condition: string, evaluate: Evaluator): readonly UnquotedVariable[] {
  if (evaluate(condition).outcome !== "unknown") return [];
  return operandsOf(condition).flatMap(({ start, end }) =>
    unquotedIn(condition.slice(start, end), evaluate).map(({ flag, ...variable }) => ({
      name: variable.name,
      operand: { start, end },
      ...moved(variable, start),
      ...(flag && { flag: moved(flag, start) }),
    })),
  );
}

function moved({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

/** The parts around operands. */
const AROUND = /[()]|&&|\|\||\b(?:and|or)\b/i;

/**
 * The operands of `&&` and `||` outside parentheses, and of the words that are meant for them: an
 * error in one is an error of the whole.
 */
function operandsOf(condition: string): Span[] {
  const operands: Span[] = [];
  let [start, depth] = [0, 0];
  for (const { 0: token, index } of condition.matchAll(textsAnd(AROUND))) {
    if (token === "(") depth++;
    else if (token === ")") depth--;
    else if (depth === 0 && !/^["']/.test(token)) {
      operands.push({ start, end: index });
      start = index + token.length;
    }
  }
  return [...operands, { start, end: condition.length }];
}

/** The offsets are those in the operand. */
function unquotedIn(operand: string, evaluate: Evaluator): Omit<UnquotedVariable, "operand">[] {
  const found: Omit<UnquotedVariable, "operand">[] = [];
  const answer = evaluate(operand);
  const names = new Set(answer.outcome === "unknown" ? answer.names : []);
  for (const { 0: reference, 1: name = "", index } of operand.matchAll(/\$\{\{([^{}\r\n]+)\}\}/g)) {
    // `invalid-condition` reports an expression in braces.
    if (!names.has(name) || isExpression(name)) continue;
    const isError = (sample: string) => evaluate(operand, { [name]: sample }).outcome === "error";
    const end = index + reference.length;
    const isQuoted = /["']/.test(operand[index - 1] ?? "") || /["']/.test(operand[end] ?? "");
    if (isQuoted || !isError("true")) continue;
    const open = /\bBoolean\(\s*$/.exec(operand.slice(0, index));
    const close = /^\s*\)/.exec(operand.slice(end));
    if (SAMPLES.every(isError)) found.push({ name, ...withQuotes(operand, index, end) });
    else if (open && close)
      found.push({ name, start: index, end, flag: { start: open.index, end: end + close[0].length } });
  }
  return found;
}

/** The offsets of a part of a condition with the typographic quotes next to it. */
function withQuotes(condition: string, start: number, end: number): Span {
  const isQuote = (at: number) => /[\u2018-\u201e]/.test(condition[at] ?? "");
  return { start: isQuote(start - 1) ? start - 1 : start, end: isQuote(end) ? end + 1 : end };
}
