/** A question that no public source answers, and the answer that is assumed. */
export interface OpenQuestion {
  /** The id in the config's `assume:` and in the output's `assumed`. */
  readonly id: string;
  readonly question: string;
  /** The assumed answer; `unknown` leaves the conditions that depend on it undecided. */
  readonly default: string;
  /** The other answers that a user can set. */
  readonly values: readonly string[];
  /** All answers, the default first. */
  readonly answers: readonly string[];
  /** How sure the default is. */
  readonly certainty: "inferred" | "unknown";
}

const unknown = (id: string, question: string, values: string[]): OpenQuestion => ({
  id,
  question,
  default: "unknown",
  values,
  answers: ["unknown", ...values],
  certainty: "unknown",
});

const inferred = (id: string, question: string, answer: string, values: string[]): OpenQuestion => ({
  id,
  question,
  default: answer,
  values,
  answers: [answer, ...values],
  certainty: "inferred",
});

/** The user's answers to open questions by id (`assume` in the config). */
export type Assumptions = Readonly<Record<string, string>>;

/** The open questions about which steps of a build run (steps.md, part 8). */
const stepQuestions: readonly OpenQuestion[] = [
  inferred(
    "evaluator-version",
    "whether Codefresh evaluates the conditions of steps as `@codefresh-io/tevale` 0.9.4 does",
    "yes",
    ["unknown"],
  ),
  unknown(
    "substitution",
    "whether `${{ NAME }}` with spaces is replaced too (trimmed) or not (exact); with either answer a value with quotes or with a reference is pasted as it is",
    ["exact", "trimmed"],
  ),
  unknown("condition-error", "whether an error in a condition fails the build, or only skips the step", [
    "skips",
    "fails",
  ]),
  inferred(
    "when-combination",
    "whether all parts of a `when` must hold, and both `all` and `any` of its condition, or any of them",
    "all",
    ["any", "unknown"],
  ),
  inferred("empty-when", "whether an empty `when`, or an empty part of one, holds", "holds", [
    "fails",
    "unknown",
  ]),
  unknown("no-branch", "whether `when.branch` holds in a build without a branch", ["holds", "fails"]),
  inferred(
    "finished-results",
    "whether `finished` in `on` also matches the results approved, denied and terminated, not only the documented success, failure and skipped",
    "yes",
    ["no", "unknown"],
  ),
  unknown(
    "workflow-result",
    "the `workflow.result` that a waiting step reads, also after a failure that ends the build: `running` to the end; or `so-far`, failure after a failed step and success after all others",
    ["running", "so-far"],
  ),
  unknown("expansion", "whether another step can name the steps that `scale` makes, by their keys", [
    "yes",
    "no",
  ]),
  inferred(
    "parallel-later-change",
    "whether a variable that a step exports can make a condition true later in parallel mode",
    "yes",
    ["no"],
  ),
  inferred(
    "variables-as-roots",
    "whether a condition can read a variable by its plain name, as in `CF_BRANCH == 'main'`",
    "no",
    ["yes", "unknown"],
  ),
  unknown("hook-when", "whether the `when` of a step in a hook is evaluated", ["yes", "no"]),
  inferred("skipped-hooks", "whether on_elected and on_finish of a step that does not run are run", "no", [
    "yes",
    "unknown",
  ]),
  unknown("left-out-step", "the result that others read of a step that `codefresh run --skip` leaves out", [
    "skipped",
    "pending",
  ]),
];

/** The question about the validator's options, to which no simulation has an answer. */
const buildQuestion = inferred(
  "build-options",
  "with which options Codefresh's validator checks build steps: `registry`, `tags` and `disable_push` are allowed (v2) or not (v1), or `tag` is required too (v2-with-tag); for lint",
  "v2",
  ["v1", "v2-with-tag"],
);

