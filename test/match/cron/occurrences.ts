import type { CronSchedule } from "../../../src/match/cron/index.ts";

/**
 * Yields the runs from `from` (included) to `to` (excluded; if absent, without end) one at a time.
 * Ends when the scheduler finds no next run. `@every` counts from `from`.
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
