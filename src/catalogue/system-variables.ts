import { closestMatch } from "../util/closest-match.ts";
import { once } from "../util/memoize.ts";
import { type Certainty, type Sourced, sources } from "./citations.ts";

/** The builds that get a system variable. */
export type VariableScope =
  | "every"
  | "git"
  | "tag"
  | "pull-request"
  | "comment"
  | "github-closed-pull-request"
  | "release"
  | "gerrit"
  | "cron"
  | "step";

/** A variable that the platform sets. */
export interface SystemVariableRow extends Sourced {
  readonly name: string;
  readonly scope: VariableScope;
  readonly description: string;
}

type Cells = [name: string, description: string, certainty?: Certainty, source?: string];

const scoped = (scope: VariableScope, rows: Cells[]): SystemVariableRow[] =>
  rows.map(([name, description, certainty = "documented", source = sources.variables]) => ({
    name,
    scope,
    description,
    source,
    certainty,
  }));

/** Every variable that the platform sets, by the builds that get it (semantics i). */
export const systemVariables: readonly SystemVariableRow[] = [
  ...scoped("every", [
    ["CI", "always true"],
    ["CF_URL", "the address of Codefresh"],
    ["CF_ACCOUNT", "the account that the build belongs to"],
    ["CF_PIPELINE_NAME", "the pipeline's full name, project/pipeline"],
    ["CF_BUILD_ID", "the build's id"],
    ["CF_BUILD_URL", "the address of the build's page"],
    ["CF_BUILD_TIMESTAMP", "when the build was created"],
    ["CF_BUILD_INITIATOR", "the user who started the build; the webhook's user for a Git event"],
    ["CF_BUILD_TRIGGER", "webhook for a Git event, build for a manual run"],
    ["CF_PIPELINE_TRIGGER_ID", "the id of the trigger that started the build", "inferred"],
    ["CF_STEP_NAME", "the name of the running step"],
    ["CF_VOLUME_NAME", "the name of the shared volume"],
    ["CF_VOLUME_PATH", "the path at which the shared volume is mounted"],
    ["CF_KUBECONFIG_PATH", "the kubeconfig file, if a cluster is connected"],
  ]),
  ...scoped("git", [
    ["CF_REPO_OWNER", "the owner of the repository"],
    ["CF_REPO_NAME", "the name of the repository"],
    ["CF_BRANCH", "the branch, the source branch of a pull request, or the tag of a tag push"],
    ["CF_BRANCH_TAG_NORMALIZED", "CF_BRANCH without the characters that an image tag cannot have"],
    ["CF_BRANCH_TAG_NORMALIZED_LOWER_CASE", "CF_BRANCH_TAG_NORMALIZED in lower case"],
    ["CF_REVISION", "the commit's full hash"],
    ["CF_SHORT_REVISION", "the first seven characters of the commit's hash"],
    ["CF_COMMIT_AUTHOR", "the author of the commit"],
    ["CF_COMMIT_URL", "the address of the commit"],
    ["CF_COMMIT_MESSAGE", "the commit message, with its quotes escaped"],
    ["CF_COMMIT_MESSAGE_ESCAPED", "the commit message, with its special characters escaped"],
  ]),
  ...scoped("tag", [["CF_BASE_BRANCH", "the branch that the tag was made from"]]),
  ...scoped("pull-request", [
    ["CF_PULL_REQUEST_ACTION", "the action of the pull request, as named by the provider"],
    ["CF_PULL_REQUEST_ID", "the pull request's id"],
    ["CF_PULL_REQUEST_NUMBER", "the pull request's number"],
    ["CF_PULL_REQUEST_TARGET", "the target branch"],
    ["CF_PULL_REQUEST_TITLE", "the pull request's title"],
    ["CF_PULL_REQUEST_TITLE_ESCAPED", "the pull request's title, with its special characters escaped"],
    [
      "CF_PULL_REQUEST_LABELS",
      "the pull request's labels (GitHub, GitLab) or the change's hashtags (Gerrit)",
    ],
  ]),
  ...scoped("comment", [
    ["CF_PULL_REQUEST_COMMENT", "the text of the comment"],
    ["CF_PULL_REQUEST_COMMENT_AUTHOR", "the author of the comment"],
  ]),
  ...scoped("github-closed-pull-request", [
    ["CF_PULL_REQUEST_MERGED", "whether the closed pull request was merged"],
    ["CF_PULL_REQUEST_HEAD_BRANCH", "the source branch"],
    ["CF_PULL_REQUEST_MERGED_COMMIT_SHA", "the commit on the target branch after the merge"],
    ["CF_PULL_REQUEST_HEAD_COMMIT_SHA", "the commit on the source branch"],
  ]),
  ...scoped("release", [
    ["CF_RELEASE_NAME", "the title of the GitHub release"],
    ["CF_RELEASE_TAG", "the tag of the GitHub release"],
    ["CF_RELEASE_ID", "the id of the GitHub release"],
    ["CF_PRERELEASE_FLAG", "whether the GitHub release is a pre-release"],
  ]),
  ...scoped("gerrit", [["CF_GERRIT_CHANGE_TOPIC", "the topic of the Gerrit change"]]),
  ...scoped("cron", [
    ["EVENT_MESSAGE", "the message of the cron trigger", "documented", sources.cronTriggers],
    ["EVENT_TIMESTAMP", "the time of the run, in RFC 3339", "documented", sources.cronTriggers],
    ["EVENT_DESCRIPTION", "the schedule in words", "inferred", sources.hermes],
    ["EVENT_PAYLOAD", "the payload of the event", "inferred", sources.hermes],
  ]),
  ...scoped("step", [
    ["CF_OUTPUT_URL", "a link that a step shows, exported as STEP_CF_OUTPUT_URL"],
    [
      "CF_CURRENT_ATTEMPT",
      "the number of the attempt of a step with retry",
      "documented",
      sources.definition,
    ],
    ["CF_MAX_ATTEMPTS", "the number of attempts of a step with retry", "documented", sources.definition],
    ["CF_OIDC_REQUEST_TOKEN", "the token for a request of an OIDC ID token", "documented", sources.oidc],
    ["CF_OIDC_REQUEST_URL", "the address for a request of an OIDC ID token", "documented", sources.oidc],
  ]),
];

