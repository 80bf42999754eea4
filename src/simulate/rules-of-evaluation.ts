import { type Certainty, sources } from "../spec/catalogue/fact.ts";

/** The conditions of a trigger, in the order in which they are shown. */
export const gitConditionIds = [
  "enabled",
  "repository",
  "event",
  "fork",
  "skip-message",
  "branch",
  "target-branch",
  "comment",
  "comment-author",
  "files",
] as const;

/** The conditions of a cron trigger, in the order in which they are shown. */
export const cronConditionIds = ["enabled", "schedule"] as const;

/** The id of a condition. */
export type ConditionId = (typeof gitConditionIds)[number] | (typeof cronConditionIds)[number];

/** One rule by which a condition is judged: what the platform does, how sure that is, and where it is written. */
export interface RuleOfEvaluation {
  readonly conditions: readonly ConditionId[];
  readonly statement: string;
  readonly certainty: Certainty;
  readonly source: string;
}

const { schema, gitTriggers, api, cronTriggers, gitProviders, releaseNotes } = sources;
const notBuilding = "docs.codefresh.io _docs/kb/articles/pr-not-building.md";
const globArticle = "docs.codefresh.io _docs/kb/articles/glob-expression-trigger-not-working.md";
const scheduler = "robfig/cron v2 be2e0b0, the version that codefresh-io/cronus 9461a26 pins";
const engines = "picomatch 4.0.7 and minimatch 3.1.5, run side by side";
const none = "no public evidence";

type Cells = [
  conditions: ConditionId | readonly ConditionId[],
  certainty: Certainty,
  source: string,
  statement: string,
];

const filters: readonly ConditionId[] = ["branch", "target-branch", "comment"];

