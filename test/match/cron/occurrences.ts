import type { CronSchedule } from "../../../src/match/cron/index.ts";

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