const byName = new Map(systemVariables.map((row) => [row.name, row]));

/** The row of a system variable, or undefined for a name that the platform does not set. */
export function findSystemVariable(name: string): SystemVariableRow | undefined {
  return byName.get(name);
}

/** The system variable that a name most likely misspells, or undefined. */
export function nearestSystemVariable(name: string): string | undefined {
  return closestMatch(name, byName.keys());
}

/** Variables of other CI systems, as their documentation lists them; Azure has two forms. */
const OTHER_SYSTEMS = new RegExp(
  `^(?:${[
    "github(?:\\.\\w+)+",
    "GITHUB_(?:REF|HEAD_REF|BASE_REF|SHA|EVENT|RUN|ACTOR|WORKFLOW)(?:_\\w+)?",
    "CI_(?:COMMIT|MERGE_REQUEST|PIPELINE|DEFAULT)_\\w+",
    "CIRCLE_(?:BRANCH|TAG|SHA1|PR|PULL_REQUEST)(?:_\\w+)?",
    "BITBUCKET_(?:BRANCH|TAG|COMMIT|PR)(?:_\\w+)?",
    "TRAVIS_(?:BRANCH|TAG|COMMIT|EVENT_TYPE|PULL_REQUEST)(?:_\\w+)?",
    "DRONE_(?:BRANCH|TAG|COMMIT|SOURCE_BRANCH|TARGET_BRANCH|PULL_REQUEST|BUILD_EVENT)(?:_\\w+)?",
    "BUILD_(?:SOURCEBRANCH(?:NAME)?|SOURCEVERSION|REASON)|SYSTEM_PULLREQUEST_\\w+",
    "Build\\.(?:SourceBranch(?:Name)?|SourceVersion|Reason)|System\\.PullRequest\\.\\w+",
    "pipeline\\.git\\.\\w+",
  ].join("|")})$`,
);

/** Variables of Jenkins, whose names an author may choose too. */
const OF_JENKINS: ReadonlySet<string> = new Set(["BRANCH_NAME", "GIT_BRANCH"]);

