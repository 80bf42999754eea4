import { isMapping } from "../../util/json.ts";
import type { GitEvent } from "../event/event.ts";
import { branchName, isNoCommit, messagesOf, type Ref, readRef, refChange } from "./commits.ts";
import { anyTextAt, at, flagAt, idAt, integerAt, isTextAt, listAt, textAt } from "./json.ts";
import {
  catalogued,
  type LooseFacts,
  listed,
  NO_EVENT,
  notListed,
  notOffered,
  offeredEach,
  otherComment,
  type PayloadReader,
  type PayloadResult,
  type WebhookKind,
} from "./result.ts";

const provider = "bitbucket-server";

const SERVER_KEY =
  /^(?:pr:|diagnostics:|mirror:|project:modified$|repo:(?:refs_changed|modified|forked|comment:|secret))/;

/** The webhooks of Bitbucket Server; their header has words that Bitbucket Cloud lacks. */
export const bitbucketServerReader: PayloadReader = {
  keys: '"eventKey"',
  ofHeaders: (headers) => SERVER_KEY.test(headers["x-event-key"]?.toLowerCase() ?? ""),
  ofBody: (body) => textAt(body, "eventKey") !== undefined || isPing(body),
  read: (body, headers) => readBitbucketServer(body, headers["x-event-key"]?.toLowerCase()),
};

/**
 * Reads a webhook of Bitbucket Server or Data Center, by the header X-Event-Key or the body's
 * `eventKey`. Fields as Atlassian documents them (confluence.atlassian.com, Bitbucket Data Center,
 * "Event payload").
 */
function readBitbucketServer(body: unknown, key: string | undefined): PayloadResult {
  const event = key ?? textAt(body, "eventKey") ?? (isPing(body) ? "diagnostics:ping" : "");
  if (event === "repo:refs_changed") return readPush(body);
  const kind: WebhookKind = { provider, event };
  const facts = pullRequestFacts(body, event);
  const made = listed(kind, facts);
  if (made) return made;
  if (event.startsWith("pr:comment:")) return notOffered(kind, NO_EVENT, facts, [otherComment]);
  if (event.startsWith("pr:")) return notListed(kind, facts);
  const hint = event === "diagnostics:ping" ? ", since it only tests the connection" : "";
  return notOffered(kind, `${NO_EVENT}${hint}`);
}

/** The body of a connection test, which has no other key. */
function isPing(body: unknown): boolean {
  return isMapping(body) && Object.keys(body).length === 1 && flagAt(body, "test") === true;
}

/** `KEY/slug`, as in the addresses of a repository. */
function repositoryOf(repository: unknown): string | undefined {
  const [project, slug] = [textAt(repository, "project", "key"), textAt(repository, "slug")];
  return project === undefined || slug === undefined ? undefined : `${project}/${slug}`;
}

/**
 * The platform's own Git layer uses the project's name, not its key, and the user of a personal
 * repository (npm \@codefresh-io/cf-git-providers 0.18.1), so a trigger created there may have
 * another `repo` than the addresses.
 */
function aliasesOf(repository: unknown): string[] | undefined {
  const project = at(repository, "project");
  const isPersonal = textAt(project, "type") === "PERSONAL";
  const name = isPersonal ? textAt(project, "owner", "name") : textAt(project, "name");
  const slug = textAt(repository, "slug");
  if (slug === undefined || name === undefined) return undefined;
  return name === textAt(project, "key") ? [] : [`${name}/${slug}`];
}

function readPush(body: unknown): PayloadResult {
  const kind: WebhookKind = { provider, event: "repo:refs_changed" };
  const changes = (listAt(body, "changes") ?? []).filter(isMapping);
  const repository = at(body, "repository");
  const common = { repository: repositoryOf(repository), repositoryAliases: aliasesOf(repository) };
  const head = changes.length === 1 ? headFacts(body, changes[0]) : undefined;
  const events = changes.flatMap((change) => eventOf(kind, change, common, head) ?? []);
  return offeredEach(kind, events, common);
}

function eventOf(
  kind: WebhookKind,
  change: unknown,
  common: LooseFacts,
  head?: LooseFacts,
): GitEvent | undefined {
  const ref = readRef(textAt(change, "ref", "id") ?? textAt(change, "refId")) ?? refByType(change);
  if (!ref) return undefined;
  const deleted = textAt(change, "type") === "DELETE" || isNoCommit(textAt(change, "toHash")) === true;
  const created = textAt(change, "type") === "ADD" || isNoCommit(textAt(change, "fromHash")) === true;
  const revision = textAt(change, "toHash");
  const { variant, facts } = refChange(ref, { created, deleted });
  const commit = !deleted && { commit: { revision }, ...head };
  return catalogued({ ...kind, variant }, { ...common, ...commit, ...facts });
}

function refByType(change: unknown): Ref | undefined {
  const name = textAt(change, "ref", "displayId");
  const type = textAt(change, "ref", "type");
  if (name === undefined || type === undefined) return undefined;
  return type === "TAG" ? { tag: name } : { branch: name };
}

/** Later versions add the head commit and at most five commits; none lists files. */
function headFacts(body: unknown, change: unknown): LooseFacts {
  const head = textAt(change, "toHash");
  const commits = listAt(body, "commits") ?? listAt(change, "commits") ?? [];
  const own = commits.find((commit) => textAt(commit, "id") === head);
  const commit = at(body, "toCommit") ?? at(change, "toCommit") ?? own;
  const earlier = commits.filter((each) => textAt(each, "id") !== head);
  return {
    message: anyTextAt(commit, "message"),
    earlierMessages: messagesOf(earlier.toReversed()),
    commit: {
      revision: head ?? textAt(commit, "id"),
      author: textAt(commit, "author", "displayName") ?? textAt(commit, "author", "name"),
    },
  };
}

function pullRequestFacts(body: unknown, event: string): LooseFacts {
  const pull = at(body, "pullRequest");
  const head = textAt(pull, "fromRef", "latestCommit");
  const merged = mergedOf(pull);
  return {
    repository: repositoryOf(at(pull, "toRef", "repository")),
    repositoryAliases: aliasesOf(at(pull, "toRef", "repository")),
    branch: refName(at(pull, "fromRef")),
    targetBranch: refName(at(pull, "toRef")),
    headRepository: repositoryOf(at(pull, "fromRef", "repository")),
    draft: flagAt(pull, "draft"),
    comment: anyTextAt(body, "comment", "text"),
    commentAuthor: textAt(body, "comment", "author", "name"),
    commit: { revision: head },
    pullRequest: {
      number: integerAt(pull, "id"),
      id: idAt(pull, "id"),
      title: anyTextAt(pull, "title"),
      action: event.replace(/^pr:/, ""),
      merged,
      mergeCommit: merged ? textAt(pull, "properties", "mergeCommit", "id") : undefined,
      headCommit: head,
    },
  };
}

function refName(ref: unknown): string | undefined {
  return textAt(ref, "displayId") ?? branchName(textAt(ref, "id"));
}

function mergedOf(pull: unknown): boolean | undefined {
  return isTextAt(pull, "MERGED", "state") ?? (flagAt(pull, "open") ? false : undefined);
}
