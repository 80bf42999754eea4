import { findProvider } from "../../spec/catalogue/providers.ts";
import type { CronTrigger, GitTrigger } from "../../spec/model.ts";
import type { GitEvent, SimulatedEvent, TimeEvent } from "../event.ts";
import { eventTraits } from "../event-kind.ts";

/**
 * A variable that the platform sets: with the value where the event tells it, `set` where it gets one that is not known here,
 * `literal` where the event does not set it, so that `${{NAME}}` stays in the text as it is.
 */
export interface SystemVariable {
  readonly name: string;
  readonly state: "known" | "set" | "literal";
  readonly value: string | null;
}

type Values = Readonly<Record<string, string | undefined>>;

const always = [
  "CF_PIPELINE_NAME",
  "CF_BUILD_TRIGGER",
  "CF_BUILD_ID",
  "CF_BUILD_URL",
  "CF_BUILD_TIMESTAMP",
  "CF_BUILD_INITIATOR",
  "CF_ACCOUNT",
  "CF_URL",
  "CF_STEP_NAME",
  "CF_VOLUME_NAME",
  "CF_VOLUME_PATH",
  "CF_KUBECONFIG_PATH",
  "CI",
];
const git = [
  "CF_REPO_OWNER",
  "CF_REPO_NAME",
  "CF_BRANCH",
  "CF_BRANCH_TAG_NORMALIZED",
  "CF_BRANCH_TAG_NORMALIZED_LOWER_CASE",
  "CF_REVISION",
  "CF_SHORT_REVISION",
  "CF_COMMIT_AUTHOR",
  "CF_COMMIT_URL",
  "CF_COMMIT_MESSAGE",
  "CF_COMMIT_MESSAGE_ESCAPED",
];
const tagPush = ["CF_BASE_BRANCH"];
const pullRequest = [
  "CF_PULL_REQUEST_ACTION",
  "CF_PULL_REQUEST_TARGET",
  "CF_PULL_REQUEST_NUMBER",
  "CF_PULL_REQUEST_ID",
  "CF_PULL_REQUEST_TITLE",
  "CF_PULL_REQUEST_TITLE_ESCAPED",
];
const labels = ["CF_PULL_REQUEST_LABELS"];
const comment = ["CF_PULL_REQUEST_COMMENT", "CF_PULL_REQUEST_COMMENT_AUTHOR"];
const closed = [
  "CF_PULL_REQUEST_MERGED",
  "CF_PULL_REQUEST_HEAD_BRANCH",
  "CF_PULL_REQUEST_MERGED_COMMIT_SHA",
  "CF_PULL_REQUEST_HEAD_COMMIT_SHA",
];
const release = ["CF_RELEASE_NAME", "CF_RELEASE_TAG", "CF_RELEASE_ID", "CF_PRERELEASE_FLAG"];
const gerrit = ["CF_GERRIT_CHANGE_TOPIC"];
const gerritChange = ["CF_PULL_REQUEST_ID", "CF_PULL_REQUEST_TARGET", "CF_GERRIT_CHANGE_TOPIC"];
const cron = ["EVENT_MESSAGE", "EVENT_TIMESTAMP"];

const every = [
  ...always,
  ...git,
  ...tagPush,
  ...pullRequest,
  ...labels,
  ...comment,
  ...closed,
  ...release,
  ...gerrit,
  ...cron,
];

/** The system variables of a build that an event starts, in a fixed order (semantics i; docs.codefresh.io, variables). */
export function systemVariables(
  trigger: GitTrigger | CronTrigger,
  event: SimulatedEvent,
): readonly SystemVariable[] {
  const pipeline = { CF_PIPELINE_NAME: trigger.pipeline.name?.value };
  const [names, values] =
    event.kind === "git" ? ofGitEvent(trigger as GitTrigger, event) : ofTime(trigger as CronTrigger, event);
  const set = new Set([...always, ...names]);
  return every.map((name) => oneOf(name, set, { ...pipeline, ...values }));
}

function oneOf(name: string, set: ReadonlySet<string>, values: Values): SystemVariable {
  if (!set.has(name)) return { name, state: "literal", value: null };
  const value = values[name];
  return value === undefined ? { name, state: "set", value: null } : { name, state: "known", value };
}

function ofGitEvent(trigger: GitTrigger, event: GitEvent): [readonly string[], Values] {
  const values: Values = {
    CI: "true",
    CF_BUILD_TRIGGER: "webhook",
    ...repositoryValues(event.repository ?? trigger.repo?.value),
    ...branchValues(refOf(event)),
    ...commitValues(event),
    ...pullRequestValues(event),
    ...releaseValues(event),
    CF_BASE_BRANCH: event.baseBranch,
    CF_GERRIT_CHANGE_TOPIC: event.topic,
  };
  return [[...git, ...namesFor(trigger, event)], values];
}

