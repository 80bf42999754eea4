import type { GlobPart } from "./braces.ts";
import { parseBraces } from "./braces.ts";

/** One text that a glob's braces expand to, with the offset in the pattern of each of its characters. */
export interface Expansion {
  text: string;
  offsets: number[];
  /** The alternatives chosen, outermost first, as offsets into the pattern. */
  choices: { start: number; end: number }[];
}

const EMPTY: Expansion = { text: "", offsets: [], choices: [] };

/**
 * Expands a glob's braces for explanations. Ranges and braces round one pattern stay as they are written.
 *
 * @param pattern the glob as written
 * @param limit how many expansions to make at most; the rest is left out
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
