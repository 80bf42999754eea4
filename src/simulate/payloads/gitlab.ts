import { isMapping } from "../../util/json.ts";
import { filesOf, isNoCommit, messagesOf, readRef, refChange } from "./commits.ts";
import {
  addressAt,
  anyTextAt,
  at,
  flagAt,
  idAt,
  integerAt,
  isTextAt,
  listAt,
  textAt,
  textsIn,
} from "./json.ts";
import {
  type LooseFacts,
  lacks,
  listed,
  neitherRef,
  notListed,
  notOffered,
  ofAnyVariant,
  offered,
  otherComment,
  type PayloadReader,
  type PayloadResult,
  type WebhookKind,
  wide,
} from "./result.ts";

const provider = "gitlab";

/** The header X-GitLab-Event in the words of the body's `object_kind`. */
const kindOfHeader: ReadonlyMap<string, string> = new Map([
  ["push hook", "push"],
  ["tag push hook", "tag_push"],
  ["merge request hook", "merge_request"],
  ["note hook", "note"],
  ["confidential note hook", "note"],
]);

/** GitLab's webhooks and system hooks. */
export const gitlabReader: PayloadReader = {
  keys: '"object_kind"',
  ofHeaders: (headers) => headers["x-gitlab-event"] !== undefined,
  // Hooks of groups and of the whole instance have an `event_name`, and often no project. The
  // context of GitHub Actions has one too, next to the webhook in `event`.
  ofBody: (body) =>
    textAt(body, "object_kind") !== undefined ||
    (textAt(body, "event_name") !== undefined && !isMapping(at(body, "event"))),
  read: (body, headers) => readGitlab(body, headers["x-gitlab-event"]),
};

/**
 * Reads a webhook of GitLab, by the body's `object_kind` (`event_name` in system hooks), else by
 * the header. Fields as GitLab documents them (docs.gitlab.com, "Webhook events").
 */
function readGitlab(body: unknown, header: string | undefined): PayloadResult {
  const event =
    textAt(body, "object_kind") ??
    textAt(body, "event_name") ??
    kindOfHeader.get(header?.toLowerCase() ?? "") ??
    header ??
    "";
  if (event === "push" || event === "tag_push") return readPush(body, event);
  if (event === "merge_request") return readMergeRequest(body);
  if (event === "note") return readNote(body);
  const variant = textAt(body, "object_attributes", "action") ?? textAt(body, "action");
  return notOffered({ provider, event, ...(variant && { variant }) });
}

function readPush(body: unknown, event: string): PayloadResult {
  const text = textAt(body, "ref");
  const ref = readRef(text);
  const kind: WebhookKind = { provider, event };
  if (text === undefined) {
    const note = 'the payload has no "ref", so the pushed branch or tag is unknown';
    return offered(kind, ofAnyVariant(kind, pushFacts(body)), [note]);
  }
  if (!ref) return notOffered(kind, neitherRef(text));
  const deleted = isNoCommit(textAt(body, "after"));
  const created = isNoCommit(textAt(body, "before"));
  const { variant, facts } = refChange(ref, { created, deleted });
  const row = { provider, event: "tag" in ref ? "tag_push" : "push", variant } as const;
  const files = "branch" in ref && !deleted ? filesOfPush(body) : {};
  return listed(row, { ...pushFacts(body), ...facts, ...files })!;
}

/** GitLab lists the newest 20 commits of a push; `total_commits_count` is their number. */
const MOST_COMMITS = 20;

function filesOfPush(body: unknown): LooseFacts {
  const commits = listAt(body, "commits");
  if (!commits) return {};
  const total = integerAt(body, "total_commits_count");
  return filesOf(commits, {
    cut: total === undefined ? commits.length >= MOST_COMMITS : total > commits.length,
  });
}

function pushFacts(body: unknown): LooseFacts {
  const commits = listAt(body, "commits") ?? [];
  const after = textAt(body, "checkout_sha") ?? textAt(body, "after");
  const head = commits.find((commit) => textAt(commit, "id") === after) ?? commits.at(-1);
  return {
    repository: repositoryOf(body),
    message: anyTextAt(head, "message"),
    earlierMessages: messagesOf(commits.filter((commit) => commit !== head)),
    commit: commitOf(head, isNoCommit(after) ? undefined : after),
  };
}

