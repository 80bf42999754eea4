import type { MatchOptions } from "../match/budget.ts";
import { closestMatch } from "../util/closest-match.ts";
import { ConditionSyntaxError, ConditionTypeError } from "./faults.ts";
import { FUNCTIONS, variableOf } from "./functions.ts";
import {
  type Binary,
  type Call,
  type Expression,
  type Member,
  OTHER_NAMES,
  type Place,
  type Unary,
  USAGES,
} from "./syntax.ts";
import {
  checkLength,
  equalTexts,
  HoledText,
  isKnown,
  isNotEmpty,
  namesOf,
  Open,
  partsOf,
  toText,
  typeOf,
  type Value,
  withHoles,
} from "./value.ts";

/** The input of an evaluation, next to the condition. */
export interface EvaluationContext {
  readonly variables: Readonly<Record<string, Value>>;
  readonly options: MatchOptions;
  /** The names of the open variables by the characters that replace them in texts. */
  readonly open: ReadonlyMap<string, string>;
}

/**
 * Evaluates an expression strictly, as the platform does: both sides of an operator always, left
 * first, then their types, with no conversion between types. An unknown value gives an unknown
 * result unless the result is the same for all its values.
 *
 * @throws ConditionSyntaxError, ConditionTypeError as the platform's evaluator reports them
 * @throws TooLarge where the answer would take too long
 */
export function evaluate(node: Expression, context: EvaluationContext): Value {
  // A long chain is nested on its left side, deeper than the stack.
  const chain: (Binary | Member)[] = [];
  let first = node;
  while (first.kind === "binary" || first.kind === "member") {
    chain.push(first);
    first = first.kind === "binary" ? first.left : first.object;
  }
  let value = evaluateSimple(first, context);
  for (let link = chain.pop(); link; link = chain.pop())
    value =
      link.kind === "member" ? memberOf(value, link) : binary(link, value, evaluate(link.right, context));
  return value;
}

/**
 * Returns whether the value of a condition lets the step run; undefined if that is not known.
 *
 * @throws ConditionTypeError for an object, which is not an answer
 */
export function truth(value: Value, place: Place): boolean | undefined {
  if (typeOf(value) === "object")
    throw new ConditionTypeError("object-result", "an object is neither true nor false", place);
  if (value instanceof Open) return undefined;
  return value instanceof HoledText ? isNotEmpty(value) : Boolean(value);
}

function evaluateSimple(node: Exclude<Expression, Binary | Member>, context: EvaluationContext): Value {
  switch (node.kind) {
    case "literal":
      return typeof node.value === "string" ? withHoles(node.value, context.open) : node.value;
    case "name":
      return variableOf(context.variables, node.name, node);
    case "call":
      return call(node, context);
    case "unary":
      return unary(node, evaluate(node.operand, context));
    case "unsupported":
      throw new ConditionSyntaxError("unsupported:syntax", `the language has no ${node.what}`, node);
    case "missing":
      throw new ConditionSyntaxError("parse:empty-operand", "an expression is missing here", node);
  }
}

function call(node: Call, context: EvaluationContext): Value {
  if (!node.callee)
    throw new ConditionSyntaxError("function:not-a-name", "only the name of a function can be called", node);
  const { name } = node.callee;
  const called = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]! : undefined;
  if (!called && !(name in FUNCTIONS)) throw unknownFunction(name, node.callee);
  const args = node.args.map((arg) => evaluate(arg, context));
  if (!called)
    throw new ConditionTypeError("function:inherited-name", `there is no function ${name}`, node.callee);
  const { params } = called;
  if (args.length !== params.length) {
    const wanted = params.length === 1 ? "1 argument" : `${params.length} arguments`;
    throw new ConditionTypeError(
      "arity",
      `${name} takes ${wanted}, not ${args.length}; write ${USAGES[name]}`,
      node,
    );
  }
  for (const [index, arg] of args.entries()) {
    const type = typeOf(arg);
    if (type === undefined || params[index]!.includes(type)) continue;
    const message = `argument ${index + 1} of ${name} is ${formatType(type)}; it must be ${params[index]!.map(formatType).join(" or ")}`;
    throw new ConditionTypeError("type:argument", message, node.args[index]!);
  }
  return called.call(args, { name, places: node.args, ...context });
}

