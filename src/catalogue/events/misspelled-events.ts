import { closestMatches, editDistance } from "../../util/closest-match.ts";
import { memoizeBy } from "../../util/memoize.ts";
import { eventTable } from "./event-table.ts";

/**
 * Event names that people write and the API refuses, in lower case, with the names they most likely
 * mean, best first. From semantics a ("misspellings seen in the wild or easy to make") and from the
 * words of the providers' own webhooks.
 */
export const misspellings: ReadonlyMap<string, readonly string[]> = new Map([
  ["release.published", ["release"]],
  ["release.publish", ["release"]],
  ["releases", ["release"]],
  ["push.head", ["push.heads"]],
  ["push.branch", ["push.heads"]],
  ["push.branches", ["push.heads"]],
  ["push.commit", ["push.heads"]],
  ["push.commits", ["push.heads"]],
  ["commit", ["push.heads"]],
  ["tag", ["push.tags"]],
  ["tags", ["push.tags"]],
  ["push.tag", ["push.tags"]],
  ["tag_push", ["push.tags"]],
  ["tag.created", ["push.tags"]],
  ["tags.created", ["push.tags"]],
  ["tag.pushed", ["push.tags"]],
  ["git.push", ["push.heads"]],
  ["repo:push", ["push.heads"]],
  ["repo:refs_changed", ["push.heads"]],
  ["branch.created", ["push.newBranch"]],
  ["branch.deleted", ["push.deleteBranch"]],
  ["merge", ["pullrequest.merged"]],
  ["merged", ["pullrequest.merged"]],
  ["mergerequest", ["pullrequest"]],
  ["mergerequest.merged", ["pullrequest.merged"]],
  ["mergerequest.opened", ["pullrequest.opened"]],
  ["comment", ["pullrequest.commentAdded", "pullrequest.commentAddedUnrestricted"]],
  ["patchset.created", ["patchset-created"]],
  ["change.merged", ["change-merged"]],
  ["ref.updated", ["ref-updated"]],
  ["push.new_branch", ["push.newBranch"]],
  ["push.delete_branch", ["push.deleteBranch"]],
  ["pr", ["pullrequest"]],
  ["pull_request", ["pullrequest"]],
  ["pull-request", ["pullrequest"]],
  ["merge_request", ["pullrequest"]],
  ["pullrequest.open", ["pullrequest.opened"]],
  ["pullrequest.close", ["pullrequest.closed"]],
  ["pullrequest.merge", ["pullrequest.merged"]],
  ["pullrequest.comment", ["pullrequest.commentAdded", "pullrequest.commentAddedUnrestricted"]],
  ["pullrequest.commented", ["pullrequest.commentAdded", "pullrequest.commentAddedUnrestricted"]],
  ["pullrequest.comment_added", ["pullrequest.commentAdded", "pullrequest.commentAddedUnrestricted"]],
  ["pullrequest.comment_created", ["pullrequest:comment_created", "pullrequest.commentAdded"]],
  ["pullrequest.comment_updated", ["pullrequest:comment_updated"]],
  ["pullrequest.comment_deleted", ["pullrequest:comment_deleted"]],
  ["issue_comment", ["pullrequest.commentAdded", "pullrequest.commentAddedUnrestricted"]],
  ["issue_comment.created", ["pullrequest.commentAdded", "pullrequest.commentAddedUnrestricted"]],
  ["pull_request_target", ["pullrequest"]],
  ["merge_requests", ["pullrequest"]],
  ["merge_request_event", ["pullrequest"]],
  ["pullrequest.approved", ["pullrequest.review.submitted.approved", "pullrequest:approved"]],
  ["pullrequest.submitted.approved", ["pullrequest.review.submitted.approved"]],
  ["pullrequest.submitted.commented", ["pullrequest.review.submitted.commented"]],
  ["pullrequest.submitted.changes_requested", ["pullrequest.review.submitted.changes_requested"]],
  ["pullrequest.review.approved", ["pullrequest.review.submitted.approved"]],
  ["pull_request_review.approved", ["pullrequest.review.submitted.approved"]],
  ["pull_request_review.commented", ["pullrequest.review.submitted.commented"]],
  ["pull_request_review.changes_requested", ["pullrequest.review.submitted.changes_requested"]],
  ["pullrequest.completed", ["pullrequest.merged"]],
  ["pull_request.completed", ["pullrequest.merged"]],
  ["pullrequest.unapproved", ["pullrequest:unapproved"]],
  ["pullrequest.needswork", ["pullrequest:needsWork"]],
  ["pullrequest.declined", ["pullrequest:declined", "pullrequest:rejected"]],
  ["pullrequest.rejected", ["pullrequest:rejected"]],
  ["pullrequest.fulfilled", ["pullrequest:fulfilled"]],
  ["pullrequest.deleted", ["pullrequest:deleted"]],
  ["pullrequest.push_commit", ["pullrequest.pushCommit", "pullrequest:push_commit"]],
  ["pullrequest.synchronized", ["pullrequest.synchronize"]],
  ["pullrequest.sync", ["pullrequest.synchronize"]],
  ["pullrequest.unmerged", ["pullrequest.unmerged-closed"]],
  ["pullrequest.closed-unmerged", ["pullrequest.unmerged-closed"]],
]);