/** The open questions of semantics.md, in the order of its appendix, then those of steps. */
export const openQuestions: readonly OpenQuestion[] = [
  unknown("glob-engine", "which library matches modifiedFilesGlob if picomatch and minimatch disagree", [
    "picomatch",
    "minimatch",
  ]),
  unknown(
    "glob-leading-slash",
    "whether a leading slash in a glob is literal or the root of the repository",
    ["literal", "root"],
  ),
  unknown("files-missing", "how a glob is evaluated for an event that lists no files", ["fires", "skips"]),
  unknown(
    "release-branch",
    "whether branchRegex is matched against the tag or the target of a release, which is then also CF_BRANCH",
    ["tag", "target"],
  ),
  inferred("pullrequest-covers-comments", "whether pullrequest covers comments", "no", ["yes", "unknown"]),
  unknown(
    "pullrequest-covers-unlisted",
    "whether pullrequest covers webhooks without a name of their own, such as a dismissed review",
    ["yes", "no"],
  ),
  unknown(
    "provider-comments",
    "whether comments on Bitbucket, Azure DevOps and Gerrit fire pullrequest.commentAdded and .commentAddedUnrestricted",
    ["yes", "no"],
  ),
  unknown("push-covers-delete", "whether push covers the deletion of a branch", ["yes", "no"]),
  unknown(
    "bitbucket-push-globs",
    "whether globs act on branch pushes of Bitbucket Cloud, which depends on feature flags of the account",
    ["yes", "no"],
  ),
  inferred("draft-pull-requests", "whether draft pull requests start builds like others", "yes", [
    "no",
    "unknown",
  ]),
  inferred(
    "gerrit-target",
    "whether pullRequestTargetBranchRegex is matched against the branch of a Gerrit change",
    "yes",
    ["no", "unknown"],
  ),
  inferred("skip-case", "whether skip strings are case-sensitive", "yes", ["no"]),
  inferred("skip-commit", "which commit of a push is searched for a skip string", "head", ["any"]),
  inferred("skip-events", "which events other than pushes skip strings apply to", "pull-requests", [
    "pushes",
    "all",
  ]),
  inferred("member-comments", "whether a member of the organization may make a restricted comment", "yes", [
    "no",
  ]),
  inferred(
    "fork-test",
    "how a fork is detected: by another full name or by the head repository's flag",
    "name",
    ["flag"],
  ),
  unknown("repository-case", "whether repository names are case-sensitive", ["yes", "no"]),
  inferred(
    "contexts-precedence",
    "which value wins if a trigger's context and the pipeline set the same variable",
    "pipeline",
    ["context"],
  ),
  unknown(
    "runtime-merge",
    "whether a trigger's runtime environment replaces the pipeline's or merges into it",
    ["replace", "merge"],
  ),
  inferred(
    "several-triggers",
    "how many builds an event starts if it fires two triggers of a pipeline",
    "one",
    ["each"],
  ),
  inferred("masked-on-replace", "whether '*****' with encrypted: true keeps the stored value", "yes", ["no"]),
  unknown("duplicate-variable", "which of two variables with one key wins", ["last", "first"]),
  unknown(
    "system-variable-precedence",
    "which value wins if the spec sets a system variable that the event sets too",
    ["spec", "system"],
  ),
  unknown(
    "dangling-cron-trigger",
    "whether a cron trigger starts a build if its gitTriggerId is the id of no Git trigger in the spec",
    ["fires", "skips"],
  ),
  unknown(
    "disabled-git-trigger",
    "whether a cron trigger starts a build if the Git trigger that it simulates is disabled",
    ["fires", "skips"],
  ),
  unknown(
    "cron-git-settings",
    "whether a build of a cron trigger has the variables, contexts, options and runtime environment of the Git trigger that it simulates",
    ["yes", "no"],
  ),
  unknown(
    "six-field-cron",
    "how a cron expression with six fields is read: seconds first, as the published scheduler of 2021 does, or a year last, as the API's published pattern does",
    ["seconds", "year"],
  ),
  inferred("api-cron-pattern", "whether the published cron pattern is still the live one", "no", ["yes"]),
  ...stepQuestions,
  buildQuestion,
];

const byId = new Map(openQuestions.map((question) => [question.id, question]));

/** Returns the open question with this id. */
export function findOpenQuestion(id: string): OpenQuestion | undefined {
  return byId.get(id);
}

/** The answer to an open question: the user's, else the default. */
export function answerTo(id: string, assume: Assumptions): string {
  return assume[id] ?? byId.get(id)!.default;
}
