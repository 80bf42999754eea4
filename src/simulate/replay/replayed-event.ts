import { getOrAdd } from "../../util/memoize.ts";
import { decidingConditions, type Verdict } from "../evaluate.ts";
import type { SimulatedEvent } from "../event/event.ts";
import type { SimulatedPipeline, SimulatedTrigger, Simulation, TriggerPlace } from "../simulation.ts";

/** One recorded event with its triggers. */
export interface ReplayedEvent {
  /** Where it was recorded: a file with the line or the place in its list, a commit, or a case. */
  readonly place: string;
  /** The event. */
  readonly event: SimulatedEvent;
  /** When it was sent, as ISO 8601; null if the record has no time. */
  readonly at: string | null;
  /** Triggers that fire or may fire; with other specs to compare, those with a changed verdict. */
  readonly triggers: readonly ReplayedTrigger[];
}

/** A trigger and its verdict on one event. */
export interface ReplayedTrigger extends TriggerPlace {
  /** The verdict; null if only the other specs have the trigger. */
  readonly verdict: Verdict | null;
  /** The verdict with the other specs; null if they do not have the trigger. */
  readonly before?: Verdict | null;
  /** Why the verdict is what it is, for one that is unknown or changed. */
  readonly reason: string | null;
}

/** How often each trigger fired. */
export interface TriggerTotal extends TriggerPlace {
  /** Events that fire it. */
  readonly fires: number;
  /** Events for which it is not certain. */
  readonly unknown: number;
}

/** The triggers of a simulation that fire or may fire. */
export function firingTriggers({ pipelines }: Simulation): ReplayedTrigger[] {
  return triggersOf(pipelines)
    .filter(({ trigger }) => trigger.verdict !== "skips")
    .map((each) => ({ ...identity(each), verdict: each.trigger.verdict, reason: reasonOf(each.trigger) }));
}

/**
 * The triggers whose verdicts on one event differ between two versions of the specs. `pairs` has
 * the keys of the old triggers by those of the new ones.
 */
export function changedTriggers(
  before: Simulation,
  after: Simulation,
  pairs: ReadonlyMap<string, string>,
): ReplayedTrigger[] {
  const old = new Map(triggersOf(before.pipelines).map((each) => [keyOf(each), each]));
  const changed: ReplayedTrigger[] = [];
  for (const each of triggersOf(after.pipelines)) {
    const key = pairs.get(keyOf(each));
    const other = key === undefined ? undefined : old.get(key);
    if (key !== undefined) old.delete(key);
    const verdict = each.trigger.verdict;
    if (verdict === (other?.trigger.verdict ?? "skips")) continue;
    changed.push({
      ...identity(each),
      verdict,
      before: other?.trigger.verdict ?? null,
      reason: reasonOf(each.trigger),
    });
  }
  for (const each of old.values()) {
    if (each.trigger.verdict === "skips") continue;
    changed.push({ ...identity(each), verdict: null, before: each.trigger.verdict, reason: null });
  }
  return changed;
}

/** True for an event of a repository or provider that no trigger has. */
export function isElsewhere({ pipelines }: Simulation): boolean {
  return triggersOf(pipelines).every(({ trigger }) =>
    trigger.conditions.some(({ id, outcome }) => id === "repository" && outcome === "fail"),
  );
}

/** Counts the verdicts of each trigger over many events, in the order of the specs. */
export class TriggerTotals {
  readonly #totals = new Map<string, { -readonly [Key in keyof TriggerTotal]: TriggerTotal[Key] }>();

  add({ pipelines }: Simulation): void {
    for (const each of triggersOf(pipelines)) {
      const key = keyOf(each);
      const total = getOrAdd(this.#totals, key, () => ({ ...identity(each), fires: 0, unknown: 0 }));
      if (each.trigger.verdict !== "skips") total[each.trigger.verdict]++;
    }
  }

  result(): readonly TriggerTotal[] {
    return [...this.#totals.values()];
  }
}

interface PlacedTrigger {
  readonly pipeline: SimulatedPipeline;
  readonly trigger: SimulatedTrigger;
}

export function triggersOf(pipelines: readonly SimulatedPipeline[]): PlacedTrigger[] {
  return pipelines.flatMap((pipeline) => pipeline.triggers.map((trigger) => ({ pipeline, trigger })));
}

/** A text that only one trigger of some specs has. */
export function triggerKey(place: {
  readonly path: string;
  readonly pipeline: string;
  readonly kind: SimulatedTrigger["kind"];
  readonly index: number;
}): string {
  return [place.path, place.pipeline, place.kind, place.index].join("\0");
}

function keyOf({ pipeline: { path, pipeline }, trigger: { kind, index } }: PlacedTrigger): string {
  return triggerKey({ path, pipeline, kind, index });
}

function identity({ pipeline: { pipeline, path }, trigger: { trigger } }: PlacedTrigger): TriggerPlace {
  return { pipeline, path, trigger };
}

/** The reason of the first condition that decides. */
function reasonOf(trigger: SimulatedTrigger): string | null {
  return decidingConditions(trigger)[0]?.reason ?? null;
}
