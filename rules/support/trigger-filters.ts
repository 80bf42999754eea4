import { findPlaceholder } from "../../src/catalogue/placeholders.ts";
import type { ProviderRow } from "../../src/catalogue/providers.ts";
import type { Located } from "../../src/document/located.ts";
import type { Span } from "../../src/document/source.ts";
import { replaceValue } from "../../src/lint/fix/quoting.ts";
import type { Rule, RuleContext } from "../../src/lint/rule.ts";
import { isSurelyValid } from "../../src/lint/schema-findings.ts";
import { isOutsideRepository, looksLikeRegex } from "../../src/match/glob/pitfalls.ts";
import { firstPitfall, globsExcludeEachOther, hasPitfall } from "../../src/match/glob/plain-globs.ts";
import type { GlobPitfallCode } from "../../src/match/glob/types.ts";
import { excludeEachOther } from "../../src/match/regex/disjoint.ts";
import { restrictiveLiteral } from "../../src/match/regex/filter-literal.ts";
import { findGlobStars } from "../../src/match/regex/syntax/foreign-syntax.ts";
import { scanRegexLiteral } from "../../src/match/regex/syntax/literal.ts";
import {
  type GitTrigger,
  oncePerPipeline,
  type Pipeline,
  providerOf as providerBy,
} from "../../src/pipeline/model.ts";
import { cutPattern } from "../../src/pipeline/unquoted-patterns.ts";
import { memoizeBy } from "../../src/util/memoize.ts";

/** The name of a remote before that of a branch, at the start of a filter or an alternative. */
export const REMOTE_PREFIX = /(?<=^\/\^?|[(|]\^?|\?[:!])(?:remotes\\\/\w+|origin|heads|tags)\\\/(?!\)?[?*])/g;

/** True if a filter requires the name of a remote, which `remote-in-branch-filter` reports. */
export function hasRemotePrefix(filter: string): boolean {
  return filter.search(REMOTE_PREFIX) >= 0;
}

/** True if another rule reports a filter of the trigger: fixing it changes which events match. */
export function hasBrokenFilter(trigger: GitTrigger): boolean {
  const { branchRegex, commentRegex, pullRequestTargetBranchRegex: target, modifiedFilesGlob } = trigger;
  const isBroken = (text: string): boolean => {
    const literal = scanRegexLiteral(text);
    return !literal.ok || literal.advice.length > 0 || findGlobStars(literal.source).length > 0;
  };
  // An empty target filter is not a filter.
  const regexes = [branchRegex, commentRegex, target?.value ? target : undefined];
  if (regexes.some((filter) => filter && isBroken(filter.value))) return true;
  const glob = modifiedFilesGlob?.value;
  return Boolean(glob) && (hasPitfall(glob!) || looksLikeRegex(glob!) || isOutsideRepository(glob!));
}

/** The keys that decide which events fire a trigger. */
const FILTER_KEYS: ReadonlySet<unknown> = new Set([
  "events",
  "branchRegex",
  "pullRequestTargetBranchRegex",
  "commentRegex",
  "modifiedFilesGlob",
  "disabled",
]);

/** Returns the indexes of the triggers with an unknown key that means a filter. */
export const triggersWithUnknownFilter: (pipeline: Pipeline) => Promise<ReadonlySet<unknown>> =
  oncePerPipeline(async ({ plain }) => {
    if (isSurelyValid(plain)) return new Set();
    const { findSpecFaults } = await import("../../src/pipeline/schema/spec-faults.ts");
    const unknown = findSpecFaults(plain).filter(
      ({ kind, path, suggestion, opposite }) =>
        kind === "unknown-key" &&
        path[1] === "triggers" &&
        path.length === 4 &&
        FILTER_KEYS.has(opposite?.key ?? suggestion),
    );
    return new Set(unknown.map(({ path }) => path[2]));
  });

/** Returns the provider that the trigger names or that the config assigns to its integration. */
export function providerOf(trigger: GitTrigger, { settings }: RuleContext): ProviderRow | undefined {
  return providerBy(trigger, settings.integrations);
}

