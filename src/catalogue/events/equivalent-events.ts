import type { ProviderId } from "../providers.ts";
import { providersSending } from "./event-coverage.ts";

/** Names of different providers for the same event (semantics a: the tables of webhooks). */
const MEANINGS: readonly (readonly string[])[] = [
  ["pullrequest.opened", "pullrequest.created", "pullrequest:created", "patchset-created"],
  [
    "pullrequest.synchronize",
    "pullrequest.pushCommit",
    "pullrequest:push_commit",
    "pullrequest:updated",
    "patchset-created",
  ],
  ["pullrequest.merged", "pullrequest:fulfilled", "pullrequest:merged", "change-merged"],
  ["pullrequest.unmerged-closed", "pullrequest:rejected", "pullrequest:declined", "change-abandoned"],
  [
    "pullrequest.closed",
    "pullrequest.merged",
    "pullrequest:fulfilled",
    "pullrequest:merged",
    "change-merged",
  ],
  ["pullrequest.reopened", "change-restored"],
  ["pullrequest.edited", "pullrequest:updatedButNoPush", "pullrequest:updated", "pullrequest.updated"],
  ["pullrequest.updated", "pullrequest:updated", "pullrequest.synchronize"],
  ["pullrequest:updatedButNoPush", "pullrequest.edited", "pullrequest:updated"],
  ["pullrequest.commentAdded", "pullrequest:comment_created", "comment-added"],
  ["pullrequest.commentAddedUnrestricted", "pullrequest:comment_created", "comment-added"],
  ["pullrequest.review.submitted.approved", "pullrequest:approved"],
  ["pullrequest.review.submitted.changes_requested", "pullrequest:needsWork"],
  ["pullrequest.reviewRequested", "reviewer-added", "pullrequest.reviewersUpdate"],
  ["push.newBranch", "push.heads"],
  ["push.heads", "ref-updated"],
];

/** Returns a provider's name for the event of another name; undefined if it has none. */
export function equivalentEvent(name: string, provider: ProviderId): string | undefined {
  const own = MEANINGS.filter(([first]) => first === name);
  const others = MEANINGS.filter((names) => names[0] !== name && names.includes(name));
  const candidates = [...own, ...others].flat();
  return candidates.find((each) => each !== name && providersSending(each).includes(provider));
}