/** The variables of other CI systems that have the value of one of Codefresh. */
const COUNTERPARTS: Readonly<Record<string, string>> = {
  CF_BRANCH: `github.ref github.ref_name github.head_ref github.event.pull_request.head.ref
    GITHUB_REF GITHUB_REF_NAME GITHUB_HEAD_REF CI_COMMIT_BRANCH CI_COMMIT_REF_NAME
    CI_MERGE_REQUEST_SOURCE_BRANCH_NAME CIRCLE_BRANCH BITBUCKET_BRANCH DRONE_SOURCE_BRANCH
    Build.SourceBranch BUILD_SOURCEBRANCH System.PullRequest.SourceBranch
    SYSTEM_PULLREQUEST_SOURCEBRANCH pipeline.git.branch`,
  CF_REVISION: `github.sha GITHUB_SHA CI_COMMIT_SHA CIRCLE_SHA1 BITBUCKET_COMMIT TRAVIS_COMMIT
    DRONE_COMMIT DRONE_COMMIT_SHA Build.SourceVersion BUILD_SOURCEVERSION
    pipeline.git.revision`,
  CF_PULL_REQUEST_TARGET: `github.base_ref github.event.pull_request.base.ref GITHUB_BASE_REF
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME BITBUCKET_PR_DESTINATION_BRANCH
    System.PullRequest.TargetBranch SYSTEM_PULLREQUEST_TARGETBRANCH`,
  CF_PULL_REQUEST_NUMBER: `github.event.number github.event.pull_request.number
    CI_MERGE_REQUEST_IID BITBUCKET_PR_ID DRONE_PULL_REQUEST`,
  CF_PULL_REQUEST_TITLE: "github.event.pull_request.title CI_MERGE_REQUEST_TITLE",
  CF_PULL_REQUEST_MERGED: "github.event.pull_request.merged",
  CF_PULL_REQUEST_ACTION: "github.event.action",
  CF_PRERELEASE_FLAG: "github.event.release.prerelease",
  CF_RELEASE_TAG: "github.event.release.tag_name",
  CF_REPO_NAME: "github.event.repository.name",
  CF_REPO_OWNER: "github.repository_owner",
  CF_BUILD_INITIATOR: "github.actor GITHUB_ACTOR",
  CF_COMMIT_MESSAGE: "CI_COMMIT_MESSAGE github.event.head_commit.message",
};

const counterparts = once(
  () =>
    new Map(
      Object.entries(COUNTERPARTS).flatMap(([own, names]) =>
        names.split(/\s+/).map((name) => [name, own] as const),
      ),
    ),
);

/** True for a variable that another CI system sets, such as `CI_COMMIT_BRANCH` or `github.ref`. */
export function isOfOtherSystem(name: string): boolean {
  return OTHER_SYSTEMS.test(name);
}

/** True for a name that Jenkins gives the branch, and an author may give another variable. */
export function isLikeJenkins(name: string): boolean {
  return OF_JENKINS.has(name);
}

/** The variable for what a variable of another CI system has, or undefined. */
export function counterpartOf(name: string): string | undefined {
  return counterparts().get(name);
}

/** The variables whose value is the name of a branch or tag (docs.codefresh.io, variables). */
export const NAMED_BY_REF: ReadonlySet<string> = new Set([
  "CF_BRANCH",
  "CF_BASE_BRANCH",
  "CF_PULL_REQUEST_TARGET",
]);

/** Those without the slashes of the name. */
export const WITHOUT_SLASHES: ReadonlySet<string> = new Set([
  "CF_BRANCH_TAG_NORMALIZED",
  "CF_BRANCH_TAG_NORMALIZED_LOWER_CASE",
]);

/**
 * The values of variables that have few (docs.codefresh.io, variables); for the action of a pull
 * request those of GitHub's webhooks about it, its comments and reviews.
 */
const values: Readonly<Record<string, readonly string[]>> = {
  CI: ["true"],
  CF_BUILD_TRIGGER: ["build", "webhook"],
  CF_PRERELEASE_FLAG: ["true", "false"],
  CF_PULL_REQUEST_MERGED: ["true", "false"],
  CF_PULL_REQUEST_ACTION: `opened closed reopened edited synchronize assigned unassigned labeled unlabeled
    review_requested review_request_removed ready_for_review converted_to_draft submitted dismissed
    created deleted locked unlocked milestoned demilestoned enqueued dequeued auto_merge_enabled
    auto_merge_disabled resolved unresolved`.split(/\s+/),
};

/** Words that people write for these values. */
const synonyms: Readonly<Record<string, string>> = {
  open: "opened",
  create: "opened",
  close: "closed",
  reopen: "reopened",
  sync: "synchronize",
  update: "synchronize",
  updated: "synchronize",
  push: "webhook",
  git: "webhook",
  manual: "build",
  yes: "true",
  no: "false",
};

/** The values that a variable may have; undefined if they are not known. */
export function valuesOfVariable(name: string): readonly string[] | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** The value of a variable that another text most likely means, or undefined. */
export function meantVariableValue(name: string, text: string): string | undefined {
  const own = valuesOfVariable(name) ?? [];
  const word = text.trim().toLowerCase();
  const meant = Object.hasOwn(synonyms, word) ? synonyms[word]! : word;
  return own.includes(meant) ? meant : closestMatch(text, own);
}

/** The variables that a message of a commit gives. */
export const MESSAGE_VARIABLES: ReadonlySet<string> = new Set([
  "CF_COMMIT_MESSAGE",
  "CF_COMMIT_MESSAGE_ESCAPED",
]);