const NO_EVENT = "remove it because Codefresh has no event for it";

/** Events of GitHub Actions and GitLab CI that are not those of a Git trigger (semantics a). */
const OF_OTHER_SYSTEMS = [
  [/^(?:schedule[ds]?|cron|nightly)$/i, 'remove it, and add a cron trigger to "cronTriggers"'],
  [
    /^push\.(?:main|master|develop|dev|trunk|production|staging)$/i,
    'list "push.heads", and write the branch as "branchRegex", as in /^main$/',
  ],
  [/^pull_?request\.(?:ready_for_review|converted_to_draft|milestoned|auto_merge_enabled)$/i, NO_EVENT],
  [
    /^(?:pull_request_review(?:\.submitted)?|pullrequest\.review(?:ed|\.submitted)?)$/i,
    'list "pullrequest.review.submitted.approved", or those that end in ".commented" and ".changes_requested"',
  ],
  [/^(?:issue_comment\.edited|pull_request_review_comment(?:\.\w+)?)$/i, NO_EVENT],
  [/^(?:workflow_dispatch|workflow_call|manual|web|api)$/i, "remove it because a manual run needs no event"],
] as const;

/** The remedy for an event of another CI system that no Git trigger has, or undefined. */
export function remedyOfForeignEvent(name: string): string | undefined {
  return OF_OTHER_SYSTEMS.find(([names]) => names.test(name))?.[1];
}

/**
 * Returns the names that `text` most likely means, best first: known misspellings, then names a few
 * edits away, then names with the same first word.
 */
export function nearestEventNames(text: string, count = 1): string[] {
  const dotted = withPullRequest(text);
  const prefix = /^[a-z]+/i.exec(dotted)?.[0];
  const alike = prefix === undefined ? [] : names.filter((name) => name.startsWith(prefix));
  const close = closestMatches(dotted, alike, count).filter((name) => editDistance(dotted, name, 2) <= 2);
  return [...new Set([...sameEventNames(text, count), ...close, ...alike])].slice(0, count);
}

const names = eventTable.map(({ name }) => name);

/**
 * Returns the names of the event that `text` means, best first: known misspellings, then names with
 * a typing error. A word of its own, such as `reviewed`, does not mean another, `reopened`.
 */
export const sameEventNames: (text: string, count?: number) => readonly string[] = memoizeBy(
  (text, count = 1) => `${count} ${text}`,
  findSameNames,
);

function findSameNames(text: string, count = 1): string[] {
  const known = misspellings.get(text.toLowerCase()) ?? [];
  const dotted = withPullRequest(text);
  const renamed = dotted === text.toLowerCase() ? [] : closestMatches(dotted, names, count);
  const close = closestMatches(text, names, count);
  const near = [...renamed, ...close].filter(
    (name) => isTypingError(dotted, name) || isTypingError(text, name),
  );
  return [...new Set([...known, ...near])].slice(0, count);
}

/** The known meanings of a name, if there are several of which only the author can choose. */
export function severalMeanings(text: string): readonly string[] {
  const known = misspellings.get(text.toLowerCase()) ?? [];
  return known.length > 1 ? known : [];
}

/** The first word as Codefresh spells it: `pull_request.opened` becomes `pullrequest.opened`. */
function withPullRequest(text: string): string {
  return text.toLowerCase().replace(/^(pull[_-]?request|pr|merge_request)(?=$|[.:])/, "pullrequest");
}

/** True if the last words differ by one edit in four letters at most, without regard to signs. */
function isTypingError(text: string, name: string): boolean {
  const [written, meant] = [lastWord(text), lastWord(name)];
  const allowed = Math.max(1, Math.floor(meant.length / 4));
  return editDistance(written, meant, allowed) <= allowed;
}

function lastWord(name: string): string {
  const start = Math.max(name.lastIndexOf("."), name.lastIndexOf(":")) + 1;
  return name.slice(start).toLowerCase().replace(/[-_]/g, "");
}
