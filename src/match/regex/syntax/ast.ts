import { type AST, RegExpParser, RegExpSyntaxError } from "@eslint-community/regexpp";

export type { AST };

/** The position of a syntax error in a pattern, with the parser's reason. */
export interface RegexSyntaxError {
  /** Offset into the pattern's source. */
  index: number;
  /** The parser's reason without its preamble, such as `Nothing to repeat`. */
  reason: string;
}

/**
 * ECMAScript 2024 without flags `u` and `v`, which the platform does not accept. Later syntax
 * (pattern modifiers, duplicate group names) is excluded: the platform's Node.js version is not
 * published, so only syntax that every supported engine compiles is accepted.
 */
const PARSER = new RegExpParser({ ecmaVersion: 2024 });

/**
 * Parses a regex without slashes as JavaScript without flag `u`.
 *
 * @returns the syntax tree, whose nodes have offsets into `source`, or the syntax error
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

/**
 * The maximum number of open groups. A function that walks a tree recurses several times for each,
 * and the stack ends at about 600.
 */
const MAX_NESTING = 150;

/** Returns the syntax tree; `undefined` for a syntax error or nesting that is too deep. */
export function treeOf(source: string): AST.Pattern | undefined {
  if (nesting(source) > MAX_NESTING) return undefined;
  const parsed = parsePattern(source);
  return "tree" in parsed ? parsed.tree : undefined;
}

/** The maximum number of nested groups; a bracket in a class counts as one. */
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

/** The shortest and longest text that a piece can consume, in UTF-16 code units. */
export interface Length {
  min: number;
  max: number;
}

const NONE: Length = { min: 0, max: 0 };

/** Returns bounds on the text that a node consumes; a back reference has none. */
export function lengthOf(node: AST.Element | AST.QuantifiableElement | AST.Pattern): Length {
  switch (node.type) {
    case "Assertion":
      return NONE;
    case "Backreference":
      return { min: 0, max: Number.POSITIVE_INFINITY };
    case "Pattern":
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

/** True if a node matches any single character except line ends: `.`, `[^]`, `[\s\S]`. */
export function isAnyCharacter(node: AST.Node): boolean {
  if (node.type === "CharacterSet") return node.kind === "any";
  return (
    node.type === "CharacterClass" && /^\[(?:\^|\\s\\S|\\S\\s|\\d\\D|\\D\\d|\\w\\W|\\W\\w)\]$/.test(node.raw)
  );
}

/** True if a node is a group, capturing or not. */
export function isGroup(node: AST.Node): node is AST.Group | AST.CapturingGroup {
  return node.type === "Group" || node.type === "CapturingGroup";
}

/** True if a node is `(?!…)`. */
export function isNegativeLookahead(node: AST.Node): node is AST.LookaheadAssertion {
  return node.type === "Assertion" && node.kind === "lookahead" && node.negate;
}

/** Visits a node and all its descendants, parents first. */
export function visit(node: AST.Node, see: (node: AST.Node) => void): void {
  see(node);
  if ("alternatives" in node)
    for (const alternative of node.alternatives) visit(alternative as AST.Node, see);
  else if (node.type === "Alternative") for (const element of node.elements) visit(element, see);
  else if (node.type === "Quantifier") visit(node.element, see);
}

/**
 * True if every alternative is anchored at an edge of the input by `^` or `$`. The caller handles
 * flag `m`, which makes it the edge of a line.
 *
 * @param pattern the syntax tree of a source
 * @param edge the edge
 */
export function isAnchored(pattern: AST.Pattern, edge: "start" | "end"): boolean {
  return pattern.alternatives.every((alternative) => sequenceIsAnchored(alternative, edge));
}

/** One required anchor is enough: only empty text can be beyond it. */
function sequenceIsAnchored(sequence: AST.Alternative, edge: "start" | "end"): boolean {
  return sequence.elements.some((element) => elementIsAnchored(element, edge));
}

function elementIsAnchored(element: AST.Element, edge: "start" | "end"): boolean {
  if (element.type === "Assertion") return element.kind === edge;
  if (isGroup(element))
    return element.alternatives.every((alternative) => sequenceIsAnchored(alternative, edge));
  return (
    element.type === "Quantifier" &&
    element.min > 0 &&
    elementIsAnchored(element.element as AST.Element, edge)
  );
}