function unknownFunction(name: string, place: Place): ConditionTypeError {
  const other = Object.hasOwn(OTHER_NAMES, name) ? OTHER_NAMES[name] : undefined;
  const near = other ?? closestMatch(name, Object.keys(FUNCTIONS));
  const hint = near ? `; ${other ? `write ${near}` : `did you mean ${near}?`}` : "";
  const replacement = near !== undefined && Object.hasOwn(FUNCTIONS, near) ? near : undefined;
  return new ConditionTypeError(
    "function:unknown",
    `there is no function ${name}${hint}`,
    place,
    replacement,
  );
}

function memberOf(object: Value, { property, start, end }: Member): Value {
  if (!property)
    throw new ConditionSyntaxError("member:computed", "write Member(object, 'name') for a computed name", {
      start,
      end,
    });
  const { name } = property;
  if (object instanceof Open) return object.member(name);
  if (object instanceof HoledText) return new Open(undefined, object.names);
  if (object === null) throw new ConditionTypeError("member:of-null", `null has no ${name}`, property);
  const owner: object = Object(object);
  const value = Object.hasOwn(owner, name) ? (owner as Record<string, Value>)[name] : undefined;
  if (value === undefined) throw new ConditionTypeError("member:undefined", `there is no ${name}`, property);
  return value;
}

function unary({ operator, operand, start }: Unary, value: Value): Value {
  const sign = { start, end: start + 1 };
  if (operator === "~") throw new ConditionSyntaxError("unsupported:operator", "the language has no ~", sign);
  checkTypes(operator, operator === "!" ? ["number", "boolean"] : ["number"], [[value, operand]]);
  if (!isKnown(value)) return new Open(operator === "!" ? "boolean" : "number", namesOf(value));
  if (operator === "!") return !value;
  return operator === "-" ? -1 * (value as number) : value;
}

const SAME_TYPES: Readonly<Record<string, readonly string[]>> = {
  "==": ["number", "string", "object", "boolean"],
  "!=": ["number", "string", "object", "boolean"],
  "<": ["number", "string"],
  ">": ["number", "string"],
  "<=": ["number", "string"],
  ">=": ["number", "string"],
  "+": ["number", "string"],
  "-": ["number"],
  "*": ["number"],
  "/": ["number"],
  "%": ["number"],
  "||": ["boolean"],
  "&&": ["boolean"],
};

/** Operators of other languages, and what does the same here. */
const OTHER_OPERATORS: Readonly<Record<string, string>> = { "===": "==", "!==": "!=", "|": "||", "&": "&&" };

function binary(node: Binary, left: Value, right: Value): Value {
  const { operator, sign } = node;
  const types = SAME_TYPES[operator];
  if (!types) {
    const known = Object.hasOwn(OTHER_OPERATORS, operator) ? OTHER_OPERATORS[operator] : undefined;
    const message = `the language has no ${operator}${known ? `; write ${known}` : ""}`;
    throw new ConditionSyntaxError("unsupported:operator", message, sign, known);
  }
  checkTypes(operator, types, [
    [left, node.left],
    [right, node.right],
  ]);
  if (operator === "==" || operator === "!=") return equality(operator === "==", left, right);
  if (operator === "&&" || operator === "||") return logic(operator === "||", left, right);
  if (operator === "+" && (typeOf(left) ?? typeOf(right)) === "string") return concatenated(left, right);
  if (isKnown(left) && isKnown(right)) return compute(operator, left as number, right as number, node);
  const isComparison = operator.startsWith("<") || operator.startsWith(">");
  return new Open(isComparison ? "boolean" : operator === "+" ? undefined : "number", allNames(left, right));
}

