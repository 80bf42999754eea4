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

/** The names of a merge's events, in the order of its webhooks; each provider has some. */
const MERGE_NAMES = [
  "pullrequest.statusUpdate",
  "pullrequest.merged",
  "pullrequest:merged",
  "pullrequest:fulfilled",
  "change-merged",
];

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
 * message is unknown. Undefined for an event without a pull request.
 */
export function eventsOfMerge(event: GitEvent): UserActionEvent[] | undefined {
  const { kind, pullRequest } = eventTraits(event);
  if (!pullRequest && kind !== "change" && kind !== "change-comment") return undefined;
  return [...mergedEvents(event), pushOfMerge(event)];
}

function mergedEvents(event: GitEvent): UserActionEvent[] {
  const { provider } = event;
  const subject = provider === "gerrit" ? "the change" : "the pull request";
  const rows = MERGE_NAMES.flatMap(
    (name) => webhooks.find((row) => row.provider === provider && row.satisfies.includes(name)) ?? [],
  );
  const all = rows.length > 0 ? rows.map(namesOf) : [{ names: ["pullrequest.merged"] }];
  return all.map((names, index) => ({
    what: index === all.length - 1 ? `${subject} is merged` : `${subject} gets the status completed`,
    event: { ...mergedFacts(event), ...names },
  }));
}

/** The facts of the given event, not of the pull request. */
const ofTheEvent: ReadonlySet<string> = new Set([
  "names",
  "exact",
  "openNames",
  "webhook",
  "comment",
  "commentAuthor",
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

/**
 * Returns the webhooks of a published release on GitHub, the only provider with release events: the
 * push of its tag, if that is new; that it was published; and that it was released or prereleased
 * (semantics a, and duplicate builds, cause 5; `created` depends on whether it was a draft).
 * Undefined for an event without a release.
 */
export function eventsOfRelease(event: GitEvent): UserActionEvent[] | undefined {
  if (eventTraits(event).kind !== "release") return undefined;
  const { prerelease } = event.release ?? {};
  const kinds = ["published", ...(prerelease === undefined ? [] : [prerelease ? "prereleased" : "released"])];
  const { repository, tag } = event;
  const push: GitEvent = {
    kind: "git",
    ...namesOfPush("github", "tag"),
    provider: "github",
    ...(repository !== undefined && { repository }),
    ...(tag !== undefined && { tag }),
  };
  return [
    {
      what: `the push of the tag${tag === undefined ? "" : ` ${tag}`}, if the release creates it`,
      event: push,
    },
    ...kinds.map((action) => ({ what: `the release is ${action}`, event: releaseEvent(event, action) })),
  ];
}

function releaseEvent(event: GitEvent, action: string): GitEvent {
  const { openNames: _, webhook: __, ...facts } = event;
  const names = namesOf(findWebhook("github", "release", action)!);
  return { ...facts, ...names, provider: "github", release: { ...event.release, action } };
}
