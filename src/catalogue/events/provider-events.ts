import type { ProviderId } from "../providers.ts";

const github = [
  "push.heads",
  "push.tags",
  "pullrequest",
  "pullrequest.opened",
  "pullrequest.closed",
  "pullrequest.merged",
  "pullrequest.unmerged-closed",
  "pullrequest.reopened",
  "pullrequest.edited",
  "pullrequest.assigned",
  "pullrequest.unassigned",
  "pullrequest.reviewRequested",
  "pullrequest.reviewRequestRemoved",
  "pullrequest.labeled",
  "pullrequest.unlabeled",
  "pullrequest.synchronize",
  "pullrequest.commentAdded",
  "pullrequest.commentAddedUnrestricted",
  "pullrequest.review.submitted.approved",
  "pullrequest.review.submitted.commented",
  "pullrequest.review.submitted.changes_requested",
  "release",
  "release.unpublished",
  "release.created",
  "release.edited",
  "release.deleted",
  "release.prereleased",
  "release.released",
];

const gerrit = [
  "push.heads",
  "push.tags",
  "change-abandoned",
  "change-deleted",
  "change-merged",
  "change-restored",
  "comment-added",
  "hashtags-changed",
  "patchset-created",
  "reviewer-added",
  "reviewer-deleted",
  "topic-changed",
  "wip-state-changed",
  "vote-deleted",
];

const bitbucketBoth = [
  "created",
  "updated",
  "approved",
  "unapproved",
  "comment_created",
  "comment_updated",
  "comment_deleted",
];

const colon = (names: string[]): string[] => names.map((name) => `pullrequest:${name}`);

/** The events that the product's trigger dialog offers per provider (documentation's lists). */
const documentedOffers: Readonly<Record<ProviderId, readonly string[]>> = {
  github,
  gitlab: [
    "push.heads",
    "pullrequest",
    "pullrequest.opened",
    "pullrequest.edited",
    "pullrequest.closed",
    "pullrequest.merged",
    "pullrequest.pushCommit",
  ],
  bitbucket: [
    "push.heads",
    "push.tags",
    "push.newBranch",
    "pullrequest",
    ...colon([...bitbucketBoth, "fulfilled", "rejected"]),
  ],
  "bitbucket-server": [
    "push.heads",
    "push.newBranch",
    "push.deleteBranch",
    "pullrequest",
    ...colon([...bitbucketBoth, "merged", "deleted", "declined", "push_commit", "needsWork"]),
  ],
  azure: ["push.heads", "pullrequest", "pullrequest.created", "pullrequest.merged", "pullrequest.updated"],
  gerrit,
};

/** The events that the documentation lists for a provider. */
export function documentedEvents(provider: ProviderId): readonly string[] {
  return documentedOffers[provider];
}

/** The documented events of a provider in words: the widest by name, the number of others. */
export function formatOffers(provider: ProviderId): string {
  const all = documentedEvents(provider);
  const named = all.filter((name) => /^(?:push\.\w+|[a-z]+)$/.test(name)).map((name) => `"${name}"`);
  return `${named.join(", ")} and ${all.length - named.length} others`;
}
