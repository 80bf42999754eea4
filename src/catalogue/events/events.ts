import { type EventRow, type EventSubject, eventTable } from "./event-table.ts";

export {
  certaintyOfNames,
  coverage,
  isSameEvent,
  mayList,
  providersSending,
  surelySends,
} from "./event-coverage.ts";
export type { EventRow, EventSubject } from "./event-table.ts";
export {
  nearestEventNames,
  remedyOfForeignEvent,
  sameEventNames,
  severalMeanings,
} from "./misspelled-events.ts";
export { findWebhook } from "./webhooks.ts";

/** The 71 event names that the published schema accepts. */
export const eventNames: readonly string[] = eventTable.map((row) => row.name);

const byName = new Map(eventTable.map((row) => [row.name, row]));

/** Returns the row of an event name in its exact spelling, or undefined. */
export function findEvent(name: string): EventRow | undefined {
  return byName.get(name);
}

/** The facts that an event can carry; `files` is false if no webhook of it lists files. */
export interface EventFacts {
  readonly branch: boolean;
  readonly tag: boolean;
  readonly targetBranch: boolean;
  readonly files: boolean;
  readonly comment: boolean;
  /** True for a comment that only owners and collaborators may make. */
  readonly restrictedComment: boolean;
  readonly pullRequest: boolean;
  readonly release: boolean;
}

const facts = (...carried: (keyof EventFacts)[]): EventFacts => ({
  branch: carried.includes("branch"),
  tag: carried.includes("tag"),
  targetBranch: carried.includes("targetBranch"),
  files: carried.includes("files"),
  comment: carried.includes("comment"),
  restrictedComment: carried.includes("restrictedComment"),
  pullRequest: carried.includes("pullRequest"),
  release: carried.includes("release"),
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
  release: facts("tag", "release"),
  change: facts("branch", "targetBranch"),
  "change-commits": facts("branch", "targetBranch", "files"),
  "change-comment": facts("branch", "targetBranch", "comment"),
  repository: facts(),
};

/** Returns the facts that an event of this name can carry; undefined if unknown. */
export function eventFacts(name: string): EventFacts | undefined {
  const row = byName.get(name);
  return row && factsOf[row.subject];
}
