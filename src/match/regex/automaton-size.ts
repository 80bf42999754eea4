import { peelLookaheads } from "./leading-lookaheads.ts";
import { separateAlternatives } from "./separate-alternatives.ts";
import type { AST } from "./syntax/ast.ts";
import { lengthOf, treeOf } from "./syntax/ast.ts";
import type { RegexLiteral } from "./types.ts";

/** Patterns of more states are not made into automata. */
export const MAX_AUTOMATON_SIZE = 2_000;

/** The reason where patterns are too large for a comparison. */
export const TOO_LARGE = "the filters are too large to compare";

/** The cost of one proof, and of each state of its patterns, in steps. */
const STEPS = 2_500;
const STEPS_PER_STATE = 25;

/** The cost of a comparison, of each state, and of each pair of states, in steps. */
const STEPS_OF_COMPARISON = 8_000;
const STEPS_PER_COMPARED_STATE = 50;
const STEPS_PER_PAIR = 0.4;

/**
 * Returns the cost of a proof by automata that no text matches all patterns, in steps of a budget:
 * from one millisecond to 30 where a pattern has many edges of words or long lookarounds.
 *
 * @param literals the patterns of the proof
 */
export function proofSteps(literals: readonly RegexLiteral[]): number {
  return sizesOf(literals).reduce((steps, size) => steps + size * STEPS_PER_STATE, STEPS);
}

/**
 * Returns the cost of a comparison of patterns, which makes the complement of one: from two
 * milliseconds to 300 where patterns have a thousand states.
 */
export function comparisonSteps(literals: readonly RegexLiteral[]): number {
  return sizesOf(literals).reduce(
    (steps, size) => steps + size * (STEPS_PER_COMPARED_STATE + size * STEPS_PER_PAIR),
    STEPS_OF_COMPARISON,
  );
}

/** True if a pattern is small enough to be made into automata. */
export function fitsAutomata(literal: RegexLiteral): boolean {
  return sizesOf([literal]).length > 0;
}

/** The sizes of the automata that patterns are made into: all parts of a pattern, or none. */
function sizesOf(literals: readonly RegexLiteral[]): number[] {
  return literals.flatMap(({ source, flags }) => {
    const { positive, negatives } = peelLookaheads(source, flags.includes("m"));
    const sizes = [positive, ...negatives].map(automatonSize);
    return sizes.some((size) => size > MAX_AUTOMATON_SIZE) ? [] : sizes;
  });
}

/**
 * Returns the size of a pattern's automaton before it is built: characters with their counts
 * multiplied out, and transitions past pieces that may be empty; times the square of its
 * lookarounds and of its edges of words and inside of the text, since each is resolved against all
 * others.
 */
export function automatonSize(source: string): number {
  return separateAlternatives(source).reduce((total, each) => total + sizeOf(each), 0);
}

function sizeOf(source: string): number {
  const tree = treeOf(source);
  if (!tree) return Number.POSITIVE_INFINITY;
  let assertions = 0;
  /** `isFirst` and `isLast` are true where no text of the pattern can be before or after. */
  const states = (node: AST.Node, isFirst: boolean, isLast: boolean): number => {
    if (node.type === "Quantifier") {
      const once = node.max === 1;
      const times = Number.isFinite(node.max) ? Math.max(1, node.max) : node.min + 1;
      return states(node.element, isFirst && once, isLast && once) * times;
    }
    if (node.type === "Alternative") {
      const end = node.elements.length - 1;
      let skipped = 0;
      return node.elements.reduce((total, each, at) => {
        const size = states(each, isFirst && at === 0, isLast && at === end);
        const transitions = skipped;
        skipped = each.type !== "Assertion" && lengthOf(each).min === 0 ? skipped + 1 : 0;
        return total + size + transitions;
      }, 1);
    }
    const isOuterEdge =
      node.type === "Assertion" && ((node.kind === "start" && isFirst) || (node.kind === "end" && isLast));
    if (node.type === "Assertion" && !isOuterEdge) assertions++;
    if (!("alternatives" in node)) return 1;
    const [first, last] =
      node.type === "Assertion" ? [node.kind === "lookbehind", node.kind === "lookahead"] : [isFirst, isLast];
    return node.alternatives.reduce((total, each) => total + states(each as AST.Node, first, last), 1);
  };
  return states(tree, true, true) * (1 + assertions) ** 2;
}
