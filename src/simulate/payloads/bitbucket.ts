import { isMapping } from "../../util/json.ts";
import type { GitEvent } from "../event/event.ts";
import { messagesOf, refChange } from "./commits.ts";
import { addressAt, anyTextAt, at, flagAt, idAt, integerAt, listAt, textAt } from "./json.ts";
import {
  catalogued,
  type LooseFacts,
  listed,
  madeOf,
  NO_EVENT,
  notListed,
  notOffered,
  offered,
  offeredEach,
  otherComment,
  type PayloadReader,
  type PayloadResult,
  type WebhookKind,
  wide,
} from "./result.ts";

const provider = "bitbucket";

/** The webhooks of Bitbucket Cloud. */
export const bitbucketReader: PayloadReader = {
  keys: '"push", "pullrequest"',
  ofHeaders: (headers) => headers["x-event-key"] !== undefined,
  ofBody: (body) => {
    if (listAt(body, "push", "changes") || isMapping(at(body, "pullrequest"))) return true;
    const isSent = isMapping(at(body, "actor")) && isMapping(at(body, "repository"));
    return isSent && at(body, "sender") === undefined;
  },
  read: (body, headers) => readBitbucket(body, headers["x-event-key"]?.toLowerCase()),
};

/**
 * Reads a webhook of Bitbucket Cloud: `key` is the header X-Event-Key, which the body does not
 * contain. Without it the body's keys distinguish pushes, pull requests and comments, but not the
 * action of a pull request. Fields as Atlassian documents them (support.atlassian.com, "Event
 * payloads").
 */
function readBitbucket(body: unknown, key: string | undefined): PayloadResult {
  const event = key ?? eventOf(body);
  if (event === "repo:push") return bitbucketPush(body);
  const kind: WebhookKind = { provider, event };
  if (event === "pullrequest:updated") return readUpdated(kind, body);
  const facts = pullRequestFacts(body, event);
  const made = listed(kind, facts);
  if (made) return made;
  if (key === undefined && isMapping(at(body, "pullrequest"))) return withoutKey(body);
  if (event.startsWith("pullrequest:comment_")) return notOffered(kind, NO_EVENT, facts, [otherComment]);
  if (event.startsWith("pullrequest:")) return notListed(kind, facts);
  return notOffered(kind);
}

function eventOf(body: unknown): string {
  if (isMapping(at(body, "push"))) return "repo:push";
  if (isMapping(at(body, "pullrequest"))) return "pullrequest";
  if (isMapping(at(body, "issue"))) return "issue";
  if (isMapping(at(body, "commit_status"))) return "repo:commit_status";
  return isMapping(at(body, "fork")) ? "repo:fork" : "";
}

/** `updatedButNoPush` is the platform's own split of `updated`. */
function readUpdated(kind: WebhookKind, body: unknown): PayloadResult {
  const row = { ...kind, variant: "with commits" };
  const event = catalogued(row, pullRequestFacts(body, kind.event), ["pullrequest:updatedButNoPush"]);
  const { webhook: _, ...rest } = event!;
  const note = "the payload does not show whether the update has new commits";
  return offered(kind, { ...rest, webhook: { event: kind.event } }, [note]);
}

const keyNeeded = "the body alone does not identify the event; add --header 'X-Event-Key: …'";
const commentNames = [
  "pullrequest.commentAdded",
  "pullrequest.commentAddedUnrestricted",
  "pullrequest:comment_created",
  "pullrequest:comment_updated",
  "pullrequest:comment_deleted",
];

