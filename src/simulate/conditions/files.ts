import { coverage } from "../../catalogue/events/events.ts";
import { answerTo } from "../../catalogue/open-questions.ts";
import type { Located } from "../../document/located.ts";
import type { GlobMatch, NearMiss } from "../../match/glob/index.ts";
import { MAX_GLOB_LENGTH } from "../../match/glob/limits.ts";
import { memoizeByObject } from "../../util/memoize.ts";
import { quoteList } from "../../util/text.ts";
import { type ConditionParts, refused } from "../condition.ts";
import type { RuleId } from "../evaluation/evaluation-rules.ts";
import type { GitEvent } from "../event/event.ts";
import { type GitContext, wrongType } from "./context.ts";

/** Checks whether a changed file matches the glob (semantics e). */
export function files(context: GitContext): ConditionParts {
  const { trigger } = context;
  const glob = trigger.modifiedFilesGlob;
  const mistyped = wrongType(trigger, "modifiedFilesGlob");
  if (mistyped) return mistyped;
  if (!glob || glob.value === "") {
    const reason = "no glob, so any changed file passes";
    return { outcome: "pass", rule: "files-no-filter", reason, place: glob };
  }
  if (glob.value.length > MAX_GLOB_LENGTH) {
    return refused(glob, `it has more than ${MAX_GLOB_LENGTH} characters`);
  }
  return { place: glob, expected: glob.value, ...judge(glob, context) };
}

const assumed = ["bitbucket-push-globs"];

/** Globs act on branch pushes of Bitbucket Cloud only with feature flags. */
function judge(glob: Located<string>, context: GitContext): ConditionParts {
  if (!isBitbucketPush(context)) return byPaths(glob, context);
  const settled = answerTo("bitbucket-push-globs", context.assume);
  const rule = "files-bitbucket-push";
  if (settled === "no") {
    const reason = "assumed that globs have no effect on branch pushes of Bitbucket Cloud";
    return { outcome: "pass", rule, certainty: "inferred", reason, assumed };
  }
  const parts = byPaths(glob, context);
  // Without an effect any file passes, so a match depends on no answer.
  if (parts.outcome === "pass" || (settled === "yes" && parts.missing)) return parts;
  if (settled === "yes") {
    const all = [...(parts.assumed ?? []), ...assumed];
    return { ...parts, certainty: parts.certainty ?? "inferred", assumed: all };
  }
  const reason = "globs act on branch pushes of Bitbucket Cloud only if feature flags of the account are on";
  return { outcome: "unknown", rule, reason, assumed };
}

function isBitbucketPush({ provider, traits }: GitContext): boolean {
  return provider === "bitbucket" && (traits.kind === "branch-push" || traits.kind === "push");
}

function byPaths(glob: Located<string>, context: GitContext): ConditionParts {
  const { changedFiles } = context.event;
  const paths = changedFiles && pathsOf(changedFiles);
  if (paths === undefined || paths.length === 0 || !mayHaveFiles(context))
    return withoutFiles(context, paths);
  const parts = { ...put(glob, paths, context), actual: formatPaths(paths) };
  return mayBeTagPush(context) ? ofAnyPush(parts, context) : parts;
}

/** True for a push of an unknown branch or tag to a trigger that may listen to pushes of tags. */
function mayBeTagPush({ trigger, traits, provider }: GitContext): boolean {
  const isOfTag = (name: string) => coverage("push.tags", name, provider).answer !== "none";
  return traits.kind === "push" && trigger.events.some(({ value }) => isOfTag(value));
}

/** The result if it is the same for the push of a tag, whose files are an open question. */
function ofAnyPush(parts: ConditionParts, { assume }: GitContext): ConditionParts {
  const ofTag = { fires: "pass", skips: "fail" }[assume["files-missing"] ?? ""];
  if (parts.outcome === ofTag)
    return { ...parts, certainty: "inferred", assumed: [...(parts.assumed ?? []), "files-missing"] };
  const reason = "the changed files decide for a push to a branch, but perhaps not for the push of a tag";
  return {
    outcome: "unknown",
    rule: "missing-fact",
    reason,
    missing: "branch",
    actual: parts.actual ?? null,
  };
}

