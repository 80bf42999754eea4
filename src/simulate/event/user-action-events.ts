import { findWebhook } from "../../catalogue/events/events.ts";
import type { ProviderId } from "../../catalogue/providers.ts";
import type { GitEvent, PullRequestFacts } from "./event.ts";
import { eventTraits } from "./event-kind.ts";

/** One of the webhooks that a single act sends. */
export interface ActEvent {
  /** What it reports, in words: `the pull request is merged`. */
  readonly what: string;
  readonly event: GitEvent;
}

/** A row of the catalogue of webhooks, or the name alone that stands for it where the provider is not known. */
interface Kind {
  readonly event: string;
  readonly variant: string;
}

const merges: Readonly<Record<ProviderId, readonly Kind[]>> = {
  github: [{ event: "pull_request", variant: "closed merged" }],
  gitlab: [{ event: "merge_request", variant: "merge" }],
  bitbucket: [{ event: "pullrequest:fulfilled", variant: "" }],
  "bitbucket-server": [{ event: "pr:merged", variant: "" }],
  azure: [
    { event: "git.pullrequest.updated", variant: "status" },
    { event: "git.pullrequest.merged", variant: "" },
  ],
  gerrit: [{ event: "change-merged", variant: "" }],
};

const pushes: Readonly<Record<ProviderId, string>> = {
  github: "push",
  gitlab: "push",
  bitbucket: "repo:push",
  "bitbucket-server": "repo:refs_changed",
  azure: "git.push",
  gerrit: "ref-updated",
};

/**
 * The names that a push satisfies, by the provider's row for its variant (`branch`, `new branch`, `tag`). Without a provider the
 * narrowest name that all share, of which a narrower one may hold as well.
 */
export function pushNames(
  provider: ProviderId | undefined,
  variant: "branch" | "new branch" | "tag",
): Pick<GitEvent, "names" | "exact"> {
  if (provider !== undefined) return namesOf(provider, { event: pushes[provider], variant });
  return { names: [variant === "tag" ? "push.tags" : "push.heads"] };
}

function namesOf(provider: ProviderId, { event, variant }: Kind): Pick<GitEvent, "names" | "exact"> {
  const row = findWebhook(provider, event, variant)!;
  return { names: row.satisfies, exact: row.open.length === 0 };
}

/**
 * The webhooks that the merge of a pull request sends: that it was closed by a merge, and the push to its target branch (semantics,
 * duplicate builds, cause 2; Gerrit's cause 4). Azure DevOps reports the new status of the pull request besides. The files of the push
 * are those of the pull request; the message of the merge's commit is not known. Undefined for an event that is of no pull request.
 */
export function eventsOfMerge(event: GitEvent): ActEvent[] | undefined {
  const { kind, pullRequest } = eventTraits(event);
  if (!pullRequest && kind !== "change" && kind !== "change-comment") return undefined;
  return [...mergedEvents(event), pushOfMerge(event)];
}

function mergedEvents(event: GitEvent): ActEvent[] {
  const { provider } = event;
  const subject = provider === "gerrit" ? "the change" : "the pull request";
  const rows =
    provider === undefined
      ? [{ names: ["pullrequest.merged"] }]
      : merges[provider].map((row) => namesOf(provider, row));
  return rows.map((names, index) => ({
    what: index === rows.length - 1 ? `${subject} is merged` : `${subject} gets the status completed`,
    event: { ...mergedFacts(event), ...names },
  }));
}

/** What belongs to the event that the act was told by, not to the pull request. */
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
}: GitEvent): ActEvent {
  const event: GitEvent = {
    kind: "git",
    ...pushNames(provider, "branch"),
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
 * The webhooks that publishing a release sends on GitHub, the one provider with events of releases: the push of its tag, unless that is
 * there already; that it was published; and that it was released, or prereleased (semantics a, and duplicate builds, cause 5; that
 * `created` comes too hangs on whether it was a draft before). Undefined for an event that is of no release.
 */
export function eventsOfRelease(event: GitEvent): ActEvent[] | undefined {
  if (eventTraits(event).kind !== "release") return undefined;
  const { prerelease } = event.release ?? {};
  const kinds = ["published", ...(prerelease === undefined ? [] : [prerelease ? "prereleased" : "released"])];
  const { repository, tag } = event;
  const push: GitEvent = {
    kind: "git",
    ...pushNames("github", "tag"),
    provider: "github",
    ...(repository !== undefined && { repository }),
    ...(tag !== undefined && { tag }),
  };
  return [
    {
      what: `the push of the tag${tag === undefined ? "" : ` ${tag}`}, if the release makes it`,
      event: push,
    },
    ...kinds.map((action) => ({ what: `the release is ${action}`, event: releaseEvent(event, action) })),
  ];
}

function releaseEvent(event: GitEvent, action: string): GitEvent {
  const { openNames: _, webhook: __, ...facts } = event;
  const names = namesOf("github", { event: "release", variant: action });
  return { ...facts, ...names, provider: "github", release: { ...event.release, action } };
}
