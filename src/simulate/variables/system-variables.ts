import { coverage, eventNames, findEvent } from "../../catalogue/events/events.ts";
import { actionOfNames } from "../../catalogue/events/webhooks.ts";
import type { ProviderId } from "../../catalogue/providers.ts";
import {
  systemVariables as rows,
  type SystemVariableRow,
  type VariableScope,
} from "../../catalogue/system-variables.ts";
import type { CronTrigger, GitTrigger, Pipeline, Trigger } from "../../pipeline/model.ts";
import { type Integrations, providerOf } from "../../pipeline/model.ts";
import type { GitEvent, SimulatedEvent, TimeEvent } from "../event/event.ts";
import { eventTraits, narrowNames, targetOfRelease } from "../event/event-kind.ts";
import { isCron, simulatedGitTrigger } from "../pipelines.ts";
import type { Assumptions, EvaluationSettings } from "../settings.ts";

/**
 * A variable that the platform sets: with its value if the event gives it, `set` for an unknown
 * value, `literal` if the event does not set it, so that `${{NAME}}` stays in the text.
 */
export interface SystemVariable {
  /** The name. */
  readonly name: string;
  /**
   * `known`: with its value; `set`: with an unknown value, if it is set at all where the event is
   * not wholly known; `literal`: the reference stays.
   */
  readonly state: "known" | "set" | "literal";
  /** The value, where it is known. */
  readonly value: string | null;
  /** Open questions that it depends on, by id; absent if it depends on none. */
  readonly assumed?: readonly string[];
  /** Its value in each answer to that question, in one order for all variables, if known. */
  readonly readings?: readonly string[];
}

type Values = Readonly<Record<string, string | undefined>>;

/** Every variable of a whole build; those of single steps do not depend on the event. */
const every = rows.filter(({ scope }) => scope !== "step");

/** Returns a build's system variables in a fixed order (semantics i; docs: variables). */
export function systemVariables(
  trigger: Trigger,
  event: SimulatedEvent,
  { assume, integrations }: Pick<EvaluationSettings, "assume" | "integrations">,
): readonly SystemVariable[] {
  const provider = senderOf(trigger, event, integrations);
  const [scopes, values] =
    event.kind === "git"
      ? ofGitEvent(event, provider, (trigger as GitTrigger).repo?.value, assume)
      : ofTime(trigger as CronTrigger, event);
  const all = { CI: "true", CF_PIPELINE_NAME: trigger.pipeline.name?.value, ...values };
  const disputed = event.kind === "git" && isReleaseOfTwoNames(event) ? event : undefined;
  return every.map((row) => {
    const found = oneOf(row, isSet(row, scopes, provider), all);
    return disputed && ofBranch.has(row.name) ? ofRelease(found, disputed) : found;
  });
}

/** A variable of the branch in the build of a release: it is that of the tag or of the target. */
function ofRelease(found: SystemVariable, event: GitEvent): SystemVariable {
  const disputed = { ...found, assumed: ["release-branch"] };
  const readings = [event.tag, targetOfRelease(event)].map((ref) => branchValues(ref)[found.name]);
  const isKnown = readings.every((value) => value !== undefined);
  return isKnown && found.state === "set" ? { ...disputed, readings } : disputed;
}

function senderOf(
  trigger: Trigger,
  event: SimulatedEvent,
  integrations: Integrations,
): ProviderId | undefined {
  if (event.kind === "git" && event.provider !== undefined) return event.provider;
  return isCron(trigger) ? undefined : providerOf(trigger, integrations)?.id;
}

function oneOf({ name }: SystemVariableRow, set: boolean, values: Values): SystemVariable {
  if (!set) return { name, state: "literal", value: null };
  const value = values[name];
  return value === undefined ? { name, state: "set", value: null } : { name, state: "known", value };
}

/**
 * Returns the system variables that builds of a pipeline's triggers may have, for any provider and
 * any answer to open questions; undefined where a trigger lists an unknown event, or none.
 */
export function possibleVariables({ triggers, cronTriggers }: Pipeline): ReadonlySet<string> | undefined {
  const listed = triggers.flatMap(({ events }) => events.map(({ value }) => value));
  const isKnown =
    triggers.every(({ events }) => events.length > 0) && listed.every((name) => findEvent(name));
  if (!isKnown) return undefined;
  const events = eventNames.filter((event) =>
    listed.some((name) => name === event || coverage(event, name).answer !== "none"),
  );
  const scopes = new Set<VariableScope>(
    cronTriggers.length > 0 ? ["every", "git", "cron"] : ["every", "git"],
  );
  for (const name of events)
    for (const scope of scopesOf({ kind: "git", names: [name], exact: true }, undefined)) scopes.add(scope);
  return new Set(every.filter((row) => isSet(row, scopes, undefined)).map(({ name }) => name));
}

/** True if a build of these scopes gets the variable (semantics i). */
function isSet(
  { name, scope }: SystemVariableRow,
  scopes: ReadonlySet<VariableScope>,
  provider: ProviderId | undefined,
): boolean {
  if (gerritChange.has(name) && scopes.has("gerrit")) return true;
  const labelled = provider === undefined || provider === "github" || provider === "gitlab";
  return scopes.has(scope) && (name !== "CF_PULL_REQUEST_LABELS" || labelled);
}

/**
 * The variables of pull requests that Gerrit changes use (docs: variables); which change has a
 * message, an author or hashtags is not documented.
 */
const gerritChange = new Set([
  "CF_PULL_REQUEST_ID",
  "CF_PULL_REQUEST_TARGET",
  "CF_PULL_REQUEST_LABELS",
  "CF_PULL_REQUEST_COMMENT",
  "CF_PULL_REQUEST_COMMENT_AUTHOR",
]);

