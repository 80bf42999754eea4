import { nearest } from "../nearest.ts";
import { type EventRow, type EventSubject, eventTable } from "./event-table.ts";
import { misspellings } from "./misspellings.ts";

export { type Coverage, coverage, providersSending, refines, satisfiedNames } from "./coverage.ts";
export type { EventRow, EventSubject } from "./event-table.ts";
export { findWebhook, type WebhookRow, webhooks } from "./webhooks.ts";

/** The 71 event names that the published schema accepts. */
export const eventNames: readonly string[] = eventTable.map((row) => row.name);

const byName = new Map(eventTable.map((row) => [row.name, row]));

/** The row of an event name in its exact spelling, or undefined. */
export function findEvent(name: string): EventRow | undefined {
  return byName.get(name);
}

/** Which facts an event of a given name can carry; `files` is false where no webhook of it lists changed files. */
export interface EventFacts {
  readonly branch: boolean;
  readonly tag: boolean;
  readonly targetBranch: boolean;
  readonly files: boolean;
  readonly comment: boolean;
  /** The event stands for a comment that only owners and collaborators may make. */
  readonly restrictedComment: boolean;
  readonly pullRequest: boolean;
}

const facts = (...carried: (keyof EventFacts)[]): EventFacts => ({
  branch: carried.includes("branch"),
  tag: carried.includes("tag"),
  targetBranch: carried.includes("targetBranch"),
  files: carried.includes("files"),
  comment: carried.includes("comment"),
  restrictedComment: carried.includes("restrictedComment"),
  pullRequest: carried.includes("pullRequest"),
});

/** Semantics b (what a branch filter sees), c (comments) and e (events without a file list). */
const factsOf: Record<EventSubject, EventFacts> = {
  push: facts("branch", "tag", "files"),
  "branch-push": facts("branch", "files"),
  "branch-deletion": facts("branch"),
  "tag-push": facts("tag"),
  "pull-request": facts("branch", "targetBranch", "pullRequest"),
  "pull-request-commits": facts("branch", "targetBranch", "files", "pullRequest"),
  comment: facts("branch", "targetBranch", "comment", "pullRequest"),
  "restricted-comment": facts("branch", "targetBranch", "comment", "restrictedComment", "pullRequest"),
  release: facts("tag"),
  change: facts("branch", "targetBranch"),
  "change-commits": facts("branch", "targetBranch", "files"),
  "change-comment": facts("branch", "targetBranch", "comment"),
  repository: facts(),
};

/** Which facts an event of this name can carry, or undefined for a name that does not exist. */
export function eventFacts(name: string): EventFacts | undefined {
  const row = byName.get(name);
  return row && factsOf[row.subject];
}

/**
 * The existing names that `text` most likely stands for, best first: known misspellings (`pull_request.opened`,
 * `release.published`), then names a few edits away, then names that begin with the same word.
 */
export function nearestEventNames(text: string, count = 1): string[] {
  const known = misspellings.get(text.toLowerCase()) ?? [];
  const close = nearest(text, eventNames, count);
  const dotted = text.toLowerCase().replace(/^(pull[_-]?request|pr|merge_request)(?=$|[.:])/, "pullrequest");
  const renamed = dotted === text.toLowerCase() ? [] : nearest(dotted, eventNames, count);
  const prefix = /^[a-z]+/i.exec(dotted)?.[0];
  const alike = prefix === undefined ? [] : eventNames.filter((name) => name.startsWith(prefix));
  return [...new Set([...known, ...renamed, ...close, ...alike])].slice(0, count);
}
