import { coverage, type EventSubject, eventFacts, findEvent } from "../../catalogue/events/events.ts";
import { memoizeByObject } from "../../util/memoize.ts";
import type { GitEvent } from "./event.ts";

/** The subjects whose events are those of another subject to all conditions. */
const SAME_KIND = {
  "pull-request-commits": "pull-request",
  "restricted-comment": "comment",
  "change-commits": "change",
} as const satisfies Partial<Record<EventSubject, EventSubject>>;

/** The subject of an event, as its names and facts show. */
export type EventKind = Exclude<EventSubject, keyof typeof SAME_KIND>;

function kindOf(subject: EventSubject): EventKind {
  return subject in SAME_KIND ? SAME_KIND[subject as keyof typeof SAME_KIND] : (subject as EventKind);
}

/** The properties of an event that conditions ask about. */
export interface EventTraits {
  readonly kind: EventKind;
  /** A pull request, or a comment on one; not a Gerrit change. */
  readonly pullRequest: boolean;
  readonly comment: boolean;
  /** Whether the webhook lists changed files, or the platform requests them (semantics e). */
  readonly listsFiles: boolean;
}

const wideNames = new Set(["push", "pullrequest", "ref-updated"]);

/** Returns the properties of an event; cached per event object. */
export const eventTraits: (event: GitEvent) => EventTraits = memoizeByObject(readTraits);

function readTraits(event: GitEvent): EventTraits {
  const names = specificNames(event);
  const kind = narrowKind(names, event);
  const comment = kind === "comment" || kind === "change-comment";
  const listsFiles =
    names.every((name) => eventFacts(name)?.files ?? false) &&
    kind !== "tag-push" &&
    kind !== "branch-deletion" &&
    names.length > 0;
  return { kind, pullRequest: kind === "pull-request" || kind === "comment", comment, listsFiles };
}

/** The branch or commit that a release's tag is made from, if it is known. */
export function targetOfRelease({ targetBranch, release }: GitEvent): string | undefined {
  return targetBranch ?? release?.target;
}

/** True if a branch or a tag was deleted. */
export function isDeletion(event: GitEvent): boolean {
  return event.deleted === true || eventTraits(event).kind === "branch-deletion";
}

/** The most specific names. */
function specificNames(event: GitEvent): readonly string[] {
  const names = event.names.length > 0 ? event.names : (event.openNames ?? []).map(({ name }) => name);
  const narrow = names.filter((name) => !wideNames.has(name));
  return narrow.length > 0 ? narrow : names;
}

function narrowKind(names: readonly string[], event: GitEvent): EventKind {
  // An edited or deleted comment has no name of its own.
  if (event.openNames?.some(({ question }) => question === "pullrequest-covers-comments")) return "comment";
  const row = names[0] === undefined ? undefined : findEvent(names[0]);
  const kind = row ? kindOf(row.subject) : kindByFacts(event);
  if (kind === "push" && event.tag !== undefined) return "tag-push";
  if (kind !== "push" && kind !== "branch-push") return kind;
  if (event.deleted) return "branch-deletion";
  return event.branch === undefined ? kind : "branch-push";
}

function kindByFacts(event: GitEvent): EventKind {
  if (event.comment !== undefined) return "comment";
  if (event.pullRequest || event.targetBranch !== undefined) return "pull-request";
  return event.release ? "release" : "push";
}

/** The names of an event for people: the narrow ones, without those that they imply. */
export function shownNames(event: GitEvent): string {
  return narrowNames(event).join(", ");
}

/** The narrow names of an event, without those that they imply. */
export function narrowNames({ names }: Pick<GitEvent, "names">): readonly string[] {
  return names.length < 2 ? names : withoutImplied(names);
}

/** Kept, since `diff` asks for each pair of triggers again: it took a sixth longer without. */
const withoutImplied = memoizeByObject((names: readonly string[]): readonly string[] => {
  const implied = new Set(
    names.filter((name) => names.some((other) => other !== name && isWider(name, other))),
  );
  const shown = names.filter((name) => !implied.has(name));
  return shown.length > 0 ? shown : names;
});

function isWider(name: string, other: string): boolean {
  return coverage(other, name).answer === "covered" && coverage(name, other).answer !== "covered";
}
