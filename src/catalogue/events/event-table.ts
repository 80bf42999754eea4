import { type Sourced, sources } from "../citations.ts";

/** The subject of an event; decides which facts it can carry. */
export type EventSubject =
  | "push"
  | "branch-push"
  | "branch-deletion"
  | "tag-push"
  | "pull-request"
  | "pull-request-commits"
  | "comment"
  | "restricted-comment"
  | "release"
  | "change"
  | "change-commits"
  | "change-comment"
  | "repository";

/** One of the event names that the API accepts. */
export interface EventRow extends Sourced {
  readonly name: string;
  /** The group in which the documentation and the published schema list it. */
  readonly family: "push" | "pull-request" | "release" | "bitbucket" | "gerrit";
  readonly description: string;
  readonly subject: EventSubject;
  /** The preferred spelling, if this name is another spelling of the same event. */
  readonly canonical?: string;
  /** A note on a name that is kept for old specs. */
  readonly legacy?: string;
}

type Cells = [
  name: string,
  subject: EventSubject,
  description: string,
  more?: Pick<EventRow, "canonical" | "legacy">,
];

const familyOf = (family: EventRow["family"], rows: Cells[]): EventRow[] =>
  rows.map(([name, subject, description, more]) => ({
    name,
    family,
    description,
    subject,
    ...more,
    source: sources.schema,
    certainty: "schema",
  }));

const push = familyOf("push", [
  ["push", "push", "any push: of commits, of a tag, of a new branch"],
  ["push.heads", "branch-push", "commits pushed to a branch, those of pull requests included"],
  ["push.tags", "tag-push", "a tag pushed"],
  ["push.newBranch", "branch-push", "a branch pushed for the first time"],
  ["push.deleteBranch", "branch-deletion", "a branch deleted"],
]);

const pullRequest = familyOf("pull-request", [
  ["pullrequest", "pull-request-commits", "anything that happens to a pull request"],
  ["pullrequest.opened", "pull-request-commits", "a pull request opened"],
  ["pullrequest.closed", "pull-request", "a pull request closed, merged or not"],
  ["pullrequest.reopened", "pull-request-commits", "a closed pull request opened again"],
  [
    "pullrequest.edited",
    "pull-request",
    "the title, the description or the target of a pull request changed",
  ],
  ["pullrequest.assigned", "pull-request", "a user assigned to a pull request"],
  ["pullrequest.unassigned", "pull-request", "a user unassigned from a pull request"],
  [
    "pullrequest.review_requested",
    "pull-request",
    "a review of a pull request asked for",
    {
      canonical: "pullrequest.reviewRequested",
      legacy: 'another spelling of "pullrequest.reviewRequested", the one that the documentation uses',
    },
  ],
  [
    "pullrequest.review_request_removed",
    "pull-request",
    "a request for a review withdrawn",
    {
      canonical: "pullrequest.reviewRequestRemoved",
      legacy: 'another spelling of "pullrequest.reviewRequestRemoved", the one that the documentation uses',
    },
  ],
  ["pullrequest.reviewRequested", "pull-request", "a review of a pull request asked for"],
  ["pullrequest.reviewRequestRemoved", "pull-request", "a request for a review withdrawn"],
  ["pullrequest.review.submitted.approved", "pull-request", "a review that approves the pull request"],
  ["pullrequest.review.submitted.commented", "pull-request", "a review that only comments"],
  ["pullrequest.review.submitted.changes_requested", "pull-request", "a review that asks for changes"],
  [
    "pullrequest.pushCommit",
    "pull-request-commits",
    "commits pushed to the source branch (GitLab, Azure DevOps)",
  ],
  ["pullrequest.labeled", "pull-request", "a label added to a pull request"],
  ["pullrequest.unlabeled", "pull-request", "a label removed from a pull request"],
  ["pullrequest.synchronize", "pull-request-commits", "commits pushed to the source branch (GitHub)"],
  [
    "pullrequest.commentAdded",
    "restricted-comment",
    "a comment by an owner or collaborator of the repository",
  ],
  ["pullrequest.commentAddedUnrestricted", "comment", "a comment by anyone"],
  ["pullrequest.reviewersUpdate", "pull-request", "the reviewers of a pull request changed (Azure DevOps)"],
  ["pullrequest.statusUpdate", "pull-request", "the status of a pull request changed (Azure DevOps)"],
  ["pullrequest.reviewerVote", "pull-request", "a reviewer voted (Azure DevOps)"],
  ["pullrequest.created", "pull-request-commits", "a pull request created (Azure DevOps)"],
  ["pullrequest.merged", "pull-request", "a pull request merged"],
  ["pullrequest.unmerged-closed", "pull-request", "a pull request closed without merging"],
  ["pullrequest.updated", "pull-request-commits", "a pull request updated (Azure DevOps)"],
]);

