import { type Compiled, CYCLE_DAYS, DAY_SECONDS } from "./calendar.ts";
import type { CronFields } from "./fields.ts";
import { hasDays, summariseDays } from "./month-days.ts";
import type { CronFieldSchedule, CronSchedule } from "./parse.ts";
import { transitions } from "./zone.ts";

/**
 * The true smallest gap between two consecutive runs, in seconds, over the whole 400 years after which the calendar
 * repeats; undefined where no run follows another within the scheduler's search limit. Exact for UTC; with a `TZ=`
 * prefix the zone's changes of offset in the years 2025 to 2034 count too.
 */
export function smallestGap(schedule: CronSchedule): number | undefined {
  if (schedule.kind === "every") return schedule.interval;
  if (neverFires(schedule)) return undefined;
  const { fields, compiled } = schedule;
  const gaps = [clockGap(fields), nightGap(fields, compiled)];
  if (schedule.zone !== undefined) gaps.push(...zoneGaps(schedule, schedule.zone));
  const smallest = Math.min(...gaps);
  return Number.isFinite(smallest) ? smallest : undefined;
}

/** Whether no instant at all matches, such as the 31st of February; with `from`, whether the scheduler finds none after it. */
export function neverFires(schedule: CronSchedule, from?: Date): boolean {
  if (schedule.kind === "every") return false;
  if (!schedule.compiled.hasTime || !hasDays(schedule.compiled)) return true;
  return from !== undefined && schedule.next(from) === undefined;
}

/** How often a schedule runs in a day of 24 hours. */
export interface RunsPerDay {
  /** Runs on the day with the fewest and the day with the most. */
  readonly min: number;
  readonly max: number;
  /** Runs divided by days, over 400 years. */
  readonly average: number;
}

/** Counts runs per day; for a `TZ=` prefix by the zone's clock, on days without a change of offset. */
export function runsPerDay(schedule: CronSchedule): RunsPerDay {
  if (schedule.kind === "every") {
    const average = DAY_SECONDS / schedule.interval;
    return { min: Math.floor(average), max: Math.ceil(average), average };
  }
  const { second, minute, hour } = schedule.fields;
  const runs = second.values.length * minute.values.length * hour.values.length;
  const { days } = summariseDays(schedule.compiled);
  if (days === 0) return { min: 0, max: 0, average: 0 };
  return { min: days === CYCLE_DAYS ? runs : 0, max: runs, average: (runs * days) / CYCLE_DAYS };
}

/** The smallest gap within a day: between seconds of a minute, minutes of an hour, or hours. */
function clockGap({ second, minute, hour }: CronFields): number {
  const seconds = span(second.values);
  const minutes = 60 * span(minute.values) + seconds;
  return Math.min(
    smallestStep(second.values),
    60 * smallestStep(minute.values) - seconds,
    3600 * smallestStep(hour.values) - minutes,
  );
}

/** The gap from the last run of a day to the first one of the next day that has any. */
function nightGap({ second, minute, hour }: CronFields, compiled: Compiled): number {
  const { smallestGap } = summariseDays(compiled);
  const day = 3600 * span(hour.values) + 60 * span(minute.values) + span(second.values);
  return smallestGap * DAY_SECONDS - day;
}

function span(values: readonly number[]): number {
  return values.at(-1)! - values[0]!;
}

function smallestStep(values: readonly number[]): number {
  return values.slice(1).reduce((least, value, index) => Math.min(least, value - values[index]!), Infinity);
}

const ZONE_YEARS = { from: Date.UTC(2025, 0, 1) / 1000, to: Date.UTC(2035, 0, 1) / 1000 };

/** The gaps that span a change of the zone's offset, the only ones that the clock's fields do not tell. */
function zoneGaps(schedule: CronFieldSchedule, zone: string): number[] {
  return transitions(zone, ZONE_YEARS.from, ZONE_YEARS.to).flatMap((change) => {
    const before = lastRunBefore(schedule, change * 1000);
    const after = schedule.next(new Date(change * 1000 - 1));
    return before && after ? [(after.getTime() - before.getTime()) / 1000] : [];
  });
}

function lastRunBefore(schedule: CronFieldSchedule, end: number): Date | undefined {
  for (let back = 3_600_000; back < 5 * 366 * DAY_SECONDS * 1000; back *= 2) {
    let last: Date | undefined;
    for (
      let run = schedule.next(new Date(end - back));
      run && run.getTime() < end;
      run = schedule.next(run)
    ) {
      last = run;
    }
    if (last) return last;
  }
  return undefined;
}
