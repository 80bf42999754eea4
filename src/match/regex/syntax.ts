import type { AST } from "@eslint-community/regexpp";
import { RegExpParser, RegExpSyntaxError } from "@eslint-community/regexpp";

export type { AST };

/** A position at which a pattern stops being a regular expression, with the parser's own words. */
export interface SyntaxFault {
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
export function parsePattern(source: string): { tree: AST.Pattern } | { fault: SyntaxFault } {
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
