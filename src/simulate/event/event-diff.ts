import { type FactName, factRows, type GitEvent, type GitFactKey } from "./event.ts";
import { eventTraits, shownNames } from "./event-kind.ts";
import { canHave } from "./fact-faults.ts";

/** A fact and its new value: a text, a list of paths, or a boolean. */
export interface Change {
  /** The name of the fact. */
  readonly fact: FactName;
  /** The current value; null if not given, and for changed files, which the event lists. */
  readonly from: ChangeValue;
  /** The value after the change. */
  readonly to: ChangeValue;
}

/** A fact's value in a change; null if not given. */
export type ChangeValue = string | boolean | readonly string[] | null;

/** A fact that a change can set: its key in an event, and its name in a change. */
interface Changeable {
  readonly key: GitFactKey;
  readonly fact: FactName;
}

/** The keys that come first in changes; the others follow the table of facts. */
const NAMED_FIRST: readonly GitFactKey[] = [
  "provider",
  "repository",
  "names",
  "branch",
  "tag",
  "targetBranch",
  "fork",
];

const changeableKeys = (Object.keys(factRows) as GitFactKey[]).filter(
  (key) => factRows[key].change !== undefined,
);

const changeable: readonly Changeable[] = [
  ...NAMED_FIRST,
  ...changeableKeys.filter((key) => !NAMED_FIRST.includes(key) && key !== "changedFiles"),
  "changedFiles" as const,
].map((key) => ({ key, fact: key === "names" ? "event" : (key as FactName) }));

/** Returns the facts that differ; a fact of the first event alone is not a change. */
export function changesBetween(before: GitEvent, after: GitEvent): Change[] {
  return changeable.flatMap(({ key, fact }): Change[] => {
    if (before[key] === after[key]) return [];
    const to = factValue(after, key);
    if (key === "changedFiles")
      return to === null || sameFiles(before, after) ? [] : [{ fact, from: null, to }];
    const from = factValue(before, key);
    return to === null || JSON.stringify(from) === JSON.stringify(to) ? [] : [{ fact, from, to }];
  });
}

function sameFiles({ changedFiles: before }: GitEvent, { changedFiles: after }: GitEvent): boolean {
  return before?.length === after!.length && after!.every(({ path }, index) => path === before[index]!.path);
}

/** Returns the event with a set of changes applied. */
export function applyChanges(event: GitEvent, changes: readonly Change[]): GitEvent {
  const facts = changes.map(({ fact, to }): [GitFactKey, unknown] => {
    if (fact === "event") return ["names", String(to).split(", ")];
    const isList = fact === "changedFiles";
    return [fact as GitFactKey, isList ? (to as readonly string[]).map((path) => ({ path })) : to];
  });
  return withFacts(event, Object.fromEntries(facts));
}

/**
 * Returns the event with other values of some facts, without the facts that only the old values
 * have, or that no event of its new names has. The source branch stays in the event's own
 * repository if it was there.
 */
export function withFacts(event: GitEvent, facts: Partial<GitEvent>): GitEvent {
  const changed: { -readonly [K in keyof GitEvent]?: GitEvent[K] } = { ...event };
  for (const key of Object.keys(facts) as GitFactKey[])
    for (const replaced of factRows[key].replaces ?? []) delete changed[replaced];
  if (facts.names)
    for (const key of Object.keys(changed) as GitFactKey[])
      if (!canHave(facts.names, key)) delete changed[key];
  // The target of a pull request is not that of a release.
  if (eventTraits(event).kind !== "release" && eventTraits({ ...event, ...facts }).kind === "release")
    delete changed.targetBranch;
  const own = event.repository?.toLowerCase();
  if (facts.repository !== undefined && own !== undefined && changed.headRepository?.toLowerCase() === own)
    changed.headRepository = facts.repository;
  return { ...(changed as GitEvent), ...facts };
}

function factValue(event: GitEvent, key: GitFactKey): ChangeValue {
  if (key === "names") return shownNames(event);
  if (key === "changedFiles") return event.changedFiles?.map(({ path }) => path) ?? null;
  return (event[key] as ChangeValue | undefined) ?? null;
}
