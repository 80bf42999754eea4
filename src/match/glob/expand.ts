import type { GlobPart } from "./braces.ts";
import { parseBraces, withoutDotSlash } from "./braces.ts";

/** One text of a brace expansion, with the offset in the pattern of each of its characters. */
export interface Expansion {
  text: string;
  offsets: number[];
  /** The chosen alternatives, outermost first, as offsets into the pattern. */
  choices: { start: number; end: number }[];
}

const EMPTY: Expansion = { text: "", offsets: [], choices: [] };

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
  let expansions = [EMPTY];
  for (const part of parts) {
    const options = optionsOf(pattern, part, limit);
    const combined: Expansion[] = [];
    for (const before of expansions) {
      for (const option of options) if (combined.length < limit) combined.push(joined(before, option));
    }
    expansions = combined;
  }
  return expansions;
}

function optionsOf(pattern: string, part: GlobPart, limit: number): Expansion[] {
  if (part.kind === "text" || part.alternatives.length < 2) return [verbatim(pattern, part.start, part.end)];
  return part.alternatives.flatMap(({ start, end, parts }) =>
    expandParts(pattern, parts, limit).map((inner) => ({
      ...inner,
      choices: [{ start, end }, ...inner.choices],
    })),
  );
}

function verbatim(pattern: string, start: number, end: number): Expansion {
  const offsets = Array.from({ length: end - start }, (_, index) => start + index);
  return { text: pattern.slice(start, end), offsets, choices: [] };
}

function joined(one: Expansion, other: Expansion): Expansion {
  return {
    text: one.text + other.text,
    offsets: one.offsets.concat(other.offsets),
    choices: one.choices.concat(other.choices),
  };
}

/**
 * Finds why no path of a Git tree can match in any reading: every alternative starts with a literal
 * slash, ends with one, or has a segment `.` or `..`.
 *
 * @returns the first such place as offsets into the pattern; `undefined` if something may match
 */
export function impossibleSegment(
  glob: string,
  leadingSlash: "literal" | "root" = "root",
): { start: number; end: number } | undefined {
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
