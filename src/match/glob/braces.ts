import type { Span } from "../regex/types.ts";

/** A piece of a glob: plain text (wildcards included) or braces with their alternatives. */
export type GlobPart = GlobText | GlobBraces;

/** Text outside braces, as offsets into the pattern. */
export interface GlobText extends Span {
  kind: "text";
}

/** A pair of braces, as offsets into the pattern, both braces included. */
export interface GlobBraces extends Span {
  kind: "braces";
  /** The pieces between the commas; a single one for `{a}` and for a range such as `{1..3}`. */
  alternatives: GlobAlternative[];
  /** The number of texts of a range such as `{1..3}`. */
  range?: number;
}

/** The text between two commas, or between a brace and a comma. */
export interface GlobAlternative extends Span {
  parts: GlobPart[];
}

interface Open {
  start: number;
  alternativeStart: number;
  alternatives: GlobAlternative[];
  parts: GlobPart[];
}

/** Braces nested deeper than this are text. */
const MAX_DEPTH = 100;

/**
 * Splits a glob at its braces, with offsets, which no glob library provides. For explanations and
 * lint only; the engines decide what matches. Escaped braces, braces in a class and unclosed ones
 * are text.
 *
 * @param pattern the glob as written
 * @param classes false to split at braces in a class too, as minimatch does
 * @returns its parts in order, covering the whole pattern
 */
export function parseBraces(pattern: string, classes = true): GlobPart[] {
  const stack: Open[] = [{ start: 0, alternativeStart: 0, alternatives: [], parts: [] }];
  let textStart = 0;
  const flush = (end: number): void => {
    if (end > textStart) stack.at(-1)!.parts.push({ kind: "text", start: textStart, end });
  };
  for (let index = 0; index < pattern.length; index++) {
    const char = pattern[index];
    if (char === "\\") index++;
    else if (char === "[" && classes) index = classEnd(pattern, index);
    else if (char === "{" && stack.length <= MAX_DEPTH) {
      flush(index);
      textStart = index + 1;
      stack.push({ start: index, alternativeStart: textStart, alternatives: [], parts: [] });
    } else if (stack.length > 1 && (char === "," || char === "}")) {
      flush(index);
      textStart = index + 1;
      const open = stack.at(-1)!;
      open.alternatives.push({ start: open.alternativeStart, end: index, parts: open.parts });
      open.alternativeStart = textStart;
      open.parts = [];
      if (char === "}") {
        stack.pop();
        stack.at(-1)!.parts.push(closed(pattern, open, index + 1));
      }
    }
  }
  flush(pattern.length);
  return unwind(stack);
}

function closed(pattern: string, open: Open, end: number): GlobBraces {
  const range =
    open.alternatives.length === 1 ? rangeSize(pattern.slice(open.start + 1, end - 1)) : undefined;
  const braces: GlobBraces = { kind: "braces", start: open.start, end, alternatives: open.alternatives };
  return range === undefined ? braces : { ...braces, range };
}

/** Unclosed braces are text, and so are the commas in them. */
function unwind(stack: Open[]): GlobPart[] {
  while (stack.length > 1) {
    const open = stack.pop()!;
    const pieces: GlobPart[] = [{ kind: "text", start: open.start, end: open.start + 1 }];
    for (const alternative of open.alternatives) {
      pieces.push(...alternative.parts, { kind: "text", start: alternative.end, end: alternative.end + 1 });
    }
    stack.at(-1)!.parts.push(...pieces, ...open.parts);
  }
  return stack[0]!.parts;
}

/** The index of the bracket that closes the class at `index`; `index` itself if none does. */
export function classEnd(pattern: string, index: number): number {
  const negated = /[!^]/.test(pattern[index + 1] ?? "") ? 1 : 0;
  const close = pattern.indexOf("]", index + 2 + negated);
  const slash = pattern.indexOf("/", index);
  return close < 0 || (slash >= 0 && slash < close) ? index : close;
}

function rangeSize(text: string): number | undefined {
  const numbers = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/.exec(text);
  if (numbers) {
    const step = Math.abs(Number(numbers[3] ?? 1)) || 1;
    return Math.floor(Math.abs(Number(numbers[2]) - Number(numbers[1])) / step) + 1;
  }
  return /^[a-zA-Z]\.\.[a-zA-Z](?:\.\.-?\d+)?$/.test(text)
    ? Math.abs(text.charCodeAt(3) - text.charCodeAt(0)) + 1
    : undefined;
}

/** The number of texts of a brace expansion, and their total number of characters. */
export interface ExpansionSize {
  count: number;
  length: number;
}

/** Returns the size of a pattern's brace expansion without expanding it; it may be very large. */
export function expansionSize(parts: readonly GlobPart[]): ExpansionSize {
  return parts.reduce<ExpansionSize>(
    (before, part) => {
      const next = partSize(part);
      return {
        count: before.count * next.count,
        length: before.length * next.count + next.length * before.count,
      };
    },
    { count: 1, length: 0 },
  );
}

function partSize(part: GlobPart): ExpansionSize {
  if (part.kind === "text") return { count: 1, length: part.end - part.start };
  if (part.range !== undefined) return { count: part.range, length: part.range * (part.end - part.start) };
  const sizes = part.alternatives.map((alternative) => expansionSize(alternative.parts));
  return sizes.reduce((sum, size) => ({ count: sum.count + size.count, length: sum.length + size.length }));
}

/** Removes one leading `./`, also after `!` (semantics e: documented as having no effect). */
export function withoutDotSlash(pattern: string): string {
  return pattern.replace(/^(!*)\.\//, "$1");
}

/** Removes the `!` at the start of a pattern that negate it; `!(` begins a group. */
export function withoutNegation(pattern: string): string {
  return pattern.replace(/^!+(?!\()/, "");
}

/**
 * Finds the leading slashes of a pattern and of alternatives at its start: `/a`, `!/a`, `{/a,b}`.
 *
 * @returns offsets into the pattern, in order
 */
export function leadingSlashes(pattern: string): number[] {
  if (!pattern.includes("/")) return [];
  const marks = /^!*(?![^(]?\()/.exec(pattern)?.[0].length ?? 0;
  if (pattern[marks] === "/") return [marks];
  if (pattern[marks] !== "{" || !/[{,]\//.test(pattern)) return [];
  const first = parseBraces(pattern).find((part) => part.end > marks);
  return first?.kind === "braces" ? slashesIn(pattern, first) : [];
}

function slashesIn(pattern: string, part: GlobPart): number[] {
  if (part.kind === "text") return pattern[part.start] === "/" ? [part.start] : [];
  return part.alternatives.flatMap(({ parts }) => (parts[0] ? slashesIn(pattern, parts[0]) : []));
}

/** Returns the pattern without these slashes, for when they mean the repository's root. */
export function rootedPattern(pattern: string): string {
  let rooted = pattern;
  for (const offset of leadingSlashes(pattern).reverse())
    rooted = rooted.slice(0, offset) + rooted.slice(offset).replace(/^\/+/, "");
  return rooted;
}
