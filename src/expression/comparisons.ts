import { ConditionSyntaxError } from "./faults.ts";
import { parseCondition } from "./parse.ts";
import type { Expression, Place } from "./syntax.ts";

/** A comparison of a whole variable with a text, as in `"${{NAME}}" == "value"`. */
export interface Comparison {
  readonly name: string;
  readonly operator: string;
  /** The text that it is compared with. */
  readonly value: string;
  /** Where the comparison is in the condition. */
  readonly place: Place;
}

/** Returns the comparisons of a condition in their order; none of one with a syntax error. */
export function comparisonsIn(condition: string): readonly Comparison[] {
  try {
    const { root } = parseCondition(condition);
    return root ? comparisonsOf(root) : [];
  } catch (error) {
    if (error instanceof ConditionSyntaxError) return [];
    throw error;
  }
}

/** A long chain is nested on its left side, deeper than the stack. */
function comparisonsOf(root: Expression): Comparison[] {
  const found: Comparison[] = [];
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.kind === "unary") waiting.push(node.operand);
    if (node.kind === "call") waiting.push(...node.args);
    if (node.kind !== "binary") continue;
    const { left, right, operator, start, end } = node;
    waiting.push(right, left);
    for (const [reference, text] of [
      [left, right],
      [right, left],
    ] as const) {
      if (reference.kind !== "literal" || text.kind !== "literal" || typeof text.value !== "string") continue;
      const name = /^\$\{\{([^{}]+)\}\}$/.exec(String(reference.value))?.[1];
      if (name !== undefined) found.push({ name, operator, value: text.value, place: { start, end } });
    }
  }
  return found;
}
