import { nodesOf } from "./comparisons.ts";
import { FUNCTIONS } from "./functions.ts";
import { type Call, type Expression, type Name, OTHER_NAMES, type Place, PRECEDENCE } from "./syntax.ts";

/** Operators with more than two operands. */
const REPEATABLE = /^(?:&&|\|\||\+)$/;

/**
 * Returns a condition with calls of other languages, such as `and(eq(A, B), contains(C, D))`, as
 * operators and functions; the condition itself if it has none, or a syntax error.
 */
export function withOperators(condition: string): string {
  const between = nodesOf(condition).flatMap((node) => {
    if (node.kind !== "call" || !node.callee) return [];
    const operator = operatorOf(node);
    if (operator !== undefined) return partsAround(node, operator, condition);
    return (
      listed(node, node.callee, condition) ??
      renamed(node, node.callee) ??
      searched(node, node.callee, condition) ??
      []
    );
  });
  let text = "";
  let at = 0;
  for (const { start, end, written } of between.sort((a, b) => a.start - b.start)) {
    text += condition.slice(at, start) + written;
    at = end;
  }
  return text + condition.slice(at);
}

/** The operator for a call with a fitting number of arguments. */
function operatorOf(node: Call): string | undefined {
  const { name } = node.callee!;
  const count = node.args.length;
  if (name === "not") return count === 1 ? "!" : undefined;
  const operator = Object.hasOwn(OTHER_NAMES, name) ? OTHER_NAMES[name]! : "";
  if (!Object.hasOwn(PRECEDENCE, operator)) return undefined;
  return count === 2 || (count > 2 && REPEATABLE.test(operator)) ? operator : undefined;
}

/** `in(A, "b", "c")` and `notIn(A, "b", "c")`, which compare with each text. */
function listed({ args, start, end }: Call, { name }: Name, condition: string) {
  const [text, ...values] = args.map((arg) => condition.slice(arg.start, arg.end));
  const isPlain = args.every(({ kind }, index) => kind === "literal" || (index === 0 && kind === "name"));
  if (!(name === "in" || name === "notIn") || text === undefined || values.length === 0 || !isPlain)
    return undefined;
  const [operator, between] = name === "in" ? ["==", " || "] : ["!=", " && "];
  const tests = values.map((value) => `${text} ${operator} ${value}`).join(between);
  const isWhole = values.length === 1 || condition.trim().length === end - start;
  return [{ start, end, written: isWhole ? tests : `(${tests})` }];
}

/** `contains(A, B)`, which has another name here. */
function renamed({ args }: Call, { name, start, end }: Name) {
  const own = Object.hasOwn(OTHER_NAMES, name) ? OTHER_NAMES[name]! : "";
  const fits = Object.hasOwn(FUNCTIONS, own) && FUNCTIONS[own]!.params.length === args.length;
  return fits ? [{ start, end, written: own }] : undefined;
}

/** `startsWith(A, "b")` and `endsWith(A, "b")`, which are patterns here. */
function searched({ args, end }: Call, callee: Name, condition: string) {
  const [text, part] = args;
  const isStart = callee.name === "startsWith";
  if (!(isStart || callee.name === "endsWith") || args.length !== 2 || !text) return undefined;
  if (part?.kind !== "literal" || typeof part.value !== "string") return undefined;
  const quote = condition[part.start]!;
  const escaped = part.value
    .replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&")
    .replaceAll(/[\\"']/g, (char) => (char === "\\" || char === quote ? `\\${char}` : char));
  return [
    { start: callee.start, end: callee.end, written: "match" },
    { ...placeOf(part), written: quote + (isStart ? "^" : "") + escaped + (isStart ? "" : "$") + quote },
    { start: end - 1, end: end - 1, written: ", false" },
  ];
}

function placeOf({ start, end }: Expression): Place {
  return { start, end };
}

/** The parts of a call before, between and behind its arguments, with what is written there. */
function partsAround({ start, end, callee, args }: Call, operator: string, condition: string) {
  // The place of an argument may be without parentheses at its ends.
  const commas = args.slice(1).flatMap((arg, index) => {
    const { end: from } = args[index]!;
    const [before = "", after] = condition.slice(from, arg.start).split(",");
    if (after === undefined) return [];
    return [{ start: from + before.trimEnd().length, end: arg.start - after.trimStart().length }];
  });
  // Commas are optional.
  if (commas.length !== args.length - 1) return [];
  const places = [
    { start, end: condition.indexOf("(", callee!.end) + 1 },
    ...commas,
    { start: end - 1, end },
  ];
  const isWhole = condition.trim().length === end - start;
  const open = (isWhole ? "" : "(") + (operator === "!" ? "!" : "");
  const signs = [open, ...commas.map(() => ` ${operator} `), isWhole ? "" : ")"];
  const around = (arg: Expression | undefined, sign: string): string => (arg?.kind === "binary" ? sign : "");
  return places.map((place, index) => ({
    ...place,
    written: around(args[index - 1], ")") + signs[index]! + around(args[index], "("),
  }));
}
