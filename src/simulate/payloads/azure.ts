import { isMapping } from "../../util/json.ts";
import type { GitEvent } from "../event/event.ts";
import { branchName, isNoCommit, messagesOf, readRef, refChange } from "./commits.ts";
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
  catalogued,
  type LooseFacts,
  listed,
  neitherRef,
  notListed,
  notOffered,
  ofAnyVariant,
  offered,
  offeredEach,
  type PayloadReader,
  type PayloadResult,
  type WebhookKind,
} from "./result.ts";

const provider = "azure";

/** A new, edited or deleted comment on a pull request. */
const COMMENT = "ms.vss-code.git-pullrequest-comment-event";

/** The service hooks of Azure DevOps. */
export const azureReader: PayloadReader = {
  keys: '"eventType" and "resource"',
  ofBody: (body) =>
    textAt(body, "eventType") !== undefined &&
    (isMapping(at(body, "resource")) || textAt(body, "publisherId") !== undefined) &&
    !isNotification(body),
  read: readAzure,
};

/**
 * True for the details of a notification, in the history of a subscription, which have the webhook
 * in `event`, or lack it (learn.microsoft.com, "Notifications - Get").
 */
export function isNotification(details: unknown): boolean {
  const isOfPublisher = ["eventType", "publisherId"].every((key) => textAt(details, key) !== undefined);
  return isOfPublisher && ["event", "request", "consumerId"].some((key) => at(details, key) !== undefined);
}

/**
 * Reads a service hook of Azure DevOps, by the body's `eventType`. Fields as Microsoft documents
 * them (learn.microsoft.com, "Service hooks events"); a repository is named `project/repository`.
 */
function readAzure(body: unknown): PayloadResult {
  const event = textAt(body, "eventType") ?? "";
  if (event === "git.push") return readPush(body);
  const kind: WebhookKind = { provider, event };
  if (event === "git.pullrequest.updated") return readUpdated(body, kind);
  if (event === COMMENT) return listed(kind, commentFacts(body))!;
  const facts = pullRequestFacts(at(body, "resource"), event);
  if (event === "git.pullrequest.merged" && !isCompleted(at(body, "resource"))) {
    return offered(kind, ofAnyVariant(kind, facts), [attempt]);
  }
  const made = listed(kind, facts);
  if (made) return made;
  return event.startsWith("git.pullrequest.") ? notListed(kind, facts) : notOffered(kind);
}

function repositoryOf(repository: unknown): string | undefined {
  const [project, name] = [textAt(repository, "project", "name"), textAt(repository, "name")];
  return project === undefined || name === undefined ? undefined : `${project}/${name}`;
}

function commonFacts(repository: unknown): Pick<LooseFacts, "repository" | "repositoryAliases"> {
  return { repository: repositoryOf(repository), repositoryAliases: aliasesOf(repository) };
}

/** `organization/repository`, of which only addresses have the organization. */
function aliasesOf(repository: unknown): string[] | undefined {
  const address = addressAt(repository, "url") ?? addressAt(repository, "remoteUrl") ?? "";
  const [, path, host] = ORGANIZATION.exec(address) ?? [];
  const [organization, name] = [path ?? host, textAt(repository, "name")];
  return organization === undefined || name === undefined ? undefined : [`${organization}/${name}`];
}

