import type { GlobMatch, GlobMatcher } from "../../match/glob/index.ts";
import { candidatePaths } from "./glob-example-paths.ts";

type Answer = GlobMatch["outcome"];

/** Whether any path passes the glob, and the first one that does in the first reading that has one. */
export interface AnyMatch {
  readonly outcome: Answer;
  readonly file?: string;
}

/**
 * The verdict of `GlobMatcher.matchFiles` without counts and reasons, which stops at the first match and passes over paths that lack
 * a text that the glob asks for. A property test holds the two together.
 */
export function matchAny(glob: GlobMatcher, paths: readonly string[]): AnyMatch {
  if (glob.refused !== undefined) return { outcome: "unknown" };
  const candidates = candidatePaths(glob.pattern, paths);
  let first: Answer | undefined;
  let file: string | undefined;
  for (const { test } of glob.readings) {
    const found = findPath(test, candidates);
    const answer: Answer = found === undefined ? "no" : found === gaveUp ? "unknown" : "yes";
    if (answer === "yes") file ??= found as string;
    first ??= answer;
    if (answer === "unknown" || answer !== first) return { outcome: "unknown" };
  }
  return { outcome: first ?? "unknown", ...(file === undefined ? {} : { file }) };
}

const gaveUp = Symbol("gave up");

function findPath(
  test: (path: string) => boolean | "gave-up",
  paths: readonly string[],
): string | typeof gaveUp | undefined {
  let undecided: typeof gaveUp | undefined;
  for (const path of paths) {
    const answer = test(path);
    if (answer === true) return path;
    if (answer === "gave-up") undecided = gaveUp;
  }
  return undecided;
}
