/** A question about the platform that no public evidence answers (semantics, appendix). */
export interface OpenQuestion {
  readonly question: string;
  /** What is taken for granted where the user says nothing; `unknown` leaves the condition unknown. */
  readonly default: string;
  /** Every answer that `assume` takes. */
  readonly answers: readonly string[];
}

/** The open questions by id: what the config's `assume` and `--assume` settle and what `assumed` names in outputs. */
export const openQuestions: Readonly<Record<string, OpenQuestion>> = {
  "glob-engine": {
    question: "which library reads `modifiedFilesGlob`",
    default: "unknown",
    answers: ["unknown", "picomatch", "minimatch"],
  },
  "glob-leading-slash": {
    question: "whether a leading `/` in a glob is itself or the repository's root",
    default: "unknown",
    answers: ["unknown", "literal", "root"],
  },
  "files-missing": {
    question: "what a glob does with an event that lists no changed files",
    default: "unknown",
    answers: ["unknown", "fires", "skips"],
  },
  "release-branch": {
    question: "what the branch filter sees on a release",
    default: "unknown",
    answers: ["unknown", "tag", "target"],
  },
  "pullrequest-covers-comments": {
    question: "whether plain `pullrequest` covers comments",
    default: "no",
    answers: ["no", "yes", "unknown"],
  },
  "push-covers-delete": {
    question: "whether `push` covers the deletion of a branch",
    default: "unknown",
    answers: ["unknown", "yes", "no"],
  },
  "skip-case": {
    question: "whether skip strings are compared with regard to letter case",
    default: "yes",
    answers: ["yes", "no"],
  },
  "skip-commit": {
    question: "which commit of a push is searched for a skip string",
    default: "head",
    answers: ["head", "any"],
  },
  "skip-events": {
    question: "on which events besides pushes skip strings act",
    default: "pull-requests",
    answers: ["pull-requests", "pushes", "all"],
  },
  "member-comments": {
    question: "whether a member of the organization counts as a collaborator for restricted comments",
    default: "yes",
    answers: ["yes", "no"],
  },
  "fork-test": {
    question: "whether a fork is told by the head repository's name or by the provider's flag",
    default: "name",
    answers: ["name", "flag"],
  },
  "repository-case": {
    question: "whether names of repositories are compared with regard to letter case",
    default: "unknown",
    answers: ["unknown", "yes", "no"],
  },
  "contexts-precedence": {
    question: "whether a trigger's contexts or the pipeline's variables win",
    default: "variables",
    answers: ["variables", "contexts"],
  },
  "runtime-merge": {
    question: "whether a trigger's runtime environment replaces the pipeline's or is merged with it",
    default: "unknown",
    answers: ["unknown", "replace", "merge"],
  },
  "several-triggers": {
    question: "how many builds start where several triggers of one pipeline match one event",
    default: "one",
    answers: ["one", "each"],
  },
  "masked-on-replace": {
    question: "whether replacing a spec with a masked encrypted value keeps the stored one",
    default: "yes",
    answers: ["yes", "no"],
  },
  "duplicate-variable": {
    question: "which of two variables with one key wins",
    default: "unknown",
    answers: ["unknown", "last", "first"],
  },
  "api-cron-pattern": {
    question: "whether the published pattern for cron expressions is the one that is used",
    default: "no",
    answers: ["no", "yes"],
  },
};
