import { getOrAdd, memoizeBy } from "../../util/memoize.ts";
import {
  type Compiled,
  CYCLE_DAYS,
  DAY_SECONDS,
  MONTH_LENGTHS,
  matchesDay,
  nextInUtc,
  offsetAt,
  SEARCH_YEARS,
  transitions,
} from "./calendar.ts";
import type { CronFields } from "./fields.ts";
import type { CronFieldSchedule, CronSchedule } from "./parse.ts";

/**
 * Returns the smallest number of seconds between two runs, over the 400 years after which the
 * calendar repeats; undefined if no run follows another within the scheduler's search limit. Exact
 * for UTC; with `TZ=`, the zone's offset changes from 2025 to 2034 are included. Kept, since a
 * zone takes a millisecond, and `schedule` asks twice.
 */
export const smallestGap = memoizeBy(
  ({ expression }: CronSchedule) => expression,
  (schedule): number | undefined => {
    if (schedule.kind === "every") return schedule.interval;
    if (neverFires(schedule)) return undefined;
    const { fields, compiled, zone } = schedule;
    const onClock = Math.min(clockGap(fields), nightGap(fields, compiled));
    const smallest = zone === undefined ? onClock : Math.min(onClock, ...zoneGaps(schedule, zone, onClock));
    return Number.isFinite(smallest) ? smallest : undefined;
  },
);

/** True if no instant matches. */
export function neverFires(schedule: CronSchedule): boolean {
  return schedule.kind !== "every" && !(schedule.compiled.hasTime && hasDays(schedule.compiled));
}

/** How often a schedule runs in a day of 24 hours; other days are those of `isMovedByZone`. */
export interface RunsPerDay {
  /** Runs on the day with the fewest and on the day with the most. */
  readonly min: number;
  /** Runs on the day with the most. */
  readonly max: number;
  /**
   * Runs divided by days, over 400 years.
   * @minimum 0
   */
  readonly average: number;
}

/** Counts runs per day; with `TZ=` by the zone's clock, on days without an offset change. */
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

/** The gap from the last run of a day to the first run of the next matching day. */
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

/**
 * The gaps across an offset change of the zone, which the clock's fields do not show, if they are
 * smaller than those of the clock.
 */
function zoneGaps(schedule: CronFieldSchedule, zone: string, onClock: number): number[] {
  const most = Math.min(onClock, SEARCH_YEARS * 366 * DAY_SECONDS) * 1000;
  return transitions(zone, ZONE_YEARS.from, ZONE_YEARS.to).flatMap((change) => {
    const after = schedule.next(new Date(change * 1000 - 1))?.getTime();
    if (after === undefined || after - most >= change * 1000) return [];
    const before = lastRunBetween(schedule, after - most, change * 1000);
    return before === undefined ? [] : [(after - before) / 1000];
  });
}

/**
 * True if a change of the offset of its zone, from 2025 to 2034, skips or repeats a run, so that
 * the day has other runs than `runsPerDay`.
 */
export function isMovedByZone({ compiled, zone }: CronFieldSchedule): boolean {
  if (zone === undefined) return false;
  return transitions(zone, ZONE_YEARS.from, ZONE_YEARS.to).some((change) => {
    const clocks = [change - 1, change].map((instant) => change + offsetAt(zone, instant));
    const run = nextInUtc(compiled, Math.min(...clocks) - 1);
    return run !== undefined && run < Math.max(...clocks);
  });
}

function lastRunBetween(schedule: CronFieldSchedule, start: number, end: number): number | undefined {
  let last: number | undefined;
  for (
    let run = schedule.next(new Date(start))?.getTime();
    run !== undefined && run < end;
    run = schedule.next(new Date(run))?.getTime()
  )
    last = run;
  return last;
}

/** The days of 400 years on which an expression runs. */
export interface DaySummary {
  /** How many of the 146,097 days match. */
  readonly days: number;
  /** The fewest days between two that the scheduler finds; infinite if it finds none. */
  readonly smallestGap: number;
}