const release = familyOf("release", [
  [
    "release",
    "release",
    "a release published",
    { legacy: 'the only name for a published release: there is no "release.published"' },
  ],
  ["release.unpublished", "release", "a release unpublished"],
  ["release.created", "release", "a release created, drafts excepted"],
  ["release.edited", "release", "a release edited"],
  ["release.deleted", "release", "a release deleted"],
  ["release.prereleased", "release", "a pre-release published"],
  ["release.released", "release", "a release published, or a pre-release made a release"],
]);

const bitbucket = familyOf("bitbucket", [
  ["pullrequest:created", "pull-request-commits", "a pull request created (Bitbucket)"],
  ["pullrequest:updated", "pull-request-commits", "a pull request updated (Bitbucket)"],
  [
    "pullrequest:updatedButNoPush",
    "pull-request",
    "a pull request updated without new commits (Bitbucket Cloud)",
  ],
  ["pullrequest:deleted", "pull-request", "a pull request deleted (Bitbucket Server)"],
  [
    "pullrequest:push_commit",
    "pull-request-commits",
    "commits pushed to the source branch (Bitbucket Server)",
  ],
  ["pullrequest:merged", "pull-request", "a pull request merged (Bitbucket Server)"],
  ["pullrequest:declined", "pull-request", "a pull request declined (Bitbucket Server)"],
  ["pullrequest:approved", "pull-request", "a pull request approved (Bitbucket)"],
  ["pullrequest:unapproved", "pull-request", "an approval withdrawn (Bitbucket)"],
  ["pullrequest:needsWork", "pull-request", "a reviewer asks for changes (Bitbucket Server)"],
  ["pullrequest:fulfilled", "pull-request", "a pull request merged (Bitbucket Cloud)"],
  ["pullrequest:rejected", "pull-request", "a pull request declined (Bitbucket Cloud)"],
  ["pullrequest:comment_created", "comment", "a comment on a pull request (Bitbucket)"],
  ["pullrequest:comment_updated", "comment", "a comment on a pull request edited (Bitbucket)"],
  ["pullrequest:comment_deleted", "comment", "a comment on a pull request deleted (Bitbucket)"],
]);

const gerrit = familyOf("gerrit", [
  ["change-abandoned", "change", "a change abandoned (Gerrit)"],
  ["change-deleted", "change", "a change deleted (Gerrit)"],
  ["change-merged", "change", "a change merged (Gerrit)"],
  ["change-restored", "change", "an abandoned change restored (Gerrit)"],
  ["comment-added", "change-comment", "a comment on a change (Gerrit)"],
  ["dropped-output", "repository", "events lost by the server (Gerrit)"],
  ["hashtags-changed", "change", "the hashtags of a change edited (Gerrit)"],
  ["project-created", "repository", "a project created (Gerrit)"],
  ["patchset-created", "change-commits", "a change or a new patch set of it uploaded (Gerrit)"],
  ["ref-updated", "push", "a branch or tag updated (Gerrit); shown as push commits and push tags"],
  ["reviewer-added", "change", "a reviewer added to a change (Gerrit)"],
  ["reviewer-deleted", "change", "a reviewer removed from a change (Gerrit)"],
  ["topic-changed", "change", "the topic of a change edited (Gerrit)"],
  ["wip-state-changed", "change", "a change marked as work in progress, or no longer (Gerrit)"],
  ["private-state-changed", "change", "a change made private or public (Gerrit)"],
  ["vote-deleted", "change", "a vote on a change withdrawn (Gerrit)"],
  ["project-head-update", "repository", "the default branch of a project changed (Gerrit)"],
]);

/** The 71 event names that the published schema accepts, in its order. */
export const eventTable: readonly EventRow[] = [...push, ...pullRequest, ...release, ...bitbucket, ...gerrit];
