import { looksLikeRegex } from "../match/glob/looks-like-regex.ts";
import { isTrapped } from "../match/glob/plain-globs.ts";
import { findGlobStars } from "../match/regex/syntax/glob-star.ts";
import { scanRegexLiteral } from "../match/regex/syntax/literal.ts";
import type { GitTrigger } from "../pipeline/model.ts";

/**
 * Whether a filter of a trigger is broken: a regex that the platform refuses, that does not compile, is of another dialect or has a glob's star, a glob that
 * is a regex or has a trap. Another rule speaks of it, and what the trigger hears changes when it is mended.
 */
export function hasBrokenFilter(trigger: GitTrigger): boolean {
  const { branchRegex, commentRegex, pullRequestTargetBranchRegex: target, modifiedFilesGlob } = trigger;
  const isBroken = (text: string): boolean => {
    const literal = scanRegexLiteral(text);
    return !literal.ok || literal.advice.length > 0 || findGlobStars(literal.source).length > 0;
  };
  // An empty target filter is no filter.
  const regexes = [branchRegex, commentRegex, target?.value ? target : undefined];
  if (regexes.some((filter) => filter && isBroken(filter.value))) return true;
  const glob = modifiedFilesGlob?.value;
  return Boolean(glob) && (isTrapped(glob!) || looksLikeRegex(glob!));
}
