import type { ProviderRow } from "../../src/catalogue/providers.ts";
import type { Located } from "../../src/document/located.ts";
import type { Span } from "../../src/document/source.ts";
import { replaceValue } from "../../src/lint/fix/quoting.ts";
import type { RuleContext } from "../../src/lint/rule.ts";
import { looksLikeRegex } from "../../src/match/glob/pitfalls.ts";
import { globsExcludeEachOther, hasPitfall } from "../../src/match/glob/plain-globs.ts";
import { excludeEachOther } from "../../src/match/regex/disjoint.ts";
import { restrictiveLiteral } from "../../src/match/regex/filter-literal.ts";
import { findGlobStars } from "../../src/match/regex/syntax/foreign-syntax.ts";
import { scanRegexLiteral } from "../../src/match/regex/syntax/literal.ts";
import { type GitTrigger, providerOf as providerBy } from "../../src/pipeline/model.ts";
import { cutPattern } from "../../src/pipeline/unquoted-patterns.ts";
import { memoize } from "../../src/util/memoize.ts";
import { findPlaceholder } from "./placeholders.ts";

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
  return Boolean(glob) && (hasPitfall(glob!) || looksLikeRegex(glob!));
}

/** The provider that a trigger listens to, where it says so itself or the user has said what its integration stands for. */
export function providerOf(trigger: GitTrigger, { settings }: RuleContext): ProviderRow | undefined {
  return providerBy(trigger, settings.integrations);
}

/** The platform takes no longer one (the published schema), which is a finding of its own. */
const LONGEST = 65_000;

/**
 * The glob of a trigger that rules on globs judge: none where it is absent, empty, too long, cut by
 * YAML, still to be filled in, or a regex, of which other rules speak.
 */
export function globOf(
  { modifiedFilesGlob }: GitTrigger,
  { text }: RuleContext,
): Located<string> | undefined {
  if (!modifiedFilesGlob?.value || modifiedFilesGlob.value.length > LONGEST) return undefined;
  if (cutPattern(text, modifiedFilesGlob)) return undefined;
  if (findPlaceholder(modifiedFilesGlob.value) || looksLikeRegex(modifiedFilesGlob.value)) return undefined;
  return modifiedFilesGlob;
}

/** Reports a part of a pattern, with another pattern for the whole as suggestion where there is one. */
export function reportPart(
  context: RuleContext,
  pattern: Located<string>,
  { start, end }: Span,
  message: string,
  replacement?: string,
): void {
  const fix = replacement === undefined ? {} : { fix: replaceValue(pattern, replacement, false) };
  context.report(context.subLocation(pattern, start, end), message, fix);
}

/** True if the texts of two regex filters prove that no text of one line passes both; false where one of them is absent. */
export function excludeNames(one: Located<string> | undefined, other: Located<string> | undefined): boolean {
  return Boolean(one?.value && other?.value) && areApart(JSON.stringify([one!.value, other!.value]));
}

/** Pipelines repeat the same pairs of filters. */
const areApart = memoize((pair: string) => {
  const [one, other] = (JSON.parse(pair) as string[]).map(restrictiveLiteral);
  return one !== undefined && other !== undefined && excludeEachOther(one, other);
});

/** True if the texts of the globs of two triggers prove that no path passes both; false where one of them is absent. */
export function excludeFiles(one: GitTrigger, other: GitTrigger): boolean {
  const [glob, another] = [one.modifiedFilesGlob?.value, other.modifiedFilesGlob?.value];
  return Boolean(glob && another) && globsExcludeEachOther(glob!, another!);
}
