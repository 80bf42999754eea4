import type { GlobMatch, GlobMatcher } from "../match/glob.ts";

type Answer = GlobMatch["outcome"];

/** Lists shorter than this are gone through; sorting them would cost more. */
const WORTH_SORTING = 64;

/**
 * Whether any of the paths passes the glob: the verdict of `GlobMatcher.matchFiles` without counts and reasons, which stops at
 * the first match and passes over paths that do not begin as the glob does. A property test holds the two together.
 */
export function matchAny(glob: GlobMatcher, paths: readonly string[]): Answer {
  if (glob.refused !== undefined) return "unknown";
  const candidates = candidatesFor(glob.pattern, paths);
  let first: Answer | undefined;
  for (const { test } of glob.readings) {
    const answer = anyOf(test, candidates);
    first ??= answer;
    if (answer === "unknown" || answer !== first) return "unknown";
  }
  return first ?? "unknown";
}

function anyOf(test: (path: string) => boolean | "gave-up", paths: readonly string[]): Answer {
  let gaveUp = false;
  for (const path of paths) {
    const answer = test(path);
    if (answer === true) return "yes";
    if (answer === "gave-up") gaveUp = true;
  }
  return gaveUp ? "unknown" : "no";
}

/** The paths that begin with the folders that the glob names before its first wildcard. */
function candidatesFor(pattern: string, paths: readonly string[]): readonly string[] {
  if (paths.length < WORTH_SORTING) return paths;
  const prefix = plainPrefix(pattern);
  if (prefix === "") return paths;
  const sorted = sortedPaths(paths);
  return sorted.slice(firstAtLeast(sorted, prefix), firstAtLeast(sorted, `${prefix}\uffff`));
}

/**
 * The text with which each match begins: up to the last slash before the first character that could mean something else than
 * itself. Empty where a match may begin in any way.
 */
export function plainPrefix(pattern: string): string {
  const plain = /^[\w\-. ~%&=,/]*/.exec(pattern)![0];
  if (plain.startsWith("/") || plain.includes("./") || plain.includes("//")) return "";
  const slash = plain.lastIndexOf("/");
  return slash < 0 ? "" : plain.slice(0, slash);
}

const sortedLists = new WeakMap<readonly string[], readonly string[]>();

function sortedPaths(paths: readonly string[]): readonly string[] {
  let sorted = sortedLists.get(paths);
  if (!sorted) {
    sorted = [...paths].sort();
    sortedLists.set(paths, sorted);
  }
  return sorted;
}

function firstAtLeast(sorted: readonly string[], wanted: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