/** The changed paths, both sides of a rename included. */
const pathsOf = memoizeByObject((files: NonNullable<GitEvent["changedFiles"]>): readonly string[] => {
  const all = files.flatMap(({ path, previousPath }) =>
    previousPath === undefined ? [path] : [path, previousPath],
  );
  return [...new Set(all)];
});

/** The glob applies to all pull request events (semantics e); some webhooks only lack the files. */
function mayHaveFiles({ traits }: GitContext): boolean {
  return traits.listsFiles || traits.kind === "pull-request";
}

function withoutFiles({ traits, assume }: GitContext, paths: readonly string[] | undefined): ConditionParts {
  if (paths === undefined && traits.listsFiles) {
    const reason = "no changed files were given";
    return { outcome: "unknown", rule: "missing-fact", reason, missing: "changedFiles" };
  }
  const answer = assume["files-missing"];
  const parts = { rule: "files-missing" as const, assumed: ["files-missing"] };
  const what = traits.listsFiles ? "no changed files" : "this event has no list of changed files";
  if (answer === "fires" || answer === "skips") {
    const reason = `${what}, which is assumed to ${answer === "fires" ? "pass" : "fail"} any glob`;
    return { ...parts, outcome: answer === "fires" ? "pass" : "fail", certainty: "inferred", reason };
  }
  const missing = paths === undefined &&
    traits.kind === "pull-request" && { missing: "changedFiles" as const };
  return {
    ...parts,
    ...missing,
    outcome: "unknown",
    reason: `${what}; Codefresh's behaviour is undocumented`,
  };
}

function put(glob: Located<string>, paths: readonly string[], context: GitContext): ConditionParts {
  const { event, traits, patterns, assume } = context;
  const { outcome } = patterns.anyFile(glob.value, paths);
  const questions = questionsOf(outcome, glob.value, paths, context);
  const rule: RuleId = traits.pullRequest ? "files-pull-request" : "files-any";
  if (outcome === "no" && event.changedFilesIncomplete) {
    const reason = "no given file matches, and the list of files is incomplete";
    return { outcome: "unknown", rule: "files-incomplete", reason, missing: "changedFiles" };
  }
  const openRule = questions.includes("glob-leading-slash") ? "files-leading-slash" : "files-engine";
  const explained = () => patterns.explainFiles(glob.value, paths);
  if (outcome === "unknown") {
    const reason = () => whyUnknown(explained());
    return { outcome, rule: openRule, reason, assumed: questions };
  }
  const reason = () =>
    outcome === "yes" ? whyYes(explained(), glob.value) : whyNot(explained(), paths.length, glob.value);
  const parts = { outcome: outcome === "yes" ? "pass" : "fail", reason } as const;
  const assumed = questions.filter((question) => assume[question] !== undefined);
  if (assumed.length === 0) return { ...parts, rule };
  return { ...parts, rule: openRule, certainty: "inferred", assumed };
}

/** The open questions that an outcome depends on, or would depend on without `assume`. */
function questionsOf(
  outcome: GlobMatch["outcome"],
  pattern: string,
  paths: readonly string[],
  { patterns, assume }: GitContext,
): readonly string[] {
  if (outcome === "unknown") return patterns.glob(pattern).matchFiles(paths, false).questions;
  if (assume["glob-engine"] === undefined && assume["glob-leading-slash"] === undefined) return [];
  const open = patterns.withoutAssumptions();
  if (open.anyFile(pattern, paths).outcome === outcome) return [];
  return open.glob(pattern).matchFiles(paths, false).questions;
}

