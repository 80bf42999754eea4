import { splits } from "../regex/interpreter/cost.ts";
import { expansionSize, type GlobPart, parseBraces } from "./braces.ts";

/** The platform's own limit (the published schema, semantics e). */
export const MAX_GLOB_LENGTH = 65_000;

/** The maximum number of texts of a brace expansion, each an expression in minimatch: 100 ms. */
const MAX_EXPANSIONS = 500;
const CHARACTERS_PER_EXPANSION = 5;

/** The maximum number of characters of all expansions together, and more for each character. */
const MAX_EXPANDED_LENGTH = 30_000;
const EXPANDED_PER_CHARACTER = 10;

/** The maximum length with negated groups, since minimatch repeats the rest after each. */
const MAX_NEGATED_LENGTH = 50_000;

/** The maximum number of open brackets: both engines process the rest of the pattern for each. */
const MAX_NESTING = 20;

/** The maximum number of groups such as `+(a|b)`; each makes the engines' expressions longer. */
const MAX_EXTGLOBS = 100;

/** The maximum number of alternatives of such groups. */
const MAX_PIPES = 4_000;

/** The maximum numbers of globstars and of stars: picomatch parses in quadratic time. */
const MAX_GLOBSTARS = 2_000;
const MAX_STARS = 8_000;

/** The maximum steps of a glob's expression on one path: a few milliseconds. */
const AFFORDABLE_STEPS = 2e6;

/**
 * Finds why a glob is too expensive to compile, before an engine gets it.
 *
 * @returns the reason, to follow "the glob"; `undefined` if it may be compiled
 */
export function refuseToCompile(pattern: string): string | undefined {
  if (pattern.length > MAX_GLOB_LENGTH)
    return `has ${pattern.length} characters; Codefresh allows ${MAX_GLOB_LENGTH}`;
  if (ENDLESS.test(pattern)) return "ends in backslashes, which one engine never stops reading";
  const depth = nesting(pattern);
  if (depth > MAX_NESTING) return `nests brackets ${depth} deep, too deep to be matched safely`;
  const extglobs = count(pattern, "(");
  if (extglobs > MAX_EXTGLOBS) return `has ${extglobs} groups, too many to be matched safely`;
  const pipes = count(pattern, "|");
  if (pipes > MAX_PIPES) return `has ${pipes} alternatives, too many to be matched safely`;
  const globstars = count(pattern, "**");
  if (globstars > MAX_GLOBSTARS) return `has "**" ${globstars} times, too often to be matched safely`;
  const stars = count(pattern, "*");
  if (stars > MAX_STARS) return `has ${stars} stars, too many to be matched safely`;
  const parts = parseBraces(pattern, false);
  const { count: texts, length } = expansionSize(parts);
  if (
    texts > MAX_EXPANSIONS + pattern.length / CHARACTERS_PER_EXPANSION ||
    length > MAX_EXPANDED_LENGTH + pattern.length * EXPANDED_PER_CHARACTER
  ) {
    return `expands to ${approximately(texts)} patterns, too many to be matched safely`;
  }
  const negated = pattern.includes("!(") ? negatedGroups(pattern, parts) : 0;
  if (negated > 1 && length * 2 ** negated > MAX_NEGATED_LENGTH + length)
    return `has ${negated} negated groups, too many to be matched safely`;
  return undefined;
}

/** picomatch 4.0.7 collapses these backslashes beyond the end of the pattern, and reads on. */
const ENDLESS = /\\{4}$/;

/** The maximum number of `!(` in one path segment of one expansion; braces may hide its slashes. */
function negatedGroups(pattern: string, parts: readonly GlobPart[]): number {
  let most = 0;
  let here = 0;
  for (const part of parts) {
    if (part.kind === "braces") {
      const inner = part.alternatives.map((each) => negatedGroups(pattern, each.parts));
      here += inner.reduce((one, other) => Math.max(one, other), 0);
      continue;
    }
    for (const [at, segment] of pattern.slice(part.start, part.end).split("/").entries()) {
      most = Math.max(most, here);
      here = (at === 0 ? here : 0) + count(segment, "!(");
    }
  }
  return Math.max(most, here);
}