/** Without the header: the names that the body allows. */
function withoutKey(body: unknown): PayloadResult {
  const kind: WebhookKind = { provider, event: "pullrequest" };
  const facts = pullRequestFacts(body, undefined);
  const names = (all: readonly string[]) => all.map((name) => ({ name }));
  if (isMapping(at(body, "comment"))) {
    const open = [...names(commentNames), { name: "pullrequest", question: "pullrequest-covers-comments" }];
    return offered(kind, madeOf(kind, [], open, facts), [keyNeeded]);
  }
  if (isMapping(at(body, "approval"))) {
    const open = names(["pullrequest:approved", "pullrequest:unapproved"]);
    return offered(kind, madeOf(kind, ["pullrequest"], open, facts), [keyNeeded]);
  }
  if (isMapping(at(body, "changes_request"))) return notListed(kind, facts, "for requested changes");
  return offered(kind, wide(kind, "pullrequest", facts), [keyNeeded]);
}

/**
 * Payloads of pull requests and of comments on them. Bitbucket sends short hashes, and no messages,
 * labels or files.
 */
function pullRequestFacts(body: unknown, event: string | undefined): LooseFacts {
  const pull = at(body, "pullrequest");
  const head = textAt(pull, "source", "commit", "hash");
  const merged = mergedOf(textAt(pull, "state"));
  const comment = anyTextAt(body, "comment", "content", "raw");
  return {
    repository:
      textAt(body, "repository", "full_name") ?? textAt(pull, "destination", "repository", "full_name"),
    branch: textAt(pull, "source", "branch", "name"),
    targetBranch: textAt(pull, "destination", "branch", "name"),
    headRepository: textAt(pull, "source", "repository", "full_name"),
    fork: at(pull, "source", "repository") === null ? true : undefined,
    draft: flagAt(pull, "draft"),
    comment,
    commentAuthor: isMapping(at(body, "comment")) ? authorOf(at(body, "comment", "user")) : undefined,
    commit: { revision: head },
    pullRequest: {
      number: integerAt(pull, "id"),
      id: idAt(pull, "id"),
      title: anyTextAt(pull, "title"),
      action: event?.replace(/^pullrequest:/, ""),
      merged,
      mergeCommit: merged ? textAt(pull, "merge_commit", "hash") : undefined,
      headCommit: head,
    },
  };
}

function mergedOf(state: string | undefined): boolean | undefined {
  return state === undefined ? undefined : state.toUpperCase() === "MERGED";
}

function authorOf(user: unknown): string | undefined {
  return textAt(user, "nickname") ?? textAt(user, "username") ?? textAt(user, "display_name");
}

const kind: WebhookKind = { provider: "bitbucket", event: "repo:push" };

/**
 * Reads `repo:push` of Bitbucket Cloud: one event for each branch or tag that the push changed. The
 * payload lists no files, and the newest five commits of each change.
 */
function bitbucketPush(body: unknown): PayloadResult {
  const changes = (listAt(body, "push", "changes") ?? []).filter(isMapping);
  const repository = textAt(body, "repository", "full_name");
  const events = changes.flatMap((change) => pushedEvent(change, repository) ?? []);
  return offeredEach(kind, events, { repository });
}

function pushedEvent(change: unknown, repository: string | undefined): GitEvent | undefined {
  const deleted = flagAt(change, "closed") === true || !isMapping(at(change, "new"));
  const side = at(change, deleted ? "old" : "new");
  const name = textAt(side, "name");
  if (name === undefined) return undefined;
  const ref = textAt(side, "type")?.endsWith("tag") ? { tag: name } : { branch: name };
  const created = flagAt(change, "created") ?? at(change, "old") === null;
  const { variant, facts } = refChange(ref, { created, deleted });
  const commit = deleted ? {} : commitFacts(change, at(side, "target"));
  return catalogued({ ...kind, variant }, { repository, ...facts, ...commit });
}

function commitFacts(change: unknown, target: unknown): LooseFacts {
  const head = textAt(target, "hash");
  const others = (listAt(change, "commits") ?? []).filter((commit) => textAt(commit, "hash") !== head);
  return {
    message: anyTextAt(target, "message"),
    earlierMessages: messagesOf(others.toReversed()),
    commit: {
      revision: head,
      author:
        textAt(target, "author", "user", "nickname") ?? textAt(target, "author", "user", "display_name"),
      url: addressAt(target, "links", "html", "href"),
    },
  };
}