/** The matching days of one month. */
interface MonthDays {
  readonly count: number;
  readonly first: number;
  readonly last: number;
  readonly smallestGap: number;
}

const EVERY_MONTH = 0b1_1111_1111_1110;
const EVERY_DAY = 0xffff_fffe | 0;
const EVERY_WEEKDAY = 0b111_1111;

/** Analyzes the calendar once for given day fields: 4,800 months, of which only 28 differ. */
function summariseDays(compiled: Compiled): DaySummary {
  if (isEveryDay(compiled)) return { days: CYCLE_DAYS, smallestGap: 1 };
  return summaryOf(compiled);
}

const summaryOf = memoizeBy(
  ({ months, daysOfMonth, daysOfWeek, bothDays }) => `${months} ${daysOfMonth} ${daysOfWeek} ${bothDays}`,
  walkCycle,
);

function isEveryDay({ months, daysOfMonth, daysOfWeek, bothDays }: Compiled): boolean {
  if (months !== EVERY_MONTH) return false;
  const anyDay = daysOfMonth === EVERY_DAY;
  const anyWeekday = daysOfWeek === EVERY_WEEKDAY;
  return bothDays ? anyDay && anyWeekday : anyDay || anyWeekday;
}

/** True if a day matches. In 400 years every date falls on every weekday. */
function hasDays({ months, daysOfMonth, daysOfWeek, bothDays }: Compiled): boolean {
  if (!bothDays && daysOfWeek !== 0 && months !== 0) return true;
  if (bothDays && daysOfWeek === 0) return false;
  return MONTH_LENGTHS.some((length, index) => {
    const days = length === 31 ? EVERY_DAY : (1 << (length + 1)) - 2;
    return (months >> (index + 1)) & 1 && (daysOfMonth & days) !== 0;
  });
}

const FIRST_YEAR = 2000;
const FIRST_WEEKDAY = 6;

function walkCycle(compiled: Compiled): DaySummary {
  const shapes = new Map<number, MonthDays>();
  let days = 0;
  let smallestGap = Infinity;
  let day = 0;
  let first: { year: number; day: number } | undefined;
  let previous: { year: number; day: number } | undefined;
  const join = (year: number, next: number) => {
    if (previous && year - previous.year <= SEARCH_YEARS)
      smallestGap = Math.min(smallestGap, next - previous.day);
  };
  for (let month = 0; month < 400 * 12; month++) {
    const year = FIRST_YEAR + Math.floor(month / 12);
    const length = monthLength(year, (month % 12) + 1);
    const shape =
      (compiled.months >> ((month % 12) + 1)) & 1 ? shapeOf(compiled, shapes, day, length) : undefined;
    if (shape && shape.count > 0) {
      days += shape.count;
      join(year, day + shape.first);
      smallestGap = Math.min(smallestGap, shape.smallestGap);
      first ??= { year, day: day + shape.first };
      previous = { year, day: day + shape.last };
    }
    day += length;
  }
  if (first) join(first.year + 400, first.day + CYCLE_DAYS);
  return { days, smallestGap };
}

function shapeOf(compiled: Compiled, known: Map<number, MonthDays>, day: number, length: number): MonthDays {
  const weekday = (day + FIRST_WEEKDAY) % 7;
  return getOrAdd(known, weekday * 32 + length, () => matchingDays(compiled, weekday, length));
}

function matchingDays(compiled: Compiled, weekday: number, length: number): MonthDays {
  const days: number[] = [];
  for (let day = 1; day <= length; day++) {
    if (matchesDay(compiled, day, (weekday + day - 1) % 7)) days.push(day);
  }
  const gaps = days.slice(1).map((day, index) => day - days[index]!);
  const smallestGap = Math.min(...gaps);
  return { count: days.length, first: days[0] ?? 0, last: days.at(-1) ?? 0, smallestGap };
}

function monthLength(year: number, month: number): number {
  const isCommonYear = year % 4 !== 0 || (year % 100 === 0 && year % 400 !== 0);
  return month === 2 && isCommonYear ? 28 : MONTH_LENGTHS[month - 1]!;
}
