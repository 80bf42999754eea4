import { type AST, RegExpParser, RegExpSyntaxError } from "@eslint-community/regexpp";

export type { AST };

/** A position at which a pattern stops being a regular expression, with the parser's own words. */
export interface RegexSyntaxError {
  /** Offset into the pattern's source. */
  index: number;
  /** The parser's reason without its preamble, e.g. `Nothing to repeat`. */
  reason: string;
}

/**
 * ECMAScript 2024 without the `u` and `v` flags, which the platform does not let through. Later additions
 * (pattern modifiers, duplicate group names) are left out on purpose: which Node.js version the platform runs
 * is not published, so only what every supported engine compiles counts as compiling.
 */
const PARSER = new RegExpParser({ ecmaVersion: 2024 });

/**
 * Parses the source of a regex (no slashes) as JavaScript without flag `u`.
 *
 * @returns the syntax tree, whose nodes carry offsets into `source`, or the fault that stops it
 */
export function parsePattern(source: string): { tree: AST.Pattern } | { fault: RegexSyntaxError } {
  try {
    return { tree: PARSER.parsePattern(source, 0, source.length, { unicode: false }) };
  } catch (error) {
    if (error instanceof RegExpSyntaxError) return { fault: { index: error.index, reason: reasonOf(error) } };
    if (error instanceof RangeError) return { fault: { index: 0, reason: "nested too deeply" } };
    throw error;
  }
}

function reasonOf(error: RegExpSyntaxError): string {
  return error.message.slice(error.message.lastIndexOf("/: ") + 3);
}

/** Groups that may be open at once: whatever walks a tree calls itself several times for each, and the stack ends at some six hundred. */
const MAX_NESTING = 150;

/** The syntax tree of a source, or `undefined` where it does not parse, or is nested too deeply to be walked. */
export function treeOf(source: string): AST.Pattern | undefined {
  if (nesting(source) > MAX_NESTING) return undefined;
  const parsed = parsePattern(source);
  return "tree" in parsed ? parsed.tree : undefined;
}

/** How many groups are open at once at most; a bracket in a class counts as one too. */
function nesting(source: string): number {
  if (source.length <= MAX_NESTING) return 0;
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < source.length; at++) {
    const char = source[at];
    if (char === "\\") at++;
    else if (char === "(") deepest = Math.max(deepest, ++depth);
    else if (char === ")") depth--;
  }
  return deepest;
}

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

/**
 * Whether every way through a pattern is tied to the given edge of the input by `^` or `$`.
 *
 * @param pattern the syntax tree of a source
 * @param edge which edge; flag `m`, under which the edge is a line's, is the caller's business
 */
export function isAnchored(pattern: AST.Pattern, edge: "start" | "end"): boolean {
  return pattern.alternatives.every((alternative) => sequenceIsAnchored(alternative, edge));
}

/** One mandatory anchor is enough, wherever it stands: what lies beyond it can only be empty. */
function sequenceIsAnchored(sequence: AST.Alternative, edge: "start" | "end"): boolean {
  return sequence.elements.some((element) => elementIsAnchored(element, edge));
}

function elementIsAnchored(element: AST.Element, edge: "start" | "end"): boolean {
  if (element.type === "Assertion") return element.kind === edge;
  if (element.type === "Group" || element.type === "CapturingGroup") {
    return element.alternatives.every((alternative) => sequenceIsAnchored(alternative, edge));
  }
  return (
    element.type === "Quantifier" &&
    element.min > 0 &&
    elementIsAnchored(element.element as AST.Element, edge)
  );
}