/** The variables beyond those of every Git build that an event of this kind sets. */
function namesFor(trigger: GitTrigger, event: GitEvent): readonly string[] {
  const { kind, pullRequest: isPullRequest, comment: isComment } = eventTraits(event);
  const provider = event.provider ?? (trigger.provider && findProvider(trigger.provider.value)?.id);
  if (kind === "tag-push") return tagPush;
  if (kind === "release") return provider === undefined || provider === "github" ? release : [];
  if (kind === "change") return gerritChange;
  if (kind === "change-comment") return [...gerritChange, ...comment];
  if (!isPullRequest) return [];
  const withLabels = provider === undefined || provider === "github" || provider === "gitlab" ? labels : [];
  const isClosed = event.names.some((name) => /\.(?:closed|merged|unmerged-closed)$/.test(name));
  const withMerge = isClosed && (provider === undefined || provider === "github") ? closed : [];
  return [...pullRequest, ...withLabels, ...(isComment ? comment : []), ...withMerge];
}

function ofTime(trigger: CronTrigger, event: TimeEvent): [readonly string[], Values] {
  const own = { CI: "true", EVENT_MESSAGE: trigger.message?.value, EVENT_TIMESTAMP: event.at };
  const simulated = simulatedGitTrigger(trigger);
  if (!simulated) return [cron, own];
  const values = {
    ...own,
    ...repositoryValues(simulated.repo?.value),
    ...branchValues(trigger.branch?.value),
  };
  return [[...cron, ...git], values];
}

/** The Git trigger that a cron trigger simulates, where its id names one of the pipeline. */
export function simulatedGitTrigger({ gitTriggerId, pipeline }: CronTrigger): GitTrigger | undefined {
  return gitTriggerId && pipeline.triggers.find(({ id }) => id?.value === gitTriggerId.value);
}

/** The name that the platform checks out: the tag on a tag push, else the branch; the source branch on a pull request. */
export function refOf(event: GitEvent): string | undefined {
  const { kind } = eventTraits(event);
  return kind === "tag-push" || kind === "release" ? event.tag : event.branch;
}

function repositoryValues(repository: string | undefined): Values {
  const slash = repository?.lastIndexOf("/") ?? -1;
  if (repository === undefined || slash < 0) return {};
  return { CF_REPO_OWNER: repository.slice(0, slash), CF_REPO_NAME: repository.slice(slash + 1) };
}

/** How the platform replaces special characters in the normalised name is not published: it is known where there are none. */
function branchValues(ref: string | undefined): Values {
  const plain = ref !== undefined && /^[\w.-]+$/.test(ref) ? ref : undefined;
  return {
    CF_BRANCH: ref,
    CF_BRANCH_TAG_NORMALIZED: plain,
    CF_BRANCH_TAG_NORMALIZED_LOWER_CASE: plain?.toLowerCase(),
  };
}

function commitValues({ commit, message }: GitEvent): Values {
  return {
    CF_REVISION: commit?.revision,
    CF_SHORT_REVISION: commit?.revision?.slice(0, 7),
    CF_COMMIT_AUTHOR: commit?.author,
    CF_COMMIT_URL: commit?.url,
    CF_COMMIT_MESSAGE: message,
  };
}

function pullRequestValues(event: GitEvent): Values {
  const facts = event.pullRequest;
  return {
    CF_PULL_REQUEST_ACTION: facts?.action,
    CF_PULL_REQUEST_TARGET: event.targetBranch,
    CF_PULL_REQUEST_NUMBER: facts?.number?.toString(),
    CF_PULL_REQUEST_ID: facts?.id,
    CF_PULL_REQUEST_TITLE: facts?.title,
    CF_PULL_REQUEST_LABELS: facts?.labels?.join(","),
    CF_PULL_REQUEST_COMMENT: event.comment,
    CF_PULL_REQUEST_COMMENT_AUTHOR: event.commentAuthor,
    CF_PULL_REQUEST_MERGED: facts?.merged?.toString(),
    CF_PULL_REQUEST_HEAD_BRANCH: event.branch,
    CF_PULL_REQUEST_MERGED_COMMIT_SHA: facts?.mergeCommit,
    CF_PULL_REQUEST_HEAD_COMMIT_SHA: facts?.headCommit,
  };
}

function releaseValues({ release: facts, tag }: GitEvent): Values {
  return {
    CF_RELEASE_NAME: facts?.name,
    CF_RELEASE_TAG: tag,
    CF_RELEASE_ID: facts?.id,
    CF_PRERELEASE_FLAG: facts?.prerelease?.toString(),
  };
}
