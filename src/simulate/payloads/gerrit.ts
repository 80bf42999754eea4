import { findEvent } from "../../catalogue/events/events.ts";
import { isMapping } from "../../util/json.ts";
import type { ChangedFile, FileStatus, GitEvent } from "../event/event.ts";
import { branchName, isNoCommit, readRef, refChange } from "./commits.ts";
import { anyTextAt, at, idAt, integerAt, isTextAt, listAt, textAt } from "./json.ts";
import {
  type LooseFacts,
  listed,
  madeOf,
  neitherRef,
  notOffered,
  offered,
  type PayloadReader,
  type PayloadResult,
  type WebhookKind,
  wide,
} from "./result.ts";

const provider = "gerrit";

/** The events of Gerrit's stream. */
export const gerritReader: PayloadReader = {
  keys: '"type" and "change"',
  ofBody: (body) => {
    const type = textAt(body, "type");
    if (type === undefined) return false;
    const ofGerrit = ["change", "refUpdate", "refUpdates", "eventCreatedOn", "projectName"].some(
      (key) => at(body, key) !== undefined,
    );
    return ofGerrit || (findEvent(type) !== undefined && /^[a-z]+(?:-[a-z]+)+$/.test(type));
  },
  read: readGerrit,
};

/**
 * Reads an event of Gerrit's stream (`ssh … gerrit stream-events`, the webhooks plugin), by the
 * body's `type`. Fields as Gerrit documents them ("gerrit stream-events", "JSON data"); each may be
 * missing.
 */
function readGerrit(body: unknown): PayloadResult {
  const event = textAt(body, "type") ?? "";
  if (event === "ref-updated") return readRefUpdate(body);
  const kind: WebhookKind = { provider, event };
  const facts = at(body, "change") ? changeFacts(body, event) : projectFacts(body);
  return listed(kind, facts) ?? notOffered(kind);
}

/** In `refUpdate`, `refName` is a full ref, or the bare branch name in old versions. */
function readRefUpdate(body: unknown): PayloadResult {
  const kind: WebhookKind = { provider, event: "ref-updated" };
  const update = at(body, "refUpdate");
  const name = textAt(update, "refName");
  const common = refFacts(body);
  if (name === undefined) {
    const note = 'the event has no "refName", so the updated branch or tag is unknown';
    return offered(kind, wide(kind, "ref-updated", common), [note]);
  }
  const ref = readRef(name) ?? (name.startsWith("refs/") ? undefined : { branch: name });
  if (!ref) return otherRef(kind, name, common);
  const deleted = isNoCommit(textAt(update, "newRev")) === true;
  const created = isNoCommit(textAt(update, "oldRev")) === true;
  const { variant, facts } = refChange(ref, { created, deleted });
  return listed({ ...kind, variant }, { ...common, ...facts })!;
}

/** Gerrit also keeps changes and settings in refs (`refs/changes/…`, `refs/meta/config`). */
function otherRef(kind: WebhookKind, name: string, facts: LooseFacts): PayloadResult {
  const event: GitEvent = madeOf(kind, ["ref-updated"], [{ name: "push" }], facts);
  return offered(kind, event, [`${neitherRef(name)}; it is unknown whether it counts as a push`]);
}

function refFacts(body: unknown): LooseFacts {
  const revision = textAt(body, "refUpdate", "newRev");
  return {
    repository: textAt(body, "refUpdate", "project"),
    commit: {
      revision: isNoCommit(revision) ? undefined : revision,
      author: textAt(body, "submitter", "name"),
    },
  };
}

function projectFacts(body: unknown): LooseFacts {
  const [update] = listAt(body, "refUpdates") ?? [];
  return {
    repository: textAt(body, "projectName") ?? textAt(body, "project") ?? textAt(update, "project"),
  };
}

function changeFacts(body: unknown, event: string): LooseFacts {
  const change = at(body, "change");
  const patch = at(body, "patchSet");
  const branch = branchName(textAt(change, "branch"));
  const isComment = event === "comment-added";
  return {
    repository: textAt(change, "project"),
    branch,
    targetBranch: branch,
    topic: textAt(change, "topic"),
    message: anyTextAt(change, "commitMessage"),
    changedFiles: filesOf(listAt(patch, "files")),
    comment: isComment ? anyTextAt(body, "comment") : undefined,
    commentAuthor: isComment ? nameOf(at(body, "author")) : undefined,
    commit: {
      revision: textAt(patch, "revision"),
      author: nameOf(at(patch, "author")) ?? nameOf(at(change, "owner")),
    },
    pullRequest: {
      number: integerAt(change, "number") ?? numberIn(textAt(change, "number")),
      id: idAt(change, "id"),
      title: anyTextAt(change, "subject"),
      action: event,
      merged: isTextAt(change, "MERGED", "status"),
      mergeCommit: textAt(body, "newRev"),
      headCommit: textAt(patch, "revision"),
    },
  };
}

function nameOf(account: unknown): string | undefined {
  return textAt(account, "username") ?? textAt(account, "name");
}

function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

const statuses: Readonly<Record<string, FileStatus>> = {
  ADDED: "added",
  COPIED: "added",
  MODIFIED: "modified",
  REWRITE: "modified",
  DELETED: "removed",
  RENAMED: "renamed",
};

/** A patch set lists its files only on request; `/COMMIT_MSG` and similar entries are not files. */
function filesOf(files: readonly unknown[] | undefined): ChangedFile[] | undefined {
  return files?.filter(isMapping).flatMap((file): ChangedFile[] => {
    const path = textAt(file, "file");
    if (path === undefined || path.startsWith("/")) return [];
    const type = textAt(file, "type") ?? "";
    const status = Object.hasOwn(statuses, type) ? statuses[type] : undefined;
    const previousPath = status === "renamed" ? textAt(file, "fileOld") : undefined;
    return [{ path, ...(status && { status }), ...(previousPath && { previousPath }) }];
  });
}
