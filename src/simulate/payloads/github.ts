import { namesOfVariants } from "../../catalogue/events/webhooks.ts";
import { isMapping } from "../../util/json.ts";
import {
  kindOf,
  mergedByTime,
  readPullRequest,
  readReview,
  readReviewComment,
  repositoryOf,
} from "./github-pull-request.ts";
import { githubPush } from "./github-push.ts";
import { anyTextAt, at, flagAt, idAt, integerAt, textAt, textsIn } from "./json.ts";
import {
  type LooseFacts,
  lacks,
  listed,
  NO_EVENT,
  notOffered,
  ofAnyVariant,
  offered,
  otherComment,
  type PayloadReader,
  type PayloadResult,
} from "./result.ts";

/** GitHub's webhooks. Nearly every one has a sender. */
export const githubReader: PayloadReader = {
  keys: '"ref" and "commits", "pull_request", "release", "sender"',
  ofHeaders: (headers) => headers["x-github-event"] !== undefined,
  ofBody: (body) => {
    if (textAt(body, "sender", "login")) return true;
    const event = githubEventOf(body) || undefined;
    if (event === "push" || event === "ping") return true;
    return event !== undefined && (textAt(body, "action") !== undefined || isMapping(at(body, "repository")));
  },
  read: (body, headers) => readGithub(body, headers["x-github-event"]?.toLowerCase() ?? githubEventOf(body)),
};

/**
 * Reads a webhook of GitHub: `event` is the header X-GitHub-Event, or is derived from the body's
 * keys. Fields as GitHub documents them (docs.github.com, "Webhook events and payloads").
 */
function readGithub(body: unknown, event: string | undefined): PayloadResult {
  if (event === undefined) return notOffered(kindOf("", body), keyNeeded, {}, namesOfVariants("github"));
  const read = readers[event];
  return read ? read(body, event) : notOffered(kindOf(event, body), `${NO_EVENT}${hint(event)}`);
}

const keyNeeded = "the body alone does not identify the event; add --header 'X-GitHub-Event: …'";

/**
 * The event of a body by its keys, most specific first. The empty text if a key shows that it has
 * no trigger event; undefined if none shows it.
 */
function githubEventOf(body: unknown): string | undefined {
  const has = (key: string) => isMapping(at(body, key));
  if (has("pull_request")) {
    if (has("review")) return "pull_request_review";
    if (has("comment")) return "pull_request_review_comment";
    if (has("thread")) return "pull_request_review_thread";
    return "pull_request";
  }
  if (has("issue")) return has("comment") ? "issue_comment" : "issues";
  if (has("release")) return "release";
  if (isPush(body)) return "push";
  if (has("hook") && textAt(body, "zen")) return "ping";
  const refType = textAt(body, "ref_type");
  if (refType) return textAt(body, "master_branch") ? "create" : "delete";
  const named = otherKeys.find((key) => (at(body, key) ?? null) !== null);
  return named ?? (namelessKeys.some((key) => at(body, key) !== undefined) ? "" : undefined);
}

/** The webhook of a cache synchronization has a ref and hashes as well, but no commits. */
function isPush(body: unknown): boolean {
  const isMoved = ["ref", "before", "after"].some((key) => textAt(body, key));
  return isMoved && ["commits", "head_commit", "pusher"].some((key) => at(body, key) !== undefined);
}

/** Keys with the name of the event whose body has them, before those of its causes. */
const otherKeys = [
  "deployment_status",
  "workflow_job",
  "deployment",
  "check_run",
  "check_suite",
  "workflow_run",
  "discussion",
  "label",
  "milestone",
  "package",
  "merge_group",
  "security_advisory",
];

/** Keys of bodies of other events without a trigger event. */
const namelessKeys = [
  "alert",
  "blocked_user",
  "branches",
  "build",
  "cache_location",
  "client_payload",
  "content_reference",
  "forkee",
  "inputs",
  "invitation",
  "hook",
  "key",
  "marketplace_purchase",
  "member",
  "membership",
  "pages",
  "project",
  "project_card",
  "project_column",
  "projects_v2_item",
  "repositories",
  "repositories_added",
  "rule",
  "sponsorship",
  "starred_at",
  "status",
  "team",
  "user",
];

const hints: Readonly<Record<string, string>> = {
  ping: ", since it only reports that the webhook was created",
  create: '; use the "push" webhook that a new branch or tag also sends',
  delete: '; use the "push" webhook that a deleted branch or tag also sends',
};

function hint(event: string): string {
  return Object.hasOwn(hints, event) ? hints[event]! : "";
}

type Reader = (body: unknown, event: string) => PayloadResult;

const readers: { readonly [event: string]: Reader | undefined } = Object.assign(Object.create(null), {
  push: githubPush,
  pull_request: readPullRequest,
  pull_request_target: (body: unknown) => readPullRequest(body),
  pull_request_review: readReview,
  pull_request_review_comment: readReviewComment,
  pull_request_review_thread: readReviewComment,
  issue_comment: readComment,
  release: readRelease,
} satisfies Record<string, Reader>);

function readComment(body: unknown): PayloadResult {
  const kind = kindOf("issue_comment", body);
  const issue = at(body, "issue");
  if (isMapping(issue) && !isMapping(at(issue, "pull_request"))) {
    return notOffered(kind, "this comment is on an issue, not on a pull request", commentFacts(body));
  }
  const facts: LooseFacts = {
    ...commentFacts(body),
    draft: flagAt(body, "issue", "draft"),
    pullRequest: commentedPullRequest(body),
  };
  const missing = isMapping(issue) ? (kind.variant === undefined ? "action" : undefined) : "issue";
  if (missing) return offered(kind, ofAnyVariant(kind, facts), [lacks(missing, "comment")]);
  const event = listed(kind, facts);
  if (event) return event;
  const reason = "Codefresh has a trigger event for new comments, not for edited or deleted ones";
  return notOffered(kind, reason, facts, [otherComment]);
}

/** GitHub's webhook of a comment has neither branches nor repositories. */
function commentFacts(body: unknown): LooseFacts {
  return {
    repository: repositoryOf(body),
    comment: anyTextAt(body, "comment", "body"),
    commentAuthor: textAt(body, "comment", "user", "login"),
    authorAssociation: textAt(body, "comment", "author_association"),
  };
}

function commentedPullRequest(body: unknown): LooseFacts["pullRequest"] {
  const issue = at(body, "issue");
  return {
    number: integerAt(issue, "number"),
    title: anyTextAt(issue, "title"),
    action: textAt(body, "action"),
    labels: textsIn(issue, ["labels"], "name"),
    merged: mergedByTime(at(issue, "pull_request")),
  };
}

function readRelease(body: unknown): PayloadResult {
  const kind = kindOf("release", body);
  const release = at(body, "release");
  const facts: LooseFacts = {
    repository: repositoryOf(body),
    tag: textAt(release, "tag_name"),
    release: {
      id: idAt(release, "id"),
      name: textAt(release, "name"),
      action: textAt(body, "action"),
      prerelease: flagAt(release, "prerelease"),
      target: textAt(release, "target_commitish"),
    },
  };
  if (kind.variant === undefined)
    return offered(kind, ofAnyVariant(kind, facts), [lacks("action", "release event")]);
  return (
    listed(kind, facts) ??
    notOffered(kind, "Codefresh has no trigger event for this action of a release", facts)
  );
}
