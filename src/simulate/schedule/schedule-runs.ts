import { offsetAt } from "../../match/cron/calendar.ts";
import { WEEKDAYS } from "../../util/text.ts";
import type { PlannedTrigger, ScheduledTrigger } from "./schedule.ts";

/** The period whose runs are listed. */
export interface ScheduleWindow {
  /** The first instant, included. */
  readonly from: Date;
  /** The end, excluded; open if absent. */
  readonly to?: Date;
  /** The maximum number of runs; all if absent. */
  readonly count?: number;
  /** A time zone whose clock is shown next to UTC. */
  readonly zone?: string;
}

/** An instant with runs. */
export interface ScheduledInstant {
  readonly at: Date;
  /** The clock of the requested zone. */
  readonly local: LocalTime | null;
  /** The triggers that run, in the order of the plan, up to the maximum. */
  readonly runs: readonly ScheduledTrigger[];
  /** The number of triggers that run, without the maximum, and of their pipelines. */
  readonly triggersAtOnce: number;
  readonly pipelinesAtOnce: number;
}

/** The next run of a trigger in milliseconds since 1970, and its index in the plan. */
interface Due {
  at: number;
  readonly order: number;
  readonly planned: PlannedTrigger;
}

/** Instants have years of four digits in every output. */
const LAST_INSTANT = Date.UTC(10_000, 0, 1);

/**
 * Yields the runs of all triggers in order of time. Each trigger keeps only its next run, so that
 * years of a minutely schedule need no memory. A trigger ends where the scheduler's own search
 * finds no further run.
 */
export function* scheduledRuns(
  planned: readonly PlannedTrigger[],
  window: ScheduleWindow,
): Generator<ScheduledInstant, void, undefined> {
  const end = Math.min(window.to?.getTime() ?? LAST_INSTANT, LAST_INSTANT);
  const clock = window.zone === undefined ? undefined : new LocalClock(window.zone);
  const heap = firstRuns(planned, window.from);
  let left = window.count ?? Infinity;
  for (let next = heap.peek(); next && next.at < end && left > 0; next = heap.peek()) {
    const at = new Date(next.at);
    const together = takeInstant(heap, next.at);
    const runs = together.length > left ? together.slice(0, left) : together;
    left -= runs.length;
    const pipelinesAtOnce = together.length === 1 ? 1 : new Set(together.map(pipelineKey)).size;
    yield {
      at,
      local: clock?.at(at) ?? null,
      runs,
      triggersAtOnce: together.length,
      pipelinesAtOnce,
    };
  }
}

function firstRuns(planned: readonly PlannedTrigger[], from: Date): Heap<Due> {
  const heap = new Heap<Due>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order));
  planned.forEach((each, order) => {
    const first = each.schedule.next(new Date(from.getTime() - 1));
    if (first) heap.push({ at: first.getTime(), order, planned: each });
  });
  return heap;
}

/** Removes all runs of an instant, and adds the next run of each trigger. */
function takeInstant(heap: Heap<Due>, at: number): ScheduledTrigger[] {
  const together: ScheduledTrigger[] = [];
  for (let due = heap.peek(); due && due.at === at; due = heap.peek()) {
    heap.pop();
    together.push(due.planned.trigger);
    const following = due.planned.schedule.next(new Date(at));
    if (following) {
      due.at = following.getTime();
      heap.push(due);
    }
  }
  return together;
}

function pipelineKey({ pipeline, path }: ScheduledTrigger): string {
  return `${path}\0${pipeline}`;
}

/** A binary heap ordered by `before`. */
export class Heap<T> {
  readonly #items: T[] = [];
  readonly #before: (a: T, b: T) => boolean;

  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before;
  }

  /** The smallest item, or undefined in an empty heap. */
  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#before(item, items[parent]!)) break;
      items[at] = items[parent]!;
      at = parent;
    }
    items[at] = item;
  }

  /** Removes the smallest item. */
  pop(): T | undefined {
    const items = this.#items;
    const least = items[0];
    const last = items.pop();
    if (last !== undefined && items.length > 0) this.#sink(last);
    return least;
  }

  #sink(item: T): void {
    const items = this.#items;
    let at = 0;
    for (let child = 1; child < items.length; child = 2 * at + 1) {
      if (child + 1 < items.length && this.#before(items[child + 1]!, items[child]!)) child++;
      if (!this.#before(items[child]!, item)) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = item;
  }
}

/** The clock of a zone at an instant. */
export interface LocalTime {
  /** ISO 8601 with the offset: `2026-03-02T04:00:00+01:00`. */
  readonly iso: string;
  /** Three letters: `Mon`. */
  readonly weekday: string;
}

/** Offsets are cached for spans of so many seconds with the same offset at both ends. */
const STRETCH = 3600;

/** The clock of a time zone (a name that `Intl` knows), fast for many instants in a row. */
export class LocalClock {
  readonly #zone: string;
  #known = { from: Infinity, offset: 0 };

  constructor(zone: string) {
    this.#zone = zone;
  }

  at(instant: Date): LocalTime {
    const seconds = Math.floor(instant.getTime() / 1000);
    const offset = this.#offset(seconds);
    const shown = new Date((seconds + offset) * 1000);
    const iso = `${shown.toISOString().slice(0, 19)}${offsetText(offset)}`;
    return { iso, weekday: WEEKDAYS[shown.getUTCDay()]!.slice(0, 3) };
  }

  #offset(seconds: number): number {
    const from = Math.floor(seconds / STRETCH) * STRETCH;
    if (from === this.#known.from) return this.#known.offset;
    const offset = offsetAt(this.#zone, seconds);
    const steady = offsetAt(this.#zone, from) === offset && offsetAt(this.#zone, from + STRETCH) === offset;
    if (steady) this.#known = { from, offset };
    return offset;
  }
}

/** Offsets of old times have seconds, which ISO 8601 does not allow. */
function offsetText(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