/** Returns the tracked files of a trigger's repository; undefined if they are unknown. */
export function filesOf(
  { repo }: GitTrigger,
  { settings }: RuleContext,
): readonly string[] | undefined | Promise<readonly string[] | undefined> {
  const { repositoryFiles, findRepositoryFiles } = settings;
  return repositoryFiles ?? (repo && findRepositoryFiles?.(repo.value));
}

/** The length limit of the published schema, which the schema check reports. */
const LONGEST = 65_000;

/** Returns the glob of a trigger for the rules on globs, unless other rules report it. */
export function globOf(trigger: GitTrigger): Located<string> | undefined {
  return globsIn(trigger.pipeline).get(trigger);
}

/** Fifteen rules need these, and to test each glob once is 1 % of the time of `lint`. */
const globsIn = oncePerPipeline(({ triggers, file: { source } }) => {
  const globs = new Map<GitTrigger, Located<string>>();
  for (const trigger of triggers) {
    const glob = trigger.modifiedFilesGlob;
    if (glob && isForGlobRules(glob, source.text)) globs.set(trigger, glob);
  }
  return globs;
});

function isForGlobRules(glob: Located<string>, text: string): boolean {
  const { value } = glob;
  if (value === "" || value.length > LONGEST || cutPattern(text, glob)) return false;
  return !findPlaceholder(value) && !looksLikeRegex(value) && !isOutsideRepository(value);
}

/** Reports a part of a pattern and suggests a replacement of the whole pattern, if there is one. */
export function reportPart(
  context: RuleContext,
  pattern: Located<string>,
  { start, end }: Span,
  message: string,
  replacement?: string,
): void {
  const fix = replaceValue(pattern, replacement, false);
  context.report(context.subLocation(pattern, start, end), message, { fix });
}

/** The first pitfall of a kind in the glob of a trigger. */
interface FoundPitfall {
  readonly glob: string;
  readonly start: number;
  readonly end: number;
  /** The part of the glob from `start` to `end`. */
  readonly written: string;
  /** The glob without any pitfall of the kind, if it is known. */
  readonly repaired?: string;
  /** Returns the advice to write the repaired glob, or the given one if that is not known. */
  readonly advice: (otherwise: string) => string;
}

/** Returns the advice for a list of patterns in one text; braces cannot exclude a part of it. */
export function adviceOnList(glob: string): string {
  return /[\s,;|]!/.test(glob)
    ? 'write the patterns without "!" in braces, with commas, since a list cannot exclude any'
    : "write the list in braces, with commas";
}

/** Returns the check that reports a pitfall; `describe` words it, or excludes it. */
export function pitfallCheck(
  code: GlobPitfallCode,
  describe: (pitfall: FoundPitfall) => string | undefined,
): NonNullable<Rule["gitTrigger"]> {
  return (trigger, context) => {
    const glob = globOf(trigger);
    const pitfall = glob && firstPitfall(glob.value, code);
    if (!pitfall) return;
    const { start, end, repaired } = pitfall;
    const advice = (otherwise: string) => (repaired === undefined ? otherwise : `write "${repaired}"`);
    const written = glob.value.slice(start, end);
    const message = describe({ ...pitfall, glob: glob.value, written, advice });
    if (message !== undefined) reportPart(context, glob, pitfall, message, repaired);
  };
}

/** True if two regexes, by their texts, never match the same line; false if one is missing. */
export function excludeNames(one: Located<string> | undefined, other: Located<string> | undefined): boolean {
  return Boolean(one?.value && other?.value) && areApart(one!.value, other!.value);
}

/** Pipelines often repeat the same pairs of filters. */
const areApart = memoizeBy(
  (one: string, other: string) => `${one.length} ${one}${other}`,
  (one, other) => {
    const [literal, another] = [restrictiveLiteral(one), restrictiveLiteral(other)];
    return literal !== undefined && another !== undefined && excludeEachOther(literal, another);
  },
);

/** True if two globs, by their texts, never match the same path; false if one is missing. */
export function excludeFiles(one: GitTrigger, other: GitTrigger): boolean {
  const [glob, another] = [one.modifiedFilesGlob?.value, other.modifiedFilesGlob?.value];
  return Boolean(glob && another) && globsExcludeEachOther(glob!, another!);
}