function formatPaths(paths: readonly string[]): string {
  return paths.length > 3 ? `${paths.slice(0, 3).join(", ")} and ${paths.length - 3} more` : paths.join(", ");
}

/** Names a file only if it matches in every reading, and a number only if they agree on it. */
function whyYes(match: GlobMatch | undefined, glob: string): string {
  if (!match) return `a changed file matches ${brief(glob)}`;
  const { agreed, matched, total, alternative, readings } = match;
  if (agreed === undefined) return `${brief(glob)} matches ${readings.map(formatReading).join(", ")}`;
  const through = alternative ? `, by its part "${alternative.text}"` : "";
  const part = `"${agreed}" matches ${brief(glob)}${through}`;
  if (readings.some((reading) => reading.matched !== matched)) return part;
  return `${part} (${total === 1 ? "the one changed file" : `${matched} of ${total} files`})`;
}

function formatReading({ engine, leadingSlash, file }: GlobMatch["readings"][number]): string {
  const slash = leadingSlash === undefined ? "" : ` and a ${leadingSlash} slash`;
  return `"${file}" with ${engine}${slash}`;
}

/** The result of each reading, in short if only the leading slash is open. */
function whyUnknown(match: GlobMatch | undefined): string {
  const { questions, readings, reason } = match ?? { questions: [], readings: [] };
  const rooted = readings.find(({ leadingSlash, file }) => leadingSlash === "root" && file !== undefined);
  if (questions.length === 1 && questions[0] === "glob-leading-slash" && rooted) {
    return `"${rooted.file}" matches if the leading slash means the repository's root; no file matches if it is literal`;
  }
  return reason ?? "the result depends on the glob engine";
}

function whyNot(match: GlobMatch | undefined, total: number, glob: string): string {
  const none = `${total === 1 ? "the changed file does not match" : `none of the ${total} changed files matches`} ${brief(glob)}`;
  if (match?.readings.some(({ leadingSlash }) => leadingSlash !== undefined)) {
    return `${none}, with either meaning of the leading slash`;
  }
  const near = match?.near && formatNear(match.near, total);
  return near === undefined ? none : `${none}: ${near}`;
}

/** The maximum number of alternatives that are named. */
const MAX_NAMED = 4;

/** The nearest file and why it does not match; undefined if too many parts fail there. */
function formatNear({ file, cause, at, pieces }: NearMiss, total: number): string | undefined {
  const segment = file.slice(at.start, at.end);
  const near = total > 1 ? ", the nearest," : "";
  if (cause === "excluded") return `${brief(pieces[0]!)} excludes ${total > 1 ? "all of them" : `"${file}"`}`;
  if (cause === "hidden") {
    const below = file.slice(at.end);
    const dotted = below === "" || below.includes("/.") ? file : `${file.slice(0, at.end)}/**`;
    return `wildcards do not match the leading dot of "${segment}" in "${file}"; write the dot, such as "${dotted}"`;
  }
  if (
    pieces.length === 0 ||
    pieces.length > MAX_NAMED ||
    pieces.some((piece) => piece === "" || piece.length > MAX_BRIEF)
  )
    return undefined;
  if (cause === "too-short") return `"${file}"${near} ends before ${quoteList(pieces, "or")}`;
  if (cause === "too-long") return `"${file}"${near} continues after ${quoteList(pieces, "or")}`;
  const where = segment === file ? "" : ` in "${file}"${total > 1 ? ", the nearest" : ""}`;
  const [none, verb] = pieces.length === 1 ? ["", "does not match"] : ["none of ", "matches"];
  return `${none}${quoteList(pieces, "and")} ${verb} "${segment}"${where}`;
}

/** The maximum length of a glob, or a part of one, in a sentence. */
const MAX_BRIEF = 80;

/** A glob in a sentence; the report shows it in full elsewhere. */
function brief(glob: string): string {
  return glob.length > MAX_BRIEF ? "the glob" : `"${glob}"`;
}