/** The most globstars in one text of the brace expansion. */
export function globstarsInRow(pattern: string, parts: readonly GlobPart[]): number {
  const counts = parts.map((part) => {
    if (part.kind === "text") return count(pattern.slice(part.start, part.end), "**");
    return Math.max(0, ...part.alternatives.map((each) => globstarsInRow(pattern, each.parts)));
  });
  return counts.reduce((sum, each) => sum + each, 0);
}

function approximately(count: number): string {
  return count < 1e6 ? String(count) : "millions of";
}

/**
 * The deepest nesting of brackets. Only `]` closes a `[`: minimatch 3.1.5 reads a class without it
 * again from each `[`, which took 1.4 s for 2,000 times `[}`.
 */
function nesting(pattern: string): number {
  let groups = 0;
  let classes = 0;
  let deepest = 0;
  for (const char of pattern) {
    if (char === "[") classes++;
    else if (char === "]") classes = 0;
    else if (char === "{" || char === "(") groups++;
    else if (char === "}" || char === ")") groups = Math.max(0, groups - 1);
    deepest = Math.max(deepest, groups + classes);
  }
  return deepest;
}

/**
 * Judges more exactly than the expression's tree allows: a star stays in its segment and a globstar
 * stops only at slashes, so a path with few segments can be divided in few ways. Not for patterns
 * with groups, with characters that picomatch drops, or with a globstar next to other characters.
 *
 * @param pattern the glob
 * @param expression the source of picomatch's expression for it
 * @returns whether the engine may match a path without bounds; `undefined` if this does not apply
 */
export function globBudget(pattern: string, expression: string): ((path: string) => boolean) | undefined {
  const bare = pattern.replace(/^!+/, "");
  if (/[()\\"\0]/.test(bare) || JOINED_GLOBSTAR.test(bare)) return undefined;
  const single = pattern.replace(/\*\*/g, "");
  if (!repeatsAtMost(expression, count(pattern, "**"), count(single, "*"))) return undefined;
  const segments = pattern.split("/");
  const globstars = segments.filter((segment) => segment.includes("**")).length;
  const stars = Math.max(...single.split("/").map((segment) => count(segment, "*")));
  const factor = expansionSize(parseBraces(pattern)).count;
  const within = (length: number, segments: number, longest: number): boolean =>
    factor * length * splits(segments, globstars) * splits(longest, stars) <= AFFORDABLE_STEPS;
  let safeLength = 0;
  while (safeLength < 4_096 && within(safeLength + 16, safeLength / 2 + 9, safeLength + 16)) safeLength += 16;
  return (path) => path.length <= safeLength || within(path.length, ...shape(path));
}

/** A globstar that is not a whole segment or alternative. */
export const JOINED_GLOBSTAR = /[^/{,]\*\*|\*\*[^/},]/;

/**
 * True if picomatch's expression repeats nothing but so many globstars and stars. Others are in it
 * for `[a]+` and `{a,b}+`, which picomatch 4.0.7 copies: 30 times `[^a]+` never ended.
 */
function repeatsAtMost(expression: string, globstars: number, stars: number): boolean {
  if (count(expression, ".)*?") > globstars || count(expression, "[^/]*?") > stars) return false;
  const others = expression
    .replace(/\)\.\*\$$/, ")")
    .replaceAll(".)*?", ")")
    .replaceAll("[^/]*?", "")
    .replaceAll("\\.{1,2}", "")
    .replace(/\\./g, "")
    .replace(/\[[^[\]]*\]/g, "");
  return !/[*+{]/.test(others);
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

/** The number of a path's segments and the length of the longest. */
function shape(path: string): [number, number] {
  const parts = path.split("/");
  return [parts.length, Math.max(...parts.map((part) => part.length))];
}
