import { type Sourced, sources } from "./citations.ts";

/** A name that a webhook may satisfy: only for one answer to an open question, if there is one. */
export interface OpenName {
  readonly name: string;
  /** Absent if only the names differ, and their meaning may be another. */
  readonly question?: "push-covers-delete" | "pullrequest-covers-comments" | "provider-comments";
}

/** How sure the names of a webhook are and where they are from, if not as for the others. */
type WebhookFacts = Partial<Sourced> & {
  /** The names that it may satisfy. */
  readonly open?: readonly OpenName[];
};

/**
 * A webhook of a provider: the word for its event, what distinguishes its payloads, and the trigger
 * events that it satisfies.
 */
export type WebhookCells = readonly [
  event: string,
  variant: string,
  satisfies: readonly string[],
  facts?: WebhookFacts,
];

/** The Git providers that the platform connects to. */
export type ProviderId = "github" | "gitlab" | "bitbucket" | "bitbucket-server" | "azure" | "gerrit";

/** A Git provider: its id, its display name, the other words for it, its events and webhooks. */
export interface ProviderRow extends Sourced {
  readonly id: ProviderId;
  readonly title: string;
  /** The other words for it in specs and flags. */
  readonly aliases: readonly string[];
  /** The host name of the provider's public cloud, if it has one. */
  readonly host?: string;
  /** False without target branch filter ("all Git providers, except Atlassian Stash"). */
  readonly targetBranchFilter: boolean;
  /** The events that the product's trigger dialog offers (documentation's lists). */
  readonly events: readonly string[];
  /** Its webhooks; `source` and `certainty` are those of most of them (semantics a). */
  readonly webhooks: Sourced & { readonly rows: readonly WebhookCells[] };
}

const documented = (source: string): Sourced => ({ source, certainty: "documented" });
const byTriggers = documented(sources.gitTriggers);
const byPreviews = documented(sources.previewEnvironments);
const byReleaseNotes = documented(sources.releaseNotes);
const inferredByTriggers: Sourced = { source: sources.gitTriggers, certainty: "inferred" };
const unknown: Sourced = { source: sources.gitTriggers, certainty: "unknown" };

const row = (
  title: string,
  rest: Pick<ProviderRow, "aliases" | "host" | "events" | "webhooks" | "targetBranchFilter">,
): Omit<ProviderRow, "id"> => ({ title, ...rest, ...byTriggers });

const onDelete: WebhookFacts = { open: [{ name: "push", question: "push-covers-delete" }] };
const unknownDeletion: WebhookFacts = { ...unknown, ...onDelete };
const anyOnComment: OpenName = { name: "pullrequest", question: "pullrequest-covers-comments" };
const restrictedAndNot = ["pullrequest.commentAdded", "pullrequest.commentAddedUnrestricted"];
/** "Supported for all Git providers", whose lists of events have other names for comments. */
const githubComments = restrictedAndNot.map((name): OpenName => ({ name, question: "provider-comments" }));
const onComment: WebhookFacts = { open: [anyOnComment] };
const onNewComment: WebhookFacts = { open: [anyOnComment, ...githubComments] };

/** The plain `pullrequest` and the given names after it. */
const pr = (...names: string[]): string[] => ["pullrequest", ...names.map((name) => `pullrequest${name}`)];

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

/** Gerrit may report several updated refs in one event. */
const refNames = ["push", "push.heads", "push.tags", "ref-updated"].map((name): OpenName => ({ name }));

const gerritStream = [
  "change-abandoned",
  "change-deleted",
  "change-merged",
  "change-restored",
  "dropped-output",
  "hashtags-changed",
  "patchset-created",
  "private-state-changed",
  "project-created",
  "project-head-update",
  "reviewer-added",
  "reviewer-deleted",
  "topic-changed",
  "vote-deleted",
  "wip-state-changed",
];

