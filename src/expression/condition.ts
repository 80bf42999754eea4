import { Budget, type MatchOptions } from "../match/budget.ts";
import { evaluate, truth } from "./evaluate.ts";
import { type ConditionFault, ConditionSyntaxError, ConditionTypeError, TooLarge } from "./faults.ts";
import { parseCondition } from "./parse.ts";
import { type Substituted, substitute, type VariableState } from "./substitute.ts";
import type { Place } from "./syntax.ts";
import { namesOf, type Value } from "./value.ts";

/** Whether a condition lets its step run. */
export type ConditionAnswer =
  | {
      readonly outcome: "true" | "false";
      /** The open variables whose values are assumed to bring no error. */
      readonly assumed: readonly string[];
      /** The names whose `${{NAME}}` stayed in the text, because nothing sets them. */
      readonly absent: readonly string[];
    }
  /** The platform's evaluator reports an error, so that the step does not run. */
  | {
      readonly outcome: "error";
      readonly fault: ConditionFault["fault"];
      readonly message: string;
      /** Where in the condition as it is written. */
      readonly place: Place;
      /** The text that was most likely meant there, if there is one. */
      readonly replacement?: string | undefined;
      /** The operator whose operands do not fit. */
      readonly operator?: string | undefined;
      readonly absent: readonly string[];
    }
  | {
      readonly outcome: "unknown";
      /** The variables that decide; none if the condition is too large for an answer. */
      readonly names: readonly string[];
      readonly reason: string;
      readonly absent: readonly string[];
    };

/** The facts that decide a condition, next to its text. */
export interface ConditionContext {
  /** Returns the state of the variable of a `${{NAME}}`. */
  stateOf(name: string): VariableState;
  /** The values of plain names, as `steps` and `workflow`. */
  readonly variables?: Readonly<Record<string, Value>>;
  readonly options?: MatchOptions;
}

/**
 * Decides a condition with what is known of its variables. An open variable inside quotes is a text
 * of any content; outside quotes it may be any part of an expression, and the answer is unknown.
 */
export function decideCondition(
  condition: string,
  { stateOf, variables = {}, options = {} }: ConditionContext,
): ConditionAnswer {
  const absent: string[] = [];
  try {
    const pasted = substitute(condition, stateOf);
    absent.push(...pasted.absent);
    return { ...decide(pasted, variables, options), absent };
  } catch (error) {
    if (error instanceof TooLarge) return { outcome: "unknown", names: [], reason: error.message, absent };
    throw error;
  }
}

type Decided = ConditionAnswer extends infer Answer
  ? Answer extends unknown
    ? Omit<Answer, "absent">
    : never
  : never;

function decide(
  pasted: Substituted,
  variables: Readonly<Record<string, Value>>,
  options: MatchOptions,
): Decided {
  const { text, open, toSource } = pasted;
  try {
    const root = parseCondition(text);
    const unquoted = unquotedNames(pasted, text.length);
    if (unquoted.length > 0) return unquotedAnswer(unquoted);
    if (!root) return { outcome: "false", assumed: [] };
    const value = evaluate(root, { variables, options, open });
    const isTrue = truth(value, root);
    const names = [...new Set(open.values())];
    if (isTrue !== undefined) return { outcome: isTrue ? "true" : "false", assumed: names };
    return {
      outcome: "unknown",
      names: [...new Set(namesOf(value))],
      reason: "it depends on values that are not known",
    };
  } catch (error) {
    if (!(error instanceof ConditionSyntaxError || error instanceof ConditionTypeError)) throw error;
    const unquoted = unquotedNames(pasted, error.place.end);
    if (unquoted.length > 0) return unquotedAnswer(unquoted);
    if (error.fault === "limit:nesting") return { outcome: "unknown", names: [], reason: error.message };
    const { fault, message, replacement, operator } = error;
    return { outcome: "error", fault, message, place: toSource(error.place), replacement, operator };
  }
}

function unquotedAnswer(names: readonly string[]): Decided {
  const reason =
    "a variable outside quotes is pasted in as a part of the expression, an error for most values";
  return { outcome: "unknown", names, reason };
}

/** The open variables outside quotes, up to an offset. */
function unquotedNames({ text, open }: Substituted, end: number): readonly string[] {
  if (open.size === 0) return [];
  const names = new Set<string>();
  let quote: string | undefined;
  for (let at = 0; at < end; at++) {
    const char = text[at]!;
    if (quote === undefined) {
      if (char === '"' || char === "'") quote = char;
      else if (open.has(char)) names.add(open.get(char)!);
    } else if (char === "\\") at++;
    else if (char === quote) quote = undefined;
  }
  return [...names];
}

/**
 * Evaluates a condition of a step, as `when.condition` has it.
 *
 * @param condition its text; each `${{NAME}}` is replaced first where `variables` has a text, a
 *   number or a boolean of that name, and stays as it is otherwise
 * @param variables the values of names, as `steps` or `workflow`, by name
 * @returns whether the step would run
 * @throws ConditionSyntaxError where the text is not in the language, or is too large
 * @throws ConditionTypeError where a value does not fit; the platform then does not run the step
 * @throws RangeError where a regular expression or a text is too large for bounded time
 */
export function evaluateCondition(
  condition: string,
  variables: Readonly<Record<string, unknown>> = {},
): boolean {
  const stateOf = (name: string): VariableState => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    const isScalar = ["string", "number", "boolean"].includes(typeof value);
    return isScalar ? { state: "known", value: String(value) } : { state: "absent" };
  };
  const { text } = substitute(condition, stateOf);
  const root = parseCondition(text);
  if (!root) return false;
  const context = {
    variables: variables as Readonly<Record<string, Value>>,
    options: { budget: new Budget() },
  };
  return truth(evaluate(root, { ...context, open: new Map() }), root) === true;
}
