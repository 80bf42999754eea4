import { findWebhook, type WebhookRow, webhooks } from "../../catalogue/events/webhooks.ts";
import type { ProviderId } from "../../catalogue/providers.ts";
import type { GitEvent, PullRequestFacts } from "./event.ts";
import { eventTraits } from "./event-kind.ts";

/** One of the webhooks of a single user action. */
export interface UserActionEvent {
  /** The event in words: `the pull request is merged`. */
  readonly what: string;
  readonly event: GitEvent;
}

/** The status of a pull request, which only Azure DevOps reports at a merge. */
const STATUS = "pullrequest.statusUpdate";

/** The names of a merge, of which each provider has one. */
const MERGE_NAMES = ["pullrequest.merged", "pullrequest:merged", "pullrequest:fulfilled", "change-merged"];

/**
 * Returns the names that a push satisfies, by the provider's row for its variant. Without a
 * provider, the narrowest name that all share; a narrower one may apply as well.
 */
export function namesOfPush(
  provider: ProviderId | undefined,
  variant: "branch" | "new branch" | "tag",
): Pick<GitEvent, "names" | "exact"> {
  const row = webhooks.find((each) => each.provider === provider && each.variant === variant);
  return row ? namesOf(row) : { names: [variant === "tag" ? "push.tags" : "push.heads"] };
}

function namesOf({ satisfies, open }: WebhookRow): Pick<GitEvent, "names" | "exact"> {
  return { names: satisfies, exact: open.length === 0 };
}

/**
 * Returns the webhooks of the merge of a pull request: that it was closed by a merge, and the push
 * to its target branch (semantics, duplicate builds, cause 2; Gerrit's cause 4). Azure DevOps also
 * reports the new status of the pull request. The push has the files of the pull request; its merge
 * message is unknown. Without a provider the events have the names of all, and `providers` are
 * those that may have sent them. Undefined for an event without a pull request.
 */
export function eventsOfMerge(
  event: GitEvent,
  providers: ReadonlySet<ProviderId> = new Set(),
): UserActionEvent[] | undefined {
  const { kind, pullRequest } = eventTraits(event);
  if (!pullRequest && kind !== "change" && kind !== "change-comment") return undefined;
  const { provider } = event;
  const subject = provider === "gerrit" ? "the change" : "the pull request";
  const hasStatus = provider === "azure" || (provider === undefined && providers.has("azure"));
  return [
    ...(hasStatus ? [mergedEvent(event, `${subject} gets the status completed`, [STATUS])] : []),
    mergedEvent(event, `${subject} is merged`, MERGE_NAMES),
    pushOfMerge(event),
  ];
}

function mergedEvent(event: GitEvent, what: string, names: readonly string[]): UserActionEvent {
  const row = webhooks.find(
    (each) => each.provider === event.provider && names.some((name) => each.satisfies.includes(name)),
  );
  return { what, event: { ...mergedFacts(event), ...(row ? namesOf(row) : { names }) } };
}

/** The facts of the given event, not of the pull request. */
const ofTheEvent: ReadonlySet<string> = new Set([
  "names",
  "exact",
  "openNames",
  "webhook",
  "comment",
  "commentAuthor",
  "draft",
]);

function mergedFacts(event: GitEvent): Omit<GitEvent, "names"> {
  const facts = Object.fromEntries(Object.entries(event).filter(([key]) => !ofTheEvent.has(key)));
  const { action: _, ...pullRequest }: PullRequestFacts = event.pullRequest ?? {};
  return { ...(facts as Omit<GitEvent, "names">), pullRequest: { ...pullRequest, merged: true } };
}

function pushOfMerge({
  provider,
  repository,
  targetBranch,
  changedFiles,
  changedFilesIncomplete,
  pullRequest,
}: GitEvent): UserActionEvent {
  const event: GitEvent = {
    kind: "git",
    ...namesOfPush(provider, "branch"),
    ...(provider && { provider }),
    ...(repository !== undefined && { repository }),
    ...(targetBranch !== undefined && { branch: targetBranch }),
    ...(changedFiles && { changedFiles }),
    ...(changedFilesIncomplete && { changedFilesIncomplete }),
    newBranch: false,
    ...(pullRequest?.mergeCommit !== undefined && { commit: { revision: pullRequest.mergeCommit } }),
  };
  return { what: `the push to ${targetBranch ?? "the target branch"}`, event };
}

/** The actions that GitHub reports together when a release is published. */
const PUBLICATION: readonly string[] = ["created", "published", "released", "prereleased"];

/**
 * Returns the webhooks of a release on GitHub, the only provider with release events. Publishing
 * one pushes its tag, if that is new, and reports that it is published, and released or
 * prereleased; also that it is created, unless it was a draft (semantics a; duplicate builds, cause
 * 5; docs.github.com, "Webhook events and payloads"). Undefined for an event without a release.
 */
export function eventsOfRelease(event: GitEvent): UserActionEvent[] | undefined {
  if (eventTraits(event).kind !== "release") return undefined;
  const given = actionOf(event);
  if (!PUBLICATION.includes(given)) return [releaseEvent(event, [given], `the release is ${given}`)];
  const { repository, tag } = event;
  const push: GitEvent = {
    kind: "git",
    ...namesOfPush("github", "tag"),
    provider: "github",
    ...(repository !== undefined && { repository }),
    ...(tag !== undefined && { tag }),
  };
  const name = tag === undefined ? "" : ` ${tag}`;
  const draft = given === "created" ? "" : ", unless it was a draft";
  return [
    { what: `the push of the tag${name}, if the release creates it`, event: push },
    releaseEvent(event, ["created"], `the release is created${draft}`, given !== "created"),
    releaseEvent(event, ["published"], "the release is published"),
    publicationOf(event, given),
  ];
}

/** The action of a release event, from its name. */
function actionOf({ names, openNames = [] }: GitEvent): string {
  const name = names[0] ?? openNames[0]?.name ?? "";
  return /^release\.(.+)$/.exec(name)?.[1] ?? "published";
}

/** The webhook that depends on whether it is a pre-release. */
function publicationOf(event: GitEvent, given: string): UserActionEvent {
  const pre =
    given === "prereleased" || given === "released" ? given === "prereleased" : event.release?.prerelease;
  if (pre === undefined) {
    const what = "the release is released, or prereleased if it is a pre-release";
    return releaseEvent(event, ["released", "prereleased"], what, true);
  }
  const action = pre ? "prereleased" : "released";
  return releaseEvent(event, [action], `the release is ${action}`);
}

/** One webhook of a release; `perhaps` if it is unknown whether or with which action it is sent. */
function releaseEvent(
  event: GitEvent,
  actions: readonly string[],
  what: string,
  perhaps = false,
): UserActionEvent {
  const { openNames: _, webhook: __, ...facts } = event;
  const rows = actions.map((action) => findWebhook("github", "release", action)!);
  const open = rows.flatMap(({ satisfies }) => satisfies.map((name) => ({ name })));
  const names = perhaps ? { names: [], openNames: open, exact: true } : namesOf(rows[0]!);
  const { action: ___, ...release } = event.release ?? {};
  const action = perhaps ? {} : { action: actions[0]! };
  return { what, event: { ...facts, ...names, provider: "github", release: { ...release, ...action } } };
}
