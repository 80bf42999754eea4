import { anyTextAt, at, flagAt, idAt, integerAt, textAt, textsIn } from "./json.ts";
import {
  type LooseFacts,
  lacks,
  listed,
  notListed,
  ofAnyVariant,
  offered,
  type PayloadResult,
  type WebhookKind,
  wide,
} from "./result.ts";

/** Reads GitHub's `pull_request`; a closed one was either merged or not. */
export function readPullRequest(body: unknown): PayloadResult {
  const facts = pullRequestFacts(body);
  const action = textAt(body, "action");
  const kind = kindOf("pull_request", body);
  if (action === undefined)
    return offered(kind, wide(kind, "pullrequest", facts), [lacks("action", "pull request event")]);
  if (action === "closed") return readClosed(facts);
  return listed(kind, facts) ?? notListed(kind, facts, "for this action");
}

function readClosed(facts: LooseFacts): PayloadResult {
  const merged = facts.pullRequest?.merged;
  const kind: WebhookKind = { provider: "github", event: "pull_request", variant: "closed" };
  if (merged === undefined) {
    const event = wide(kind, "pullrequest.closed", facts);
    return offered(kind, event, ["the payload does not show whether the pull request was merged"]);
  }
  const row = { ...kind, variant: merged ? "closed merged" : "closed unmerged" };
  return listed(row, facts)!;
}

/**
 * Reads GitHub's `pull_request_review`. Reviews are distinguished by state; a dismissed or edited
 * one has no trigger event.
 */
export function readReview(body: unknown): PayloadResult {
  const state = textAt(body, "review", "state")?.toLowerCase();
  const action = textAt(body, "action");
  const variant = [action, state].filter((word) => word !== undefined).join(" ");
  const kind = kindOf("pull_request_review", body, variant === "" ? undefined : variant);
  const facts = pullRequestFacts(body);
  const missing = action === undefined ? "action" : action === "submitted" && !state ? "state" : undefined;
  if (missing) return offered(kind, ofAnyVariant(kind, facts), [lacks(missing, "review")]);
  return listed(kind, facts) ?? notListed(kind, facts, "for this action of a review");
}

/** Reads GitHub's webhooks of comments on a line of a pull request, and of their threads. */
export function readReviewComment(body: unknown, event: string): PayloadResult {
  const what = "for comments on lines, only for those in the conversation of a pull request";
  return notListed(kindOf(event, body), pullRequestFacts(body), what);
}

function pullRequestFacts(body: unknown): LooseFacts {
  const pull = at(body, "pull_request");
  return {
    repository: repositoryOf(body) ?? textAt(pull, "base", "repo", "full_name"),
    branch: textAt(pull, "head", "ref"),
    targetBranch: textAt(pull, "base", "ref"),
    headRepository: textAt(pull, "head", "repo", "full_name"),
    headRepositoryIsFork: flagAt(pull, "head", "repo", "fork"),
    fork: at(pull, "head", "repo") === null ? true : undefined,
    authorAssociation: textAt(pull, "author_association"),
    draft: flagAt(pull, "draft"),
    pullRequest: pullRequestOf(body, pull),
    commit: { revision: textAt(pull, "head", "sha") },
  };
}

/** Until the merge, `merge_commit_sha` is GitHub's test merge, so it is used only afterwards. */
function pullRequestOf(body: unknown, pull: unknown): LooseFacts["pullRequest"] {
  const merged = flagAt(pull, "merged") ?? mergedByTime(pull);
  return {
    number: integerAt(pull, "number") ?? integerAt(body, "number"),
    id: idAt(pull, "id"),
    title: anyTextAt(pull, "title"),
    action: textAt(body, "action"),
    labels: textsIn(pull, ["labels"], "name"),
    merged,
    mergeCommit: merged ? textAt(pull, "merge_commit_sha") : undefined,
    headCommit: textAt(pull, "head", "sha"),
  };
}

/** Whether it was merged, if the payload only has the time of the merge. */
export function mergedByTime(pull: unknown): boolean | undefined {
  const time = at(pull, "merged_at");
  return time === undefined ? undefined : time !== null;
}

/** A kind of webhook of GitHub; its variant is usually the action. */
export function kindOf(event: string, body: unknown, variant = textAt(body, "action")): WebhookKind {
  return { provider: "github", event, ...(variant !== undefined && { variant }) };
}

/** `owner/name` of the repository that sent the webhook. */
export function repositoryOf(body: unknown): string | undefined {
  return textAt(body, "repository", "full_name");
}
