import type { Span } from "../regex/types.ts";
import type { GlobPart } from "./braces.ts";
import { parseBraces, withoutDotSlash } from "./braces.ts";

/** One text of a brace expansion, with the offset in the pattern of each of its characters. */
export interface Expansion {
  readonly text: string;
  readonly offsets: readonly number[];
  /** The chosen alternatives, outermost first, as offsets into the pattern. */
  readonly choices: readonly Span[];
}

/** The options that were chosen for the parts so far: linked, since copies would be quadratic. */
type Sequence = { readonly before: Sequence; readonly option: Expansion } | undefined;

/**
 * Expands the braces of a glob for explanations. Ranges and braces around one pattern are kept as
 * written.
 *
 * @param pattern the glob as written
 * @param limit the maximum number of expansions; further ones are left out
 */
export function expandBraces(pattern: string, limit = 200): Expansion[] {
  return expandParts(pattern, parseBraces(pattern), limit);
}

function expandParts(pattern: string, parts: readonly GlobPart[], limit: number): Expansion[] {
  let sequences: Sequence[] = [undefined];
  for (const part of parts) {
    const options = optionsOf(pattern, part, limit);
    const longer: Sequence[] = [];
    for (const before of sequences) {
      for (const option of options) if (longer.length < limit) longer.push({ before, option });
    }
    sequences = longer;
  }
  return sequences.map(joined);
}

function optionsOf(pattern: string, part: GlobPart, limit: number): Expansion[] {
  if (part.kind === "text" || part.alternatives.length < 2) return [verbatim(pattern, part.start, part.end)];
  return part.alternatives.flatMap(({ start, end, parts }) =>
    expandParts(pattern, parts, limit).map((inner) => new Joined([inner], [{ start, end }])),
  );
}

function verbatim(pattern: string, start: number, end: number): Expansion {
  return {
    text: pattern.slice(start, end),
    get offsets() {
      return Array.from({ length: end - start }, (_, index) => start + index);
    },
    choices: [],
  };
}

function joined(sequence: Sequence): Expansion {
  const chosen: Expansion[] = [];
  for (let rest = sequence; rest; rest = rest.before) chosen.push(rest.option);
  return new Joined(chosen.reverse());
}

/** Expansions in a row, as one, after the choices around them; most callers only need the text. */
class Joined implements Expansion {
  readonly text: string;
  readonly #parts: readonly Expansion[];
  readonly #outer: readonly Span[];

  constructor(parts: readonly Expansion[], outer: readonly Span[] = []) {
    this.text = parts.map(({ text }) => text).join("");
    this.#parts = parts;
    this.#outer = outer;
  }

  get offsets(): readonly number[] {
    return this.#parts.flatMap(({ offsets }) => offsets);
  }

  get choices(): readonly Span[] {
    return [...this.#outer, ...this.#parts.flatMap(({ choices }) => choices)];
  }
}

/**
 * Finds why no path of a Git tree can match in any reading: every alternative starts with a literal
 * slash, ends with one, or has a segment `.` or `..`.
 *
 * @returns the first such place as offsets into the pattern; `undefined` if something may match
 */
export function impossibleSegment(glob: string, leadingSlash: "literal" | "root" = "root"): Span | undefined {
  const pattern = withoutDotSlash(glob);
  if (pattern === "" || pattern.startsWith("!") || pattern.length > 5_000) return undefined;
  const skipped = glob.length - pattern.length;
  const limit = 200;
  const expansions = expandBraces(pattern, limit);
  if (expansions.length >= limit) return undefined;
  const places = expansions.map(({ text, offsets }) => {
    const match = (
      leadingSlash === "literal" ? /^\/|(?<=^|\/)\.\.?(?=\/|$)|\/$/ : /(?<=^|\/)\.\.?(?=\/|$)|(?<=[^/])\/$/
    ).exec(text);
    return (
      match && {
        start: offsets[match.index]! + skipped,
        end: offsets[match.index + match[0].length - 1]! + 1 + skipped,
      }
    );
  });
  return places.every((place) => place !== null) ? (places[0] ?? undefined) : undefined;
}
