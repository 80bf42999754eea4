import type { GlobPart } from "./braces.ts";
import { parseBraces } from "./braces.ts";

/** Strips one leading `./`, also after `!` (semantics e: documented as meaning the same with and without). */
export function withoutDotSlash(pattern: string): string {
  return pattern.replace(/^(!*)\.\//, "$1");
}

/**
 * Finds the slashes with which a pattern, or an alternative at its very start, begins: `/a`, `!/a`, `{/a,b}`.
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

/** The pattern as it reads when a leading slash means the repository's root: without those slashes. */
export function rootedPattern(pattern: string): string {
  let rooted = pattern;
  for (const offset of leadingSlashes(pattern).reverse())
    rooted = rooted.slice(0, offset) + rooted.slice(offset + 1);
  return rooted;
}
