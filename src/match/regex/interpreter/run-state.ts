import type { AST } from "../syntax/ast.ts";
import { visit } from "../syntax/ast.ts";
import type { Span } from "../types.ts";

/** How far a search got before it failed. */
export interface Stuck {
  /** The offset in the input at which the pattern could not continue. */
  index: number;
  /**
   * Every piece of the pattern that was tried there and did not match, as offsets into its source:
   * an alternative, an optional piece or the piece after it. Empty if there are too many.
   */
  pieces: Span[];
}

/** The state of one search of the bounded matcher. */
export interface Run {
  input: string;
  budget: number;
  steps: number;
  captures: (Span | undefined)[];
  /** The start of the current attempt; progress is counted from it. */
  origin: number;
  progress: number;
  stuck: Stuck;
  /** The start of the attempt that `stuck` is about. */
  stuckOrigin: number;
  /** Above 0 inside a lookaround, whose failures do not explain the whole. */
  quiet: number;
}

/** The state at the start of a search. */
export function newRun(input: string, steps: number): Run {
  const stuck = { index: 0, pieces: [] };
  return {
    input,
    budget: steps,
    steps,
    captures: [],
    origin: 0,
    progress: -1,
    stuck,
    stuckOrigin: 0,
    quiet: 0,
  };
}

/** True if a character ends a line under flag `m`. */
export function isLineEnd(char: string): boolean {
  return char === "\n" || char === "\r" || char === "\u2028" || char === "\u2029";
}

/** True if a character is part of a word for `\b`. */
export function isWord(char: string): boolean {
  return /^\w$/.test(char);
}

/** True if two code units are the same under flag `i` without `u` (ECMA-262, Canonicalize). */
export function sameFolded(one: string, other: string): boolean {
  return one === other || folded(one) === folded(other);
}

/** A letter outside of ASCII never folds to one of ASCII, nor one to several. */
function folded(unit: string): string {
  const upper = unit.toUpperCase();
  return upper.length > 1 || (upper < "\x80" && unit >= "\x80") ? unit : upper;
}

/** The capturing groups in a node, itself included, in opening order. */
export function capturesIn(node: AST.Node): AST.Node[] {
  const groups: AST.Node[] = [];
  visit(node, (inner) => {
    if (inner.type === "CapturingGroup") groups.push(inner);
  });
  return groups;
}

/** Captures without those of the given slots, which each iteration resets. */
export function cleared(captures: (Span | undefined)[], slots: number[]): (Span | undefined)[] {
  if (slots.length === 0) return captures;
  const copy = captures.slice();
  for (const slot of slots) copy[slot] = undefined;
  return copy;
}
