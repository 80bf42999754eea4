import { expansionSize, parseBraces } from "./braces.ts";

/** The platform's own limit (the published schema, semantics e). */
export const MAX_GLOB_LENGTH = 65_000;

/** Texts that brace expansion may make; minimatch holds them all, so more would fill the memory. */
const MAX_EXPANSIONS = 10_000;

/** Characters of all expansions together. */
const MAX_EXPANDED_LENGTH = 2_000_000;

/** Brackets that may be open at once: both engines rework the rest of the pattern for each. */
const MAX_NESTING = 20;

/** Groups such as `+(a|b)`; the engines' expressions grow with each. */
const MAX_EXTGLOBS = 200;

/** Alternatives of such groups. */
const MAX_PIPES = 4_000;

/** Globstars, and stars in all: picomatch's time to parse grows with the square of their number. */
const MAX_GLOBSTARS = 2_000;
const MAX_STARS = 8_000;

/** Steps that a glob's expression may take on one path: a few milliseconds at worst, and far less on most. */
const AFFORDABLE_STEPS = 2e6;

/**
 * Says why a glob is too costly even to compile, before either engine sees it.
 *
 * @returns the reason, to follow "the glob", or `undefined` when it may be compiled
 */
export function refuseToCompile(pattern: string): string | undefined {
  if (pattern.length > MAX_GLOB_LENGTH)
    return `has ${pattern.length} characters; the platform allows ${MAX_GLOB_LENGTH}`;
  const depth = nesting(pattern);
  if (depth > MAX_NESTING) return `nests brackets ${depth} deep, too deep to be matched safely`;
  const extglobs = pattern.match(/\(/g)?.length ?? 0;
  if (extglobs > MAX_EXTGLOBS) return `has ${extglobs} groups, too many to be matched safely`;
  const pipes = pattern.split("|").length - 1;
  if (pipes > MAX_PIPES) return `has ${pipes} alternatives, too many to be matched safely`;
  const globstars = pattern.match(/\*\*/g)?.length ?? 0;
  if (globstars > MAX_GLOBSTARS) return `has "**" ${globstars} times, too often to be matched safely`;
  const stars = pattern.split("*").length - 1;
  if (stars > MAX_STARS) return `has ${stars} stars, too many to be matched safely`;
  const { count, length } = expansionSize(parseBraces(pattern));
  if (count > MAX_EXPANSIONS || length > MAX_EXPANDED_LENGTH) {
    return `expands to ${approximately(count)} patterns, too many to be matched safely`;
  }
  return undefined;
}

function approximately(count: number): string {
  return count < 1e6 ? String(count) : "millions of";
}

function nesting(pattern: string): number {
  let depth = 0;
  let deepest = 0;
  for (const char of pattern) {
    if (char === "{" || char === "(" || char === "[") deepest = Math.max(deepest, ++depth);
    else if (char === "}" || char === ")" || char === "]") depth = Math.max(0, depth - 1);
  }
  return deepest;
}

/**
 * A sharper judgement than the expression's own tree gives: a star never leaves its segment and a globstar stops
 * at slashes only, so a path of few segments cannot be split in many ways. Patterns with groups, and those whose
 * globstar is not a whole segment, are left to the general judgement.
 *
 * @returns whether the engine may be left alone with a path; `undefined` when the pattern is none of these
 */
export function globBudget(pattern: string): ((path: string) => boolean) | undefined {
  if (/[()\\]|[^/{,]\*\*|\*\*[^/},]/.test(pattern.replace(/^!+/, ""))) return undefined;
  const segments = pattern.split("/");
  const globstars = segments.filter((segment) => segment.includes("**")).length;
  const stars = Math.max(...segments.map((segment) => segment.replace(/\*\*/g, "").split("*").length - 1));
  const factor = expansionSize(parseBraces(pattern)).count;
  const within = (length: number, segments: number, longest: number): boolean =>
    factor * length * splits(segments, globstars) * splits(longest, stars) <= AFFORDABLE_STEPS;
  let safeLength = 0;
  while (safeLength < 4_096 && within(safeLength + 16, safeLength / 2 + 9, safeLength + 16)) safeLength += 16;
  return (path) => path.length <= safeLength || within(path.length, ...shape(path));
}

/** The number of a path's segments and the length of the longest. */
function shape(path: string): [number, number] {
  const parts = path.split("/");
  return [parts.length, Math.max(...parts.map((part) => part.length))];
}

/** In how many ways `stars` wildcards can share out `length` things. */
function splits(length: number, stars: number): number {
  let ways = 1;
  for (let star = 1; star <= stars; star++) ways *= (length + star) / star;
  return ways;
}
