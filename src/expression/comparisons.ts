import { ConditionSyntaxError } from "./faults.ts";
import { parseCondition } from "./parse.ts";
import type { Call, Expression, Place } from "./syntax.ts";

/** A comparison of a variable or result with a text, as in `"${{NAME}}" == "value"`. */
export interface Comparison {
  readonly name: string;
  readonly operator: string;
  /** The text that it is compared with. */
  readonly value: string;
  /** Where the comparison is in the condition. */
  readonly place: Place;
  /** Where the text is, with its quotes. */
  readonly valuePlace: Place;
}

/** Returns the comparisons of variables with texts; none of a condition with a syntax error. */
export function comparisonsIn(condition: string): readonly Comparison[] {
  return comparedIn(condition, (node) =>
    node.kind === "literal" ? /^\$\{\{([^{}]+)\}\}$/.exec(String(node.value))?.[1] : undefined,
  );
}

/**
 * Returns the comparisons of results with texts, as in `steps.NAME.result == 'failure'`; the `name`
 * is that of the step, and `workflow` for the whole build.
 */
export function resultComparisonsIn(condition: string): readonly Comparison[] {
  return comparedIn(condition, (node) =>
    node.kind === "member" && node.property?.name === "result" ? stepOf(node.object) : undefined,
  );
}

/** A member of a step, or of `workflow`, with its place. */
export interface StepMember {
  readonly name: string;
  readonly member: string;
  readonly place: Place;
}

/** Returns the members that a condition reads; none of one with a syntax error. */
export function membersIn(condition: string): readonly StepMember[] {
  return nodesOf(condition).flatMap((node) => {
    if (node.kind !== "member" || !node.property) return [];
    const name = stepOf(node.object);
    return name === undefined ? [] : [{ name, member: node.property.name, place: node.property }];
  });
}

/** The step of `NAME`, `steps.NAME` and `Member(steps, 'NAME')`. */
function stepOf(object: Expression): string | undefined {
  if (object.kind === "name") return object.name;
  if (object.kind === "member") return isSteps(object.object) ? object.property?.name : undefined;
  if (object.kind !== "call" || object.callee?.name !== "Member") return undefined;
  const [owner, name] = object.args;
  return isSteps(owner) && name?.kind === "literal" ? String(name.value) : undefined;
}

function isSteps(node: Expression | undefined): boolean {
  return node?.kind === "name" && node.name === "steps";
}

/** Returns the calls of a function in a condition; none of one with a syntax error. */
export function callsIn(condition: string, name: string): readonly Call[] {
  return nodesOf(condition).filter(
    (node): node is Call => node.kind === "call" && node.callee?.name === name,
  );
}

function comparedIn(
  condition: string,
  nameOf: (node: Expression) => string | undefined,
): readonly Comparison[] {
  return nodesOf(condition).flatMap((node) => {
    if (node.kind !== "binary" || !/^[!=]=$/.test(node.operator)) return [];
    const { left, right, operator } = node;
    return [[left, right] as const, [right, left] as const].flatMap(([one, other]) => {
      const name = nameOf(one);
      if (name === undefined || other.kind !== "literal" || typeof other.value !== "string") return [];
      return [{ name, operator, value: other.value, place: node, valuePlace: other }];
    });
  });
}

/**
 * Returns the nodes of a condition in the order of its text, none of one with a syntax error.
 * A long chain is deeper than the stack.
 */
export function nodesOf(condition: string): readonly Expression[] {
  const found: Expression[] = [];
  const waiting = [rootOf(condition)];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    found.push(node);
    if (node.kind === "unary") waiting.push(node.operand);
    if (node.kind === "call") waiting.push(...node.args.toReversed());
    if (node.kind === "member") waiting.push(node.object);
    if (node.kind === "binary") waiting.push(node.right, node.left);
  }
  return found;
}

function rootOf(condition: string): Expression | undefined {
  try {
    return parseCondition(condition);
  } catch (error) {
    if (error instanceof ConditionSyntaxError) return undefined;
    throw error;
  }
}