function commitOf(commit: unknown, revision: string | undefined): LooseFacts["commit"] {
  return {
    revision: textAt(commit, "id") ?? revision,
    author: textAt(commit, "author", "name"),
    url: addressAt(commit, "url"),
  };
}

function repositoryOf(body: unknown): string | undefined {
  return textAt(body, "project", "path_with_namespace");
}

function readMergeRequest(body: unknown): PayloadResult {
  const request = at(body, "object_attributes");
  const action = textAt(request, "action");
  const facts = mergeRequestFacts(body, request, action);
  const kind: WebhookKind = { provider, event: "merge_request", ...(action && { variant: action }) };
  if (action === undefined) {
    return offered(kind, wide(kind, "pullrequest", facts), [lacks("action", "merge request event")]);
  }
  const commits = textAt(request, "oldrev") === undefined ? "without" : "with";
  const row = action === "update" ? { ...kind, variant: `update ${commits} commits` } : kind;
  return listed(row, facts) ?? notListed(kind, facts, "for this action");
}

/** A merge request in the webhooks of merge requests and of comments on them. */
function mergeRequestFacts(body: unknown, request: unknown, action: string | undefined): LooseFacts {
  const last = at(request, "last_commit");
  return {
    repository: repositoryOf(body) ?? textAt(request, "target", "path_with_namespace"),
    branch: textAt(request, "source_branch"),
    targetBranch: textAt(request, "target_branch"),
    headRepository: textAt(request, "source", "path_with_namespace"),
    fork: textAt(request, "source", "path_with_namespace") ? undefined : isFork(request),
    draft: flagAt(request, "draft") ?? flagAt(request, "work_in_progress"),
    message: anyTextAt(last, "message"),
    commit: commitOf(last, undefined),
    pullRequest: {
      number: integerAt(request, "iid"),
      id: idAt(request, "id"),
      title: anyTextAt(request, "title"),
      action,
      labels: textsIn(request, ["labels"], "title") ?? textsIn(body, ["labels"], "title"),
      merged: isTextAt(request, "merged", "state"),
      mergeCommit: textAt(request, "merge_commit_sha"),
      headCommit: textAt(last, "id"),
    },
  };
}

/** Without a name of the source; a deleted project, which is null, was a fork. */
function isFork(request: unknown): boolean | undefined {
  if (at(request, "source") === null) return true;
  const [source, target] = [idAt(request, "source_project_id"), idAt(request, "target_project_id")];
  return source === undefined || target === undefined ? undefined : source !== target;
}

function readNote(body: unknown): PayloadResult {
  const note = at(body, "object_attributes");
  const on = textAt(note, "noteable_type");
  const kind: WebhookKind = { provider, event: "note", ...(on && { variant: on }) };
  if (on === undefined ? !isMapping(at(body, "merge_request")) : on !== "MergeRequest") {
    return notOffered(
      kind,
      "Codefresh has a trigger event only for comments on a merge request",
      commentFacts(body),
    );
  }
  const facts: LooseFacts = {
    ...mergeRequestFacts(body, at(body, "merge_request"), textAt(note, "action")),
    ...commentFacts(body),
  };
  const isNew = (textAt(note, "action") ?? "create") === "create";
  const reason = flagAt(note, "system")
    ? "this note was written by GitLab itself"
    : isNew
      ? undefined
      : "Codefresh has a trigger event for new comments, not for edited ones";
  if (reason !== undefined) return notOffered(kind, reason, facts, [otherComment]);
  const row = { provider, event: "note", variant: "merge request" } as const;
  return listed(row, facts)!;
}

function commentFacts(body: unknown): LooseFacts {
  return {
    repository: repositoryOf(body),
    comment: anyTextAt(body, "object_attributes", "note"),
    commentAuthor: textAt(body, "user", "username"),
  };
}
