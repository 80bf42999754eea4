import { type Certainty, type Sourced, sources } from "../citations.ts";
import type { ProviderId } from "../providers.ts";

/** A name that a webhook may satisfy: only for one answer to an open question, if there is one. */
export interface OpenName {
  readonly name: string;
  /** Absent if only the names differ, and their meaning may be another. */
  readonly question?: "push-covers-delete" | "pullrequest-covers-comments" | "provider-comments";
}

/**
 * One kind of webhook and the trigger event names that it satisfies.
 *
 * `event` is the provider's own word (`pull_request`, `repo:push`, `git.pullrequest.updated`),
 * `variant` its action or whatever distinguishes two payloads of one action (`closed merged`).
 */
export interface WebhookRow extends Sourced {
  readonly provider: ProviderId;
  readonly event: string;
  readonly variant: string;
  readonly satisfies: readonly string[];
  readonly open: readonly OpenName[];
}

type Cells = [
  event: string,
  variant: string,
  satisfies: string[],
  certainty?: Certainty,
  source?: string,
  open?: OpenName[],
];

const NONE: OpenName[] = [];

const rowsOf = (provider: ProviderId, source: string, usual: Certainty, table: Cells[]): WebhookRow[] =>
  table.map(([event, variant, satisfies, certainty = usual, own = source, open = NONE]) => ({
    provider,
    event,
    variant,
    satisfies,
    open,
    source: own,
    certainty,
  }));

const pushOnDelete: OpenName[] = [{ name: "push", question: "push-covers-delete" }];
const anyOnComment: OpenName[] = [{ name: "pullrequest", question: "pullrequest-covers-comments" }];
const restrictedAndNot = ["pullrequest.commentAdded", "pullrequest.commentAddedUnrestricted"];
/** "Supported for all Git providers", whose lists of events have other names for comments. */
const githubComments = restrictedAndNot.map((name): OpenName => ({ name, question: "provider-comments" }));
const anyOnNewComment = [...anyOnComment, ...githubComments];

/** The plain `pullrequest` and the given names after it. */
const pr = (...names: string[]): string[] => ["pullrequest", ...names.map((name) => `pullrequest${name}`)];

const github = rowsOf("github", sources.schema, "schema", [
  ["push", "branch", ["push", "push.heads"], "documented", sources.gitTriggers],
  ["push", "new branch", ["push", "push.heads"], "documented", sources.branchesGuide],
  ["push", "deleted branch", [], "unknown", sources.gitTriggers, pushOnDelete],
  ["push", "tag", ["push", "push.tags"], "documented", sources.gitTriggers],
  ["push", "deleted tag", [], "unknown", sources.gitTriggers, pushOnDelete],
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
  ["pull_request", "closed merged", pr(".closed", ".merged"), "documented", sources.previewEnvironments],
  [
    "pull_request",
    "closed unmerged",
    pr(".closed", ".unmerged-closed"),
    "documented",
    sources.previewEnvironments,
  ],
  [
    "pull_request_review",
    "submitted approved",
    pr(".review.submitted.approved"),
    "documented",
    sources.releaseNotes,
  ],
  [
    "pull_request_review",
    "submitted commented",
    pr(".review.submitted.commented"),
    "documented",
    sources.releaseNotes,
  ],
  [
    "pull_request_review",
    "submitted changes_requested",
    pr(".review.submitted.changes_requested"),
    "documented",
    sources.releaseNotes,
  ],
  ["issue_comment", "created", restrictedAndNot, "inferred", sources.gitProviders, anyOnComment],
  ["release", "published", ["release"], "documented", sources.releaseNotes],
  ["release", "unpublished", ["release.unpublished"]],
  ["release", "created", ["release.created"]],
  ["release", "edited", ["release.edited"]],
  ["release", "deleted", ["release.deleted"]],
  ["release", "prereleased", ["release.prereleased"]],
  ["release", "released", ["release.released"]],
]);

const gitlab = rowsOf("gitlab", sources.gitProviders, "inferred", [
  ["push", "branch", ["push", "push.heads"], "documented", sources.gitTriggers],
  ["push", "new branch", ["push", "push.heads"]],
  ["push", "deleted branch", [], "unknown", sources.gitTriggers, pushOnDelete],
  ["tag_push", "tag", ["push", "push.tags"]],
  ["tag_push", "deleted tag", [], "unknown", sources.gitTriggers, pushOnDelete],
  ["merge_request", "open", pr(".opened")],
  ["merge_request", "reopen", pr(".reopened")],
  ["merge_request", "close", pr(".closed", ".unmerged-closed")],
  ["merge_request", "merge", pr(".closed", ".merged")],
  ["merge_request", "update with commits", pr(".pushCommit", ".synchronize")],
  ["merge_request", "update without commits", pr(".edited")],
  ["note", "merge request", restrictedAndNot, "inferred", sources.gitTriggers, anyOnComment],
]);

const bitbucket = rowsOf("bitbucket", sources.schema, "schema", [
  ["repo:push", "branch", ["push", "push.heads"], "documented", sources.gitTriggers],
  ["repo:push", "new branch", ["push", "push.heads", "push.newBranch"], "inferred", sources.gitTriggers],
  ["repo:push", "deleted branch", [], "unknown", sources.gitTriggers, pushOnDelete],
  ["repo:push", "tag", ["push", "push.tags"], "documented", sources.gitTriggers],
  ["repo:push", "deleted tag", [], "unknown", sources.gitTriggers, pushOnDelete],
  ["pullrequest:created", "", pr(":created")],
  ["pullrequest:updated", "with commits", pr(":updated")],
  ["pullrequest:updated", "without commits", pr(":updated", ":updatedButNoPush"), "inferred"],
  ["pullrequest:approved", "", pr(":approved")],
  ["pullrequest:unapproved", "", pr(":unapproved")],
  ["pullrequest:fulfilled", "", pr(":fulfilled")],
  ["pullrequest:rejected", "", pr(":rejected")],
  [
    "pullrequest:comment_created",
    "",
    ["pullrequest:comment_created"],
    "schema",
    sources.schema,
    anyOnNewComment,
  ],
  [
    "pullrequest:comment_updated",
    "",
    ["pullrequest:comment_updated"],
    "schema",
    sources.schema,
    anyOnComment,
  ],
  [
    "pullrequest:comment_deleted",
    "",
    ["pullrequest:comment_deleted"],
    "schema",
    sources.schema,
    anyOnComment,
  ],
]);

