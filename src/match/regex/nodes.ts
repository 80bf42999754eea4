import type { AST } from "./syntax.ts";

/** The shortest and longest text that a piece of a pattern can consume, in UTF-16 units. */
export interface Length {
  min: number;
  max: number;
}

const NONE: Length = { min: 0, max: 0 };

/** Bounds the text that a node consumes; a back reference may be anything. */
export function lengthOf(node: AST.Element | AST.QuantifiableElement): Length {
  switch (node.type) {
    case "Assertion":
      return NONE;
    case "Backreference":
      return { min: 0, max: Number.POSITIVE_INFINITY };
    case "Group":
    case "CapturingGroup":
      return longestOf(node.alternatives.map(sequenceLength));
    case "Quantifier": {
      const inner = lengthOf(node.element);
      return { min: inner.min * node.min, max: node.max === 0 || inner.max === 0 ? 0 : inner.max * node.max };
    }
    default:
      return { min: 1, max: 1 };
  }
}

function sequenceLength(sequence: AST.Alternative): Length {
  return sequence.elements
    .map(lengthOf)
    .reduce((sum, next) => ({ min: sum.min + next.min, max: sum.max + next.max }), NONE);
}

function longestOf(lengths: Length[]): Length {
  return { min: Math.min(...lengths.map(({ min }) => min)), max: Math.max(...lengths.map(({ max }) => max)) };
}

/** Whether a node matches any one character, line ends aside: `.`, `[^]`, `[\s\S]`. */
export function isAnyCharacter(node: AST.Node): boolean {
  if (node.type === "CharacterSet") return node.kind === "any";
  return (
    node.type === "CharacterClass" && /^\[(?:\^|\\s\\S|\\S\\s|\\d\\D|\\D\\d|\\w\\W|\\W\\w)\]$/.test(node.raw)
  );
}

/** Whether a node is a group, capturing or not. */
export function isGroup(node: AST.Node): node is AST.Group | AST.CapturingGroup {
  return node.type === "Group" || node.type === "CapturingGroup";
}

/** Whether a node is `(?!…)`. */
export function isNegativeLookahead(node: AST.Node): node is AST.LookaheadAssertion {
  return node.type === "Assertion" && node.kind === "lookahead" && node.negate;
}

/** Visits a node and everything in it, parents first. */
export function visit(node: AST.Node, see: (node: AST.Node) => void): void {
  see(node);
  if ("alternatives" in node)
    for (const alternative of node.alternatives) visit(alternative as AST.Node, see);
  else if (node.type === "Alternative") for (const element of node.elements) visit(element, see);
  else if (node.type === "Quantifier") visit(node.element, see);
}