/** Older organizations have a host of their own. */
const ORGANIZATION = /^https:\/\/(?:dev\.azure\.com\/([^/?#]+)|([^./?#]+)\.visualstudio\.com(?:\/|$))/i;

function readPush(body: unknown): PayloadResult {
  const kind: WebhookKind = { provider, event: "git.push" };
  const resource = at(body, "resource");
  const updates = (listAt(resource, "refUpdates") ?? []).filter(isMapping);
  const common = commonFacts(at(resource, "repository"));
  const commits = listAt(resource, "commits") ?? [];
  const commit = (after: string | undefined) => commitFacts(commits, after, updates.length === 1);
  const events = updates.flatMap((update) => eventOf(kind, update, common, commit) ?? []);
  const odd = updates.flatMap((update) => textAt(update, "name") ?? [])[0];
  if (events.length > 0 || odd === undefined) return offeredEach(kind, events, common);
  return notOffered(kind, neitherRef(odd));
}

/** A push lists no files; its commits belong to a branch for certain only if it is the only one. */
function eventOf(
  kind: WebhookKind,
  update: unknown,
  common: LooseFacts,
  commit: (after: string | undefined) => LooseFacts,
): GitEvent | undefined {
  const ref = readRef(textAt(update, "name"));
  if (!ref) return undefined;
  const after = textAt(update, "newObjectId");
  const deleted = isNoCommit(after) === true;
  const created = isNoCommit(textAt(update, "oldObjectId")) === true;
  const { variant, facts } = refChange(ref, { created, deleted });
  return catalogued({ ...kind, variant }, { ...common, ...facts, ...(!deleted && commit(after)) });
}

function commitFacts(commits: readonly unknown[], after: string | undefined, only: boolean): LooseFacts {
  const head = commits.find((commit) => textAt(commit, "commitId") === after);
  const others = only && head !== undefined ? commits.filter((commit) => commit !== head) : [];
  return {
    message: anyTextAt(head, "comment"),
    earlierMessages: messagesOf(others.toReversed(), "comment"),
    commit: {
      revision: after,
      author: textAt(head, "author", "name"),
      url: addressAt(head, "url"),
    },
  };
}

const narrowNames: Readonly<Record<string, string>> = {
  push: "pullrequest.pushCommit",
  reviewers: "pullrequest.reviewersUpdate",
  vote: "pullrequest.reviewerVote",
  status: "pullrequest.statusUpdate",
};

/**
 * The kind of update is in no field, only in the English sentence of `message`, before the title.
 * Sentences as seen in public payloads; any other sentence may be each of the four kinds.
 */
const sentences: readonly (readonly [RegExp, string])[] = [
  [/\bupdated the source branch of\b/, "push"],
  [
    /\b(?:changed the reviewer list|added .+ as an? (?:required |optional )?reviewer|removed .+ as an? reviewer)/,
    "reviewers",
  ],
  [
    /\b(?:approved pull request|has approved and left suggestions|is waiting for the author|rejected pull request|voted on)/,
    "vote",
  ],
  [
    /\b(?:marked the pull request as|completed pull request|abandoned pull request|reactivated pull request)\b/,
    "status",
  ],
];

function readUpdated(body: unknown, kind: WebhookKind): PayloadResult {
  const facts = pullRequestFacts(at(body, "resource"), kind.event);
  const sentence = textAt(body, "message", "text") ?? "";
  const title = facts.pullRequest?.title;
  const [before = ""] = title ? sentence.split(`(${title})`) : [sentence];
  const variant = sentences.find(([pattern]) => pattern.test(before.slice(0, 300)))?.[1];
  const row = variant ? { ...kind, variant } : kind;
  if (variant) return listed(row, facts)!;
  const note = "the payload does not show what was updated: commits, reviewers, a vote or the status";
  return offered(kind, catalogued(kind, facts, Object.values(narrowNames))!, [note]);
}

/** The hook is sent for every attempt to merge: for mere checks, and for refused ones too. */
function isCompleted(pull: unknown): boolean {
  const result = textAt(pull, "mergeStatus") ?? "succeeded";
  return textAt(pull, "status") === "completed" && result === "succeeded";
}

const attempt =
  "the pull request is not completed; Azure DevOps sends this webhook for each attempt to merge, and it is unknown whether Codefresh fires for those";

function commentFacts(body: unknown): LooseFacts {
  const resource = at(body, "resource");
  const comment = at(resource, "comment");
  return {
    ...pullRequestFacts(at(resource, "pullRequest")),
    comment: anyTextAt(comment, "content"),
    commentAuthor: textAt(comment, "author", "uniqueName") ?? textAt(comment, "author", "displayName"),
  };
}

function pullRequestFacts(pull: unknown, event?: string): LooseFacts {
  const common = commonFacts(at(pull, "repository"));
  const head = textAt(pull, "lastMergeSourceCommit", "commitId");
  const merged = isTextAt(pull, "completed", "status");
  const fork = at(pull, "forkSource");
  // Hooks with minimal details lack the branches, and the fork.
  const isWhole = textAt(pull, "sourceRefName") !== undefined;
  return {
    ...common,
    branch: branchName(textAt(pull, "sourceRefName")),
    targetBranch: branchName(textAt(pull, "targetRefName")),
    headRepository: fork ? repositoryOf(at(fork, "repository")) : isWhole ? common.repository : undefined,
    fork: fork ? true : undefined,
    draft: flagAt(pull, "isDraft"),
    message: anyTextAt(pull, "lastMergeSourceCommit", "comment"),
    commit: { revision: head },
    pullRequest: {
      number: integerAt(pull, "pullRequestId"),
      id: idAt(pull, "pullRequestId"),
      title: anyTextAt(pull, "title"),
      action: event?.replace(/^git\.pullrequest\./, ""),
      labels: textsIn(pull, ["labels"], "name"),
      merged,
      mergeCommit: merged ? textAt(pull, "lastMergeCommit", "commitId") : undefined,
      headCommit: head,
    },
  };
}
