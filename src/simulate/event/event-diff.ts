import { shownNames } from "../conditions/event.ts";
import type { FactName, GitEvent } from "./event.ts";

/** A fact and what it would have to be: a text, a list of paths, or a switch. */
export interface Change {
  readonly fact: FactName;
  /** What it is; null where it was not given, and for the changed files, which the event itself lists. */
  readonly from: ChangeValue;
  readonly to: ChangeValue;
}

/** A fact's value in a change; null where it was not given. */
export type ChangeValue = string | boolean | readonly string[] | null;

/** Facts that a change can be made to, in the order in which a person would name them. */
const changeable = [
  "provider",
  "repository",
  "event",
  "branch",
  "tag",
  "targetBranch",
  "fork",
  "message",
  "earlierMessages",
  "comment",
  "authorAssociation",
  "changedFiles",
] as const;

type Changeable = (typeof changeable)[number];

/** The facts in which two events differ; one that the second merely lacks is no change that anybody has to make. */
export function changesBetween(before: GitEvent, after: GitEvent): Change[] {
  return changeable.flatMap((fact): Change[] => {
    if (fact === "changedFiles" ? sameFiles(before, after) : isUntouched(before, after, fact)) return [];
    const to = factValue(after, fact);
    if (fact === "changedFiles") return [{ fact, from: null, to }];
    const from = factValue(before, fact);
    return to === null || JSON.stringify(from) === JSON.stringify(to) ? [] : [{ fact, from, to }];
  });
}

function sameFiles({ changedFiles: before }: GitEvent, { changedFiles: after }: GitEvent): boolean {
  if (before === after || after === undefined) return true;
  return before?.length === after.length && after.every(({ path }, index) => path === before[index]!.path);
}

/** Whether two events share the very value of a fact. */
function isUntouched(before: GitEvent, after: GitEvent, fact: Changeable): boolean {
  return fact === "event" ? before.names === after.names : before[fact] === after[fact];
}

/** The event that a set of changes makes of another. */
export function applyChanges(event: GitEvent, changes: readonly Change[]): GitEvent {
  const changed: Record<string, unknown> = { ...event };
  for (const { fact, to } of changes) {
    for (const key of keysOf(fact as Changeable)) delete changed[key];
    if (fact === "event") changed.names = String(to).split(", ");
    else if (fact === "changedFiles") changed[fact] = (to as readonly string[]).map((path) => ({ path }));
    else changed[fact] = to;
  }
  return changed as unknown as GitEvent;
}

/** The keys that go together: the names of an event bring what else it is known by. */
function keysOf(fact: Changeable): readonly (keyof GitEvent)[] {
  if (fact === "event") return ["names", "exact", "openNames", "webhook", "deleted", "newBranch"];
  if (fact === "repository") return ["repository", "repositoryAliases"];
  if (fact === "fork") return ["fork", "headRepository", "headRepositoryIsFork"];
  if (fact === "changedFiles") return ["changedFiles", "changedFilesIncomplete"];
  return [fact];
}

function factValue(event: GitEvent, fact: Changeable): ChangeValue {
  if (fact === "event") return shownNames(event);
  if (fact === "changedFiles") return event.changedFiles?.map(({ path }) => path) ?? null;
  return event[fact] ?? null;
}