const table = {
  "refused-value": [
    ["enabled", "repository", "event", "fork", ...filters, "comment-author", "files", "schedule"],
    "schema",
    schema,
    "A value that the platform refuses leaves its condition unknown: a spec that holds one is not accepted.",
  ],
  "missing-fact": [
    ["event", ...filters, "comment-author", "files"],
    "unknown",
    none,
    "A fact of the event that was not given leaves a condition unknown where the answer hangs on it.",
  ],
  "unbounded-pattern": [
    filters,
    "unknown",
    none,
    "A pattern that cannot be matched in bounded time leaves its condition unknown.",
  ],
  "trigger-disabled": ["enabled", "documented", api, "A trigger with `disabled: true` never fires."],
  "trigger-enabled": ["enabled", "documented", api, "A trigger is enabled unless `disabled` is true."],

  "repository-same": [
    "repository",
    "documented",
    gitTriggers,
    "A trigger listens to the webhooks of the repository in `repo` alone.",
  ],
  "repository-assumed": [
    "repository",
    "documented",
    gitTriggers,
    "Where no repository is given, each trigger is judged as if the event came from its own.",
  ],
  "repository-case": [
    "repository",
    "unknown",
    none,
    "It is not known whether names of repositories that differ in letter case only are the same to the platform.",
  ],
  "repository-address": [
    "repository",
    "unknown",
    none,
    "It is not known what the platform makes of a whole address in `repo`, which its schema lets through.",
  ],
  "provider-differs": [
    "repository",
    "documented",
    gitTriggers,
    "A trigger receives the webhooks of its own Git provider only.",
  ],
  "provider-cannot-send": [
    "repository",
    "documented",
    gitTriggers,
    "Each Git provider offers its own set of events; an event that it never sends cannot reach the trigger.",
  ],

  "event-listed": ["event", "schema", schema, "A trigger that lists a name of the event hears it."],
  "event-covered": [
    "event",
    "schema",
    schema,
    "A wide name covers its narrower ones: `push` every push, `pullrequest` every event of a pull request but comments, `pullrequest.closed` a merge too.",
  ],
  "event-not-listed": [
    "event",
    "schema",
    schema,
    "A trigger that lists no name of the event does not hear it.",
  ],
  "event-too-wide": [
    "event",
    "unknown",
    none,
    "An event described by a wide name alone may or may not be the narrower one that a trigger lists.",
  ],
  "event-open": [
    "event",
    "unknown",
    none,
    "It is not known whether `push` covers the deletion of a branch, nor whether `pullrequest` covers comments.",
  ],
  "events-empty": ["event", "inferred", schema, "A trigger with an empty list of events never fires."],

  "fork-no-pull-request": [
    "fork",
    "inferred",
    gitTriggers,
    "Forks matter to pull requests and to comments on them; a push to a fork never reaches the upstream's webhook.",
  ],
  "fork-none": [
    "fork",
    "documented",
    gitTriggers,
    "A pull request from a branch of the repository itself needs no permission.",
  ],
  "fork-refused": [
    "fork",
    "schema",
    schema,
    "Events of pull requests from forks do not fire unless `pullRequestAllowForkEvents` is true; its default is false.",
  ],
  "fork-allowed": [
    "fork",
    "documented",
    gitTriggers,
    "With `pullRequestAllowForkEvents: true`, pull requests from forks fire as others do.",
  ],
  "fork-outsider": [
    "fork",
    "unknown",
    gitTriggers,
    "The documentation says that only pushes by collaborators fire from a fork; what that means for an outsider's own commits is not known.",
  ],
  "fork-test": [
    "fork",
    "inferred",
    gitProviders,
    "A fork is told by a head repository of another name; the provider's own flag for forks is the other possible test.",
  ],

  "skip-string": [
    "skip-message",
    "documented",
    gitTriggers,
    "A skip string in brackets anywhere in the commit message keeps a push from firing.",
  ],
  "skip-string-absent": [
    "skip-message",
    "documented",
    gitTriggers,
    "A commit message without a skip string keeps nothing from firing; a message that was not given is taken for one.",
  ],
  "skip-string-pull-request": [
    "skip-message",
    "inferred",
    releaseNotes,
    "A skip string in the head commit's message keeps events of its pull request from firing.",
  ],
  "skip-string-tag": [
    "skip-message",
    "unknown",
    none,
    "It is not known whether a skip string in the tagged commit's message keeps a tag push from firing.",
  ],
  "skip-string-other-events": [
    "skip-message",
    "inferred",
    gitTriggers,
    "Skip strings do not act on releases, comments and other events.",
  ],
  "skip-string-case": [
    "skip-message",
    "inferred",
    gitTriggers,
    "Skip strings are compared with regard to letter case.",
  ],
  "skip-string-earlier": [
    "skip-message",
    "inferred",
    gitTriggers,
    "Of a push of several commits the head commit's message is read.",
  ],

  "filter-absent": [
    filters,
    "inferred",
    schema,
    "A filter that is absent lets everything pass; so does an empty target branch filter.",
  ],
  "filter-matches-all": [
    filters,
    "inferred",
    gitTriggers,
    "A filter that matches every text passes, whatever the fact that it looks at.",
  ],
  "filter-search": [
    filters,
    "inferred",
    gitTriggers,
    "A filter is searched for anywhere in the text; without `^` and `$` a part that matches is enough.",
  ],
  "branch-of-push": [
    "branch",
    "documented",
    gitTriggers,
    "On a push the branch filter sees the name of the branch, without `refs/heads/`.",
  ],
  "branch-tag-name": [
    "branch",
    "documented",
    gitTriggers,
    "On a tag push the branch filter sees the name of the tag.",
  ],
  "branch-source": [
    "branch",
    "documented",
    notBuilding,
    "On a pull request and on a comment the branch filter sees the source branch.",
  ],
  "branch-release": [
    "branch",
    "unknown",
    none,
    "It is not known whether the branch filter sees the tag or the target of a release.",
  ],
  "branch-change": [
    "branch",
    "inferred",
    gitTriggers,
    "On an event of Gerrit the branch filter sees the branch of the change.",
  ],
  "target-no-pull-request": [
    "target-branch",
    "inferred",
    gitTriggers,
    "The target branch filter plays no part in events other than those of pull requests.",
  ],
  "target-branch": [
    "target-branch",
    "documented",
    notBuilding,
    "On a pull request and on a comment the target branch filter sees the branch to merge into.",
  ],
  "target-unsupported": [
    "target-branch",
    "unknown",
    gitTriggers,
    "The target branch filter is not available for Bitbucket Server; what one does there is not known.",
  ],
  "comment-other-event": [
    "comment",
    "documented",
    gitTriggers,
    "The comment filter plays no part in events that are no comments.",
  ],
  "comment-text": ["comment", "documented", gitTriggers, "On a comment the comment filter sees its text."],

  "comment-author-not-asked": [
    "comment-author",
    "schema",
    schema,
    "Who wrote a comment matters to `pullrequest.commentAdded` only.",
  ],
  "comment-author-unrestricted": [
    "comment-author",
    "schema",
    schema,
    "`pullrequest.commentAddedUnrestricted` takes comments from anybody.",
  ],
  "comment-author-validation-off": [
    "comment-author",
    "inferred",
    schema,
    "`skipCommentAuthorAssociationValidation: true` turns the question who wrote the comment off.",
  ],
  "comment-author-collaborator": [
    "comment-author",
    "documented",
    gitTriggers,
    "`pullrequest.commentAdded` takes comments from owners and collaborators of the repository only.",
  ],
  "comment-author-member": [
    "comment-author",
    "inferred",
    gitTriggers,
    "A public member of the organization counts as a collaborator.",
  ],

  "files-no-filter": ["files", "documented", gitTriggers, "Without a glob, any changed file passes."],
  "files-any": [
    "files",
    "documented",
    gitTriggers,
    "One changed file that matches is enough, for a negated glob too.",
  ],
  "files-pull-request": [
    "files",
    "documented",
    gitTriggers,
    "Since March 2021 the glob applies to events of pull requests as well.",
  ],
  "files-engine": [
    "files",
    "unknown",
    engines,
    "It is not known which glob library the platform uses; where the candidates disagree, so is the answer.",
  ],
  "files-leading-slash": [
    "files",
    "unknown",
    engines,
    "Taken literally a leading slash matches nothing; it is not known whether the platform takes it for the repository's root.",
  ],
  "files-missing": [
    "files",
    "unknown",
    globArticle,
    "It is not known what a glob does with an event that lists no changed files: a tag push, a release, a label, a comment.",
  ],
  "files-incomplete": [
    "files",
    "unknown",
    gitProviders,
    "A list of changed files that is cut short can show that a glob matches, not that it does not.",
  ],

  "schedule-minute": [
    "schedule",
    "tried",
    scheduler,
    "A cron trigger fires in the minute given if the scheduler finds a run in it, on the clock of UTC.",
  ],
  "schedule-api-pattern": [
    "schedule",
    "schema",
    schema,
    "An expression that the published pattern refuses and the scheduler takes is judged by the scheduler.",
  ],
  "schedule-interval": [
    "schedule",
    "inferred",
    cronTriggers,
    "An expression that runs more often than once a minute, or never, is refused.",
  ],
} satisfies Record<string, Cells>;

/** The id of a rule of evaluation. */
export type RuleId = keyof typeof table;

/** Every rule by which the simulator judges, by id; `docs/semantics.md` is generated from it. */
export const rulesOfEvaluation = Object.fromEntries(
  Object.entries(table).map(([id, cells]) => [id, ruleOf(cells as Cells)]),
) as Readonly<Record<RuleId, RuleOfEvaluation>>;

function ruleOf([conditions, certainty, source, statement]: Cells): RuleOfEvaluation {
  return {
    conditions: typeof conditions === "string" ? [conditions] : conditions,
    statement,
    certainty,
    source,
  };
}
