import { LocalClock, type LocalTime } from "./local-clock.ts";
import { Heap } from "./priority-queue.ts";
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

/**
 * The next run of a trigger: milliseconds since 1970, and the index in the plan, which orders equal
 * ones.
 */
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
