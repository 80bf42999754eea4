import type { CronSchedule } from "./parse.ts";

/**
 * The runs from `from` (included) to `to` (excluded; without it, for ever), one at a time, so that years of a
 * minutely schedule need no memory. It ends where the scheduler's search ends without a run. The runs of `@every`
 * are those of a scheduler that started it at `from`.
 */
export function* occurrences(
  schedule: CronSchedule,
  from: Date,
  to?: Date,
): Generator<Date, void, undefined> {
  const start = schedule.kind === "every" ? from : new Date(from.getTime() - 1);
  const end = to?.getTime() ?? Infinity;
  for (let run = schedule.next(start); run && run.getTime() < end; run = schedule.next(run)) yield run;
}

/**
 * Whether a run falls into the minute that begins at an instant, 60 seconds with the end excluded. Undefined where
 * nothing tells: `@every` counts from when the scheduler started it, unless its interval fits into each minute.
 */
export function firesAt(schedule: CronSchedule, instant: Date): boolean | undefined {
  if (schedule.kind === "every") return schedule.interval <= 60 ? true : undefined;
  const run = schedule.next(new Date(instant.getTime() - 1));
  return run !== undefined && run.getTime() < instant.getTime() + 60_000;
}