const bitbucketServer = rowsOf("bitbucket-server", sources.gitProviders, "inferred", [
  ["repo:refs_changed", "branch", ["push", "push.heads"], "documented", sources.gitTriggers],
  ["repo:refs_changed", "new branch", ["push", "push.heads", "push.newBranch"]],
  [
    "repo:refs_changed",
    "deleted branch",
    ["push.deleteBranch"],
    "documented",
    sources.gitTriggers,
    pushOnDelete,
  ],
  ["repo:refs_changed", "tag", ["push", "push.tags"]],
  ["repo:refs_changed", "deleted tag", [], "unknown", sources.gitTriggers, pushOnDelete],
  ["pr:opened", "", pr(":created")],
  ["pr:modified", "", pr(":updated")],
  ["pr:from_ref_updated", "", pr(":push_commit"), "inferred", sources.releaseNotes],
  ["pr:merged", "", pr(":merged")],
  ["pr:declined", "", pr(":declined")],
  ["pr:deleted", "", pr(":deleted")],
  ["pr:reviewer:approved", "", pr(":approved")],
  ["pr:reviewer:unapproved", "", pr(":unapproved")],
  ["pr:reviewer:needs_work", "", pr(":needsWork")],
  [
    "pr:comment:added",
    "",
    ["pullrequest:comment_created"],
    "inferred",
    sources.gitProviders,
    anyOnNewComment,
  ],
  ["pr:comment:edited", "", ["pullrequest:comment_updated"], "inferred", sources.gitProviders, anyOnComment],
  ["pr:comment:deleted", "", ["pullrequest:comment_deleted"], "inferred", sources.gitProviders, anyOnComment],
]);

const azure = rowsOf("azure", sources.releaseNotes, "inferred", [
  ["git.push", "branch", ["push", "push.heads"], "documented", sources.gitTriggers],
  ["git.push", "new branch", ["push", "push.heads"]],
  ["git.push", "deleted branch", [], "unknown", sources.gitTriggers, pushOnDelete],
  ["git.push", "tag", ["push", "push.tags"]],
  ["git.push", "deleted tag", [], "unknown", sources.gitTriggers, pushOnDelete],
  ["git.pullrequest.created", "", pr(".created"), "documented", sources.gitTriggers],
  ["git.pullrequest.merged", "", pr(".merged"), "documented", sources.gitTriggers],
  ["git.pullrequest.updated", "", pr(".updated"), "documented", sources.gitTriggers],
  ["git.pullrequest.updated", "push", pr(".updated", ".pushCommit")],
  ["git.pullrequest.updated", "reviewers", pr(".updated", ".reviewersUpdate")],
  ["git.pullrequest.updated", "vote", pr(".updated", ".reviewerVote")],
  ["git.pullrequest.updated", "status", pr(".updated", ".statusUpdate")],
  ["ms.vss-code.git-pullrequest-comment-event", "", [], "unknown", sources.gitTriggers, anyOnNewComment],
]);

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

const gerrit = rowsOf("gerrit", sources.schema, "schema", [
  ["ref-updated", "branch", ["push", "push.heads", "ref-updated"], "documented", sources.gitTriggers],
  ["ref-updated", "new branch", ["push", "push.heads", "ref-updated"], "inferred", sources.gitTriggers],
  ["ref-updated", "deleted branch", ["ref-updated"], "inferred", sources.gitTriggers, pushOnDelete],
  ["ref-updated", "tag", ["push", "push.tags", "ref-updated"], "documented", sources.gitTriggers],
  ["ref-updated", "deleted tag", ["ref-updated"], "inferred", sources.gitTriggers, pushOnDelete],
  ...gerritStream.map((name): Cells => [name, "", [name]]),
  // Gerrit's own name ends differently (gerrit-review.googlesource.com, "gerrit stream-events").
  ["project-head-updated", "", [], "unknown", sources.schema, [{ name: "project-head-update" }]],
  ["batch-ref-updated", "", [], "unknown", sources.gitTriggers, refNames],
  ["comment-added", "", ["comment-added"], "schema", sources.schema, githubComments],
]);

/** Every webhook in the catalogue, by provider (semantics a). */
export const webhooks: readonly WebhookRow[] = [
  ...github,
  ...gitlab,
  ...bitbucket,
  ...bitbucketServer,
  ...azure,
  ...gerrit,
];

/** The names that some variant of a webhook satisfies, for certain or perhaps. */
export function namesOfVariants(provider: ProviderId, event: string): readonly string[] {
  const rows = webhooks.filter((row) => row.provider === provider && row.event === event);
  return [...new Set(rows.flatMap(({ satisfies, open }) => [...satisfies, ...open.map(({ name }) => name)]))];
}

/** Returns the row of a webhook, or undefined if it satisfies no trigger event. */
export function findWebhook(provider: ProviderId, event: string, variant = ""): WebhookRow | undefined {
  return webhooks.find((row) => row.provider === provider && row.event === event && row.variant === variant);
}