type Scoped = [scopes: ReadonlySet<VariableScope>, values: Values];

function ofGitEvent(
  event: GitEvent,
  provider: ProviderId | undefined,
  repo: string | undefined,
  assume: Assumptions,
): Scoped {
  const values: Values = {
    CF_BUILD_TRIGGER: "webhook",
    ...repositoryValues(event.repository ?? repo),
    ...branchValues(refOf(event, assume)),
    ...commitValues(event),
    ...pullRequestValues(event, provider),
    ...(mayBeClosed(event) && withoutValues(closedScope)),
    ...releaseValues(event),
    CF_BASE_BRANCH: event.baseBranch,
    CF_GERRIT_CHANGE_TOPIC: event.topic,
  };
  return [new Set<VariableScope>(["every", "git", ...scopesOf(event, provider)]), values];
}

/** The scopes of this kind of event, beyond those of every Git build. */
function scopesOf(event: GitEvent, provider: ProviderId | undefined): readonly VariableScope[] {
  const { kind, pullRequest, comment } = eventTraits(event);
  const github = provider === undefined || provider === "github";
  if (kind === "tag-push" || (kind === "push" && !event.exact)) return ["tag"];
  if (kind === "release") return github ? ["release"] : [];
  if (kind === "change") return ["gerrit"];
  if (kind === "change-comment") return ["gerrit", "comment"];
  if (!pullRequest) return [];
  const closed =
    mayBeClosed(event) || event.names.some((name) => /\.(?:closed|merged|unmerged-closed)$/.test(name));
  return [
    "pull-request",
    ...(comment ? ["comment" as const] : []),
    ...(closed && github ? [closedScope] : []),
  ];
}

const closedScope = "github-closed-pull-request" as const;

/** True for a pull request event of any action, which may be its end. */
function mayBeClosed(event: GitEvent): boolean {
  return !event.exact && narrowNames(event).every((name) => name === "pullrequest");
}

/** No values for the variables of a scope, which a build may lack or have. */
function withoutValues(scope: VariableScope): Values {
  return Object.fromEntries(rows.flatMap((row) => (row.scope === scope ? [[row.name, undefined]] : [])));
}

function ofTime(trigger: CronTrigger, event: TimeEvent): Scoped {
  const own = { EVENT_MESSAGE: trigger.message?.value, EVENT_TIMESTAMP: event.at };
  if (!trigger.gitTriggerId) return [new Set<VariableScope>(["every", "cron"]), own];
  const simulated = simulatedGitTrigger(trigger);
  // Without the trigger, the variables of its repository are unknown, also whether they are set.
  const values = simulated && {
    ...repositoryValues(simulated.repo?.value),
    ...branchValues(trigger.branch?.value),
  };
  return [new Set<VariableScope>(["every", "cron", "git"]), { ...own, ...values }];
}

/**
 * The ref that the platform checks out: the tag on a tag push, else the (source) branch. For a
 * release it is "branch name or tag (depending on the payload JSON)" (docs: variables).
 */
function refOf(event: GitEvent, assume: Assumptions): string | undefined {
  const { kind } = eventTraits(event);
  if (kind !== "release") return kind === "tag-push" ? event.tag : event.branch;
  const answer = assume["release-branch"];
  if (answer === "target") return targetOfRelease(event);
  return answer === "tag" || !isReleaseOfTwoNames(event) ? event.tag : undefined;
}

function isReleaseOfTwoNames(event: GitEvent): boolean {
  return eventTraits(event).kind === "release" && event.tag !== targetOfRelease(event);
}

function repositoryValues(repository: string | undefined): Values {
  const slash = repository?.lastIndexOf("/") ?? -1;
  if (repository === undefined || slash < 0) return {};
  return { CF_REPO_OWNER: repository.slice(0, slash), CF_REPO_NAME: repository.slice(slash + 1) };
}

/** The replacement of special characters is not published: known only for names without them. */
function branchValues(ref: string | undefined): Values {
  const plain = ref !== undefined && /^[\w.-]+$/.test(ref) ? ref : undefined;
  return {
    CF_BRANCH: ref,
    CF_BRANCH_TAG_NORMALIZED: plain,
    CF_BRANCH_TAG_NORMALIZED_LOWER_CASE: plain?.toLowerCase(),
  };
}

const ofBranch: ReadonlySet<string> = new Set(Object.keys(branchValues(undefined)));

function commitValues({ commit, message }: GitEvent): Values {
  return {
    CF_REVISION: commit?.revision,
    CF_SHORT_REVISION: commit?.revision?.slice(0, 7),
    CF_COMMIT_AUTHOR: commit?.author,
    CF_COMMIT_URL: commit?.url,
    CF_COMMIT_MESSAGE: message,
  };
}

function pullRequestValues(event: GitEvent, provider: ProviderId | undefined): Values {
  const facts = event.pullRequest;
  // The words of other providers differ and are not documented.
  const isGithub = provider === undefined || provider === "github";
  const { action, merged } = isGithub ? { ...actionOfNames(event.names), ...facts } : {};
  return {
    CF_PULL_REQUEST_ACTION: action,
    CF_PULL_REQUEST_TARGET: event.targetBranch,
    CF_PULL_REQUEST_NUMBER: facts?.number?.toString(),
    CF_PULL_REQUEST_ID: facts?.id,
    CF_PULL_REQUEST_TITLE: facts?.title,
    CF_PULL_REQUEST_LABELS: facts?.labels?.join(","),
    CF_PULL_REQUEST_COMMENT: event.comment,
    CF_PULL_REQUEST_COMMENT_AUTHOR: event.commentAuthor,
    CF_PULL_REQUEST_MERGED: merged?.toString(),
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