/** One of the types must fit all operands; null is equal in type to texts and objects. */
function checkTypes(
  operator: string,
  types: readonly string[],
  operands: readonly (readonly [value: Value, node: Expression])[],
): void {
  const found = operands.map(([value]) => typeOf(value));
  const fits = (type: string) =>
    found.every(
      (each) =>
        each === undefined ||
        each === type ||
        (each === "null" && types.includes("object") && /string|object/.test(type)),
    );
  if (types.some(fits)) return;
  const place = { start: operands[0]![1].start, end: operands.at(-1)![1].end };
  const message =
    found.length === 2
      ? `${operator} takes two ${formatPair(types)}, not ${found.map(formatType).join(" and ")}`
      : `${operator} takes ${types.map(formatType).join(" or ")}, not ${formatType(found[0])}`;
  throw new ConditionTypeError("type:operator", message, place, undefined, operator);
}

function formatPair(types: readonly string[]): string {
  if (types.includes("object")) return "values of one type";
  return types.map((type) => (type === "string" ? "texts" : `${type}s`)).join(" or two ");
}

function formatType(type: string | undefined): string {
  return type === "string"
    ? "a text"
    : type === "null"
      ? "null"
      : `${type === "object" ? "an" : "a"} ${type ?? "value"}`;
}

function equality(wanted: boolean, left: Value, right: Value): Value {
  const isEqual = equal(left, right);
  return isEqual === undefined ? new Open("boolean", allNames(left, right)) : isEqual === wanted;
}

function equal(left: Value, right: Value): boolean | undefined {
  if (isKnown(left) && isKnown(right)) return left === right;
  if (left instanceof Open || right instanceof Open) {
    if (isNotAmong(left, right) || isNotAmong(right, left)) return false;
    if (isSure(left, right) || isSure(right, left)) return true;
    const types = [typeOf(left), typeOf(right)];
    // A text, a number or a boolean is never null; a step that has not run may be.
    return types.includes("null") && types.some((type) => /^(?:string|number|boolean)$/.test(type ?? ""))
      ? false
      : undefined;
  }
  if (left === null || right === null) return false;
  return equalTexts(left as string | HoledText, right as string | HoledText);
}

/** True for a text that an open value cannot be. */
function isNotAmong(open: Value, text: Value): boolean {
  return open instanceof Open && typeof text === "string" && open.among?.has(text) === false;
}

function isSure(open: Value, text: Value): boolean {
  return open instanceof Open && typeof text === "string" && open.sure === text;
}

function logic(decisive: boolean, left: Value, right: Value): Value {
  if (left === decisive || right === decisive) return decisive;
  return isKnown(left) && isKnown(right) ? !decisive : new Open("boolean", allNames(left, right));
}

/** The names of both, each once: a chain of operators has few names, and many operands. */
function allNames(left: Value, right: Value): readonly string[] {
  return [...new Set([...namesOf(left), ...namesOf(right)])];
}

function concatenated(left: Value, right: Value): Value {
  if (left instanceof Open || right instanceof Open) return new Open("string", allNames(left, right));
  const parts = [left, right].flatMap((text) => partsOf(text as string | HoledText));
  checkLength(parts.reduce((sum, part) => sum + (typeof part === "string" ? part.length : 1), 0));
  return toText(parts);
}

function compute(operator: string, left: number, right: number, { start, end }: Place): Value {
  const check = (isFine: boolean, message: string, value: number): number => {
    if (isFine) return value;
    throw new ConditionTypeError("number:range", message, { start, end });
  };
  switch (operator) {
    case "<":
      return left < right;
    case ">":
      return left > right;
    case "<=":
      return left <= right;
    case ">=":
      return left >= right;
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return check(left * right !== Number.POSITIVE_INFINITY, "the product is too large", left * right);
    case "/":
      return check(
        left / right !== Number.POSITIVE_INFINITY,
        "the quotient is too large: a division by 0?",
        left / right,
      );
    default:
      return check(!Number.isNaN(left % right), "the remainder of a division by 0", left % right);
  }
}