const rows: Readonly<Record<ProviderId, Omit<ProviderRow, "id">>> = {
  github: row("GitHub", {
    targetBranchFilter: true,
    aliases: ["github-enterprise", "githubenterprise", "ghe"],
    host: "github.com",
    events: [
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
    ],
    webhooks: {
      source: sources.schema,
      certainty: "schema",
      rows: [
        ["push", "branch", ["push", "push.heads"], byTriggers],
        ["push", "new branch", ["push", "push.heads"], documented(sources.branchesGuide)],
        ["push", "deleted branch", [], unknownDeletion],
        ["push", "tag", ["push", "push.tags"], byTriggers],
        ["push", "deleted tag", [], unknownDeletion],
        ["pull_request", "opened", pr(".opened")],
        ["pull_request", "reopened", pr(".reopened")],
        ["pull_request", "edited", pr(".edited")],
        ["pull_request", "assigned", pr(".assigned")],
        ["pull_request", "unassigned", pr(".unassigned")],
        ["pull_request", "labeled", pr(".labeled")],
        ["pull_request", "unlabeled", pr(".unlabeled")],
        ["pull_request", "synchronize", pr(".synchronize")],
        ["pull_request", "review_requested", pr(".reviewRequested", ".review_requested")],
        ["pull_request", "review_request_removed", pr(".reviewRequestRemoved", ".review_request_removed")],
        ["pull_request", "closed merged", pr(".closed", ".merged"), byPreviews],
        ["pull_request", "closed unmerged", pr(".closed", ".unmerged-closed"), byPreviews],
        ["pull_request_review", "submitted approved", pr(".review.submitted.approved"), byReleaseNotes],
        ["pull_request_review", "submitted commented", pr(".review.submitted.commented"), byReleaseNotes],
        [
          "pull_request_review",
          "submitted changes_requested",
          pr(".review.submitted.changes_requested"),
          byReleaseNotes,
        ],
        [
          "issue_comment",
          "created",
          restrictedAndNot,
          { certainty: "inferred", source: sources.gitProviders, ...onComment },
        ],
        ["release", "published", ["release"], byReleaseNotes],
        ["release", "unpublished", ["release.unpublished"]],
        ["release", "created", ["release.created"]],
        ["release", "edited", ["release.edited"]],
        ["release", "deleted", ["release.deleted"]],
        ["release", "prereleased", ["release.prereleased"]],
        ["release", "released", ["release.released"]],
      ],
    },
  }),
  gitlab: row("GitLab", {
    targetBranchFilter: true,
    aliases: ["gitlab-server"],
    host: "gitlab.com",
    events: [
      "push.heads",
      "pullrequest",
      "pullrequest.opened",
      "pullrequest.edited",
      "pullrequest.closed",
      "pullrequest.merged",
      "pullrequest.pushCommit",
    ],
    webhooks: {
      source: sources.gitProviders,
      certainty: "inferred",
      rows: [
        ["push", "branch", ["push", "push.heads"], byTriggers],
        ["push", "new branch", ["push", "push.heads"]],
        ["push", "deleted branch", [], unknownDeletion],
        ["tag_push", "tag", ["push", "push.tags"]],
        ["tag_push", "deleted tag", [], unknownDeletion],
        ["merge_request", "open", pr(".opened")],
        ["merge_request", "reopen", pr(".reopened")],
        ["merge_request", "close", pr(".closed", ".unmerged-closed")],
        ["merge_request", "merge", pr(".closed", ".merged")],
        ["merge_request", "update with commits", pr(".pushCommit", ".synchronize")],
        ["merge_request", "update without commits", pr(".edited")],
        ["note", "merge request", restrictedAndNot, { ...inferredByTriggers, ...onComment }],
      ],
    },
  }),
  bitbucket: row("Bitbucket Cloud", {
    targetBranchFilter: true,
    aliases: ["bitbucket-cloud"],
    host: "bitbucket.org",
    events: [
      "push.heads",
      "push.tags",
      "push.newBranch",
      "pullrequest",
      ...colon([...bitbucketBoth, "fulfilled", "rejected"]),
    ],
    webhooks: {
      source: sources.schema,
      certainty: "schema",
      rows: [
        ["repo:push", "branch", ["push", "push.heads"], byTriggers],
        ["repo:push", "new branch", ["push", "push.heads", "push.newBranch"], inferredByTriggers],
        ["repo:push", "deleted branch", [], unknownDeletion],
        ["repo:push", "tag", ["push", "push.tags"], byTriggers],
        ["repo:push", "deleted tag", [], unknownDeletion],
        ["pullrequest:created", "", pr(":created")],
        ["pullrequest:updated", "with commits", pr(":updated")],
        [
          "pullrequest:updated",
          "without commits",
          pr(":updated", ":updatedButNoPush"),
          { certainty: "inferred" },
        ],
        ["pullrequest:approved", "", pr(":approved")],
        ["pullrequest:unapproved", "", pr(":unapproved")],
        ["pullrequest:fulfilled", "", pr(":fulfilled")],
        ["pullrequest:rejected", "", pr(":rejected")],
        ["pullrequest:comment_created", "", ["pullrequest:comment_created"], onNewComment],
        ["pullrequest:comment_updated", "", ["pullrequest:comment_updated"], onComment],
        ["pullrequest:comment_deleted", "", ["pullrequest:comment_deleted"], onComment],
      ],
    },
  }),
  "bitbucket-server": row("Bitbucket Server", {
    targetBranchFilter: false,
    aliases: ["stash", "bitbucketserver", "bitbucket-datacenter", "bitbucket-data-center"],
    events: [
      "push.heads",
      "push.newBranch",
      "push.deleteBranch",
      "pullrequest",
      ...colon([...bitbucketBoth, "merged", "deleted", "declined", "push_commit", "needsWork"]),
    ],
    webhooks: {
      source: sources.gitProviders,
      certainty: "inferred",
      rows: [
        ["repo:refs_changed", "branch", ["push", "push.heads"], byTriggers],
        ["repo:refs_changed", "new branch", ["push", "push.heads", "push.newBranch"]],
        ["repo:refs_changed", "deleted branch", ["push.deleteBranch"], { ...byTriggers, ...onDelete }],
        ["repo:refs_changed", "tag", ["push", "push.tags"]],
        ["repo:refs_changed", "deleted tag", [], unknownDeletion],
        ["pr:opened", "", pr(":created")],
        ["pr:modified", "", pr(":updated")],
        ["pr:from_ref_updated", "", pr(":push_commit"), { source: sources.releaseNotes }],
        ["pr:merged", "", pr(":merged")],
        ["pr:declined", "", pr(":declined")],
        ["pr:deleted", "", pr(":deleted")],
        ["pr:reviewer:approved", "", pr(":approved")],
        ["pr:reviewer:unapproved", "", pr(":unapproved")],
        ["pr:reviewer:needs_work", "", pr(":needsWork")],
        ["pr:comment:added", "", ["pullrequest:comment_created"], onNewComment],
        ["pr:comment:edited", "", ["pullrequest:comment_updated"], onComment],
        ["pr:comment:deleted", "", ["pullrequest:comment_deleted"], onComment],
      ],
    },
  }),
  azure: row("Azure DevOps", {
    targetBranchFilter: true,
    aliases: ["azure-devops", "azuredevops", "azure-repos", "vsts"],
    host: "dev.azure.com",
    events: ["push.heads", "pullrequest", "pullrequest.created", "pullrequest.merged", "pullrequest.updated"],
    webhooks: {
      source: sources.releaseNotes,
      certainty: "inferred",
      rows: [
        ["git.push", "branch", ["push", "push.heads"], byTriggers],
        ["git.push", "new branch", ["push", "push.heads"]],
        ["git.push", "deleted branch", [], unknownDeletion],
        ["git.push", "tag", ["push", "push.tags"]],
        ["git.push", "deleted tag", [], unknownDeletion],
        ["git.pullrequest.created", "", pr(".created"), byTriggers],
        ["git.pullrequest.merged", "", pr(".merged"), byTriggers],
        ["git.pullrequest.updated", "", pr(".updated"), byTriggers],
        ["git.pullrequest.updated", "push", pr(".updated", ".pushCommit")],
        ["git.pullrequest.updated", "reviewers", pr(".updated", ".reviewersUpdate")],
        ["git.pullrequest.updated", "vote", pr(".updated", ".reviewerVote")],
        ["git.pullrequest.updated", "status", pr(".updated", ".statusUpdate")],
        ["ms.vss-code.git-pullrequest-comment-event", "", [], { ...unknown, ...onNewComment }],
      ],
    },
  }),
  gerrit: row("Gerrit", {
    targetBranchFilter: true,
    aliases: [],
    events: [
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
    ],
    webhooks: {
      source: sources.schema,
      certainty: "schema",
      rows: [
        ["ref-updated", "branch", ["push", "push.heads", "ref-updated"], byTriggers],
        ["ref-updated", "new branch", ["push", "push.heads", "ref-updated"], inferredByTriggers],
        ["ref-updated", "deleted branch", ["ref-updated"], { ...inferredByTriggers, ...onDelete }],
        ["ref-updated", "tag", ["push", "push.tags", "ref-updated"], byTriggers],
        ["ref-updated", "deleted tag", ["ref-updated"], { ...inferredByTriggers, ...onDelete }],
        ...gerritStream.map((name): WebhookCells => [name, "", [name]]),
        // Gerrit's own name ends differently (gerrit-review.googlesource.com, "stream-events").
        ["project-head-updated", "", [], { certainty: "unknown", open: [{ name: "project-head-update" }] }],
        ["batch-ref-updated", "", [], { ...unknown, open: refNames }],
        ["comment-added", "", ["comment-added"], { open: githubComments }],
      ],
    },
  }),
};

/** The providers whose trigger events the platform documents. */
export const providers: readonly ProviderRow[] = Object.entries(rows).map(([id, about]) => ({
  id: id as ProviderId,
  ...about,
}));

/** The documented events of a provider in words: the widest by name, the number of others. */
export function formatOffers({ events }: ProviderRow): string {
  const named = events.filter((name) => /^(?:push\.\w+|[a-z]+)$/.test(name)).map((name) => `"${name}"`);
  return `${named.join(", ")} and ${events.length - named.length} others`;
}

const byWord = new Map(
  providers.flatMap((provider) =>
    [provider.id, ...provider.aliases].map((word) => [word, provider] as const),
  ),
);

/**
 * Returns the provider of a word: an id or one of its aliases, in any letter case.
 *
 * A trigger's `provider` may also be the name of an integration (`github-1`), which does not
 * identify a provider: the result is then undefined, not a guess from its first letters.
 */
export function findProvider(word: string): ProviderRow | undefined {
  return byWord.get(word.toLowerCase());
}

/** The display name of a provider. */
export function providerTitle(id: ProviderId): string {
  return findProvider(id)?.title ?? id;
}
