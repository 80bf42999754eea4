import type { Located } from "../../document/located.ts";
import { COMMON_FILES, candidatePaths } from "../../match/glob/candidate-paths.ts";
import { examples } from "../../match/regex/examples.ts";
import type { GitTrigger } from "../../pipeline/model.ts";
import { isRefName } from "../event/fact-values.ts";
import type { EvaluationSettings } from "../settings.ts";

type Filter = Located<string> | undefined;

/** Names of branches to prefer in examples. */
export const COMMON_BRANCHES: readonly string[] = ["main", "master", "develop", "feature/x", "release/1.0"];
/** Names of tags to prefer in examples. */
export const COMMON_TAGS: readonly string[] = ["v1.0.0", "1.0.0", "release-1.0"];

/**
 * Finds a name of a branch or tag that passes several filters together; an absent or empty filter
 * matches everything. Undefined if none was found, which proves nothing, or if the platform refuses
 * a filter.
 *
 * @param prefer names to try first
 * @param fits another requirement for the name
 */
export function sharedName(
  filters: readonly Filter[],
  prefer: readonly string[],
  settings: EvaluationSettings,
  fits: (name: string) => boolean = () => true,
): string | undefined {
  return sharedText(filters, prefer, settings, (text) => isRefName(text) && fits(text));
}

/** Finds a text that passes several filters together, like `sharedName`. */
export function sharedText(
  filters: readonly Filter[],
  prefer: readonly string[],
  settings: EvaluationSettings,
  fits: (text: string) => boolean = () => true,
): string | undefined {
  const values = filters.flatMap((filter) => (filter?.value ? [filter.value] : []));
  const matchers = values.map((value) => settings.patterns.regex(value));
  const usable = matchers.flatMap((matcher) => ("literal" in matcher ? [matcher] : []));
  if (usable.length < matchers.length) return undefined;
  const passes = (text: string): boolean => fits(text) && usable.every((each) => each.test(text) === "yes");
  return prefer.find(passes) ?? values.flatMap((value) => filterExamples(value, settings)).find(passes);
}

/** The examples of a filter depend on no names of a checkout. */
const EXAMPLES = {};

/** Texts that match the regex of a filter, at most 20; none for one that Codefresh rejects. */
export function filterExamples(
  filter: string,
  { patterns, budget }: Pick<EvaluationSettings, "patterns" | "budget">,
): readonly string[] {
  const matcher = patterns.regex(filter);
  if (!("literal" in matcher)) return [];
  return patterns.kept(filter, EXAMPLES, () => examples(matcher.literal, { budget, limit: 20 }));
}

/** An ordinary path, without characters that are special in a glob. */
const PLAIN_PATH = /^[\w.@ -]+(?:\/[\w.@ -]+)*$/;

/** Finds a path that matches the globs of several triggers in every reading, or undefined. */
export function sharedFile(
  triggers: readonly GitTrigger[],
  { patterns, budget }: EvaluationSettings,
): string | undefined {
  const globs = triggers.flatMap(({ modifiedFilesGlob: glob }) => (glob?.value ? [glob.value] : []));
  const passes = (path: string): boolean =>
    PLAIN_PATH.test(path) && globs.every((glob) => patterns.glob(glob).matchFile(path) === "yes");
  return COMMON_FILES.find(passes) ?? globs.flatMap((glob) => candidatePaths(glob, budget)).find(passes);
}
