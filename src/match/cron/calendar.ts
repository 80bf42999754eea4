import { getOrAdd, memoize, memoizeBy, once } from "../../util/memoize.ts";
import type { CronFields } from "./fields.ts";

/** Seconds in a day; the scheduler's days in UTC have no other length. */
export const DAY_SECONDS = 86_400;
const WEEK_SECONDS = 7 * DAY_SECONDS;

/** Days in 400 years, after which the Gregorian calendar repeats, weekdays included. */
export const CYCLE_DAYS = 146_097;

/** The scheduler searches this many calendar years beyond the year of the start (semantics h). */
export const SEARCH_YEARS = 5;

/** The fields as bit masks and look-up tables, for `next`. */
export interface Compiled {
  /** `table[v]` is the smallest value of the field that is at least `v`, or -1. */
  readonly second: Int8Array;
  readonly minute: Int8Array;
  readonly hour: Int8Array;
  /** Bit `n` is set if the field has the value `n`. */
  readonly months: number;
  readonly daysOfMonth: number;
  readonly daysOfWeek: number;
  /** Whether a day must match both day fields (one of them has a star) or only one. */
  readonly bothDays: boolean;
  /** Whether each of second, minute and hour has a value. */
  readonly hasTime: boolean;
}

/** Builds the tables of an expression once, so that `next` has no loop over seconds. */
export function compile(fields: CronFields): Compiled {
  const { second, minute, hour, dayOfMonth, month, dayOfWeek } = fields;
  return {
    second: following(second.values, 59),
    minute: following(minute.values, 59),
    hour: following(hour.values, 23),
    months: mask(month.values),
    daysOfMonth: mask(dayOfMonth.values),
    daysOfWeek: mask(dayOfWeek.values),
    bothDays: dayOfMonth.starred || dayOfWeek.starred,
    hasTime: second.values.length > 0 && minute.values.length > 0 && hour.values.length > 0,
  };
}

const tables = new WeakMap<readonly number[], Int8Array>();

/** Fields with the same text share their values, and so the table. */
function following(values: readonly number[], max: number): Int8Array {
  return getOrAdd(tables, values, () => {
    const table = new Int8Array(max + 2).fill(-1);
    for (const value of values) table[value] = value;
    for (let value = max; value >= 0; value--) if (table[value]! < 0) table[value] = table[value + 1]!;
    return table;
  });
}

function mask(values: readonly number[]): number {
  return values.reduce((bits, value) => bits | (1 << value), 0);
}

/** Returns the day number (days since 1970-01-01) of the first of a month (1 to 12). */
function firstDay(year: number, month: number): number {
  return Date.UTC(year, month - 1) / 86_400_000;
}

/** Returns the year, month (1 to 12) and day of a day number. */
function civil(day: number): { year: number; month: number; day: number } {
  const date = new Date(day * 86_400_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** Returns the first day number from `from` on that matches the expression, up to `lastYear`. */
export function nextDay(compiled: Compiled, from: number, lastYear: number): number | undefined {
  let { year, month, day } = civil(from);
  while (year <= lastYear) {
    if ((compiled.months >> month) & 1) {
      const found = dayInMonth(compiled, year, month, day);
      if (found !== undefined) return found;
    }
    day = 1;
    month = month === 12 ? 1 : month + 1;
    if (month === 1) year++;
  }
  return undefined;
}

function dayInMonth(compiled: Compiled, year: number, month: number, from: number): number | undefined {
  const first = firstDay(year, month);
  const length = firstDay(year, month + 1) - first;
  for (let day = from; day <= length; day++) {
    if (matchesDay(compiled, day, weekday(first + day - 1))) return first + day - 1;
  }
  return undefined;
}

/** The day rule: both day fields if one has a star, otherwise either (semantics h). */
export function matchesDay(compiled: Compiled, day: number, dayOfWeek: number): boolean {
  const inMonth = (compiled.daysOfMonth >> day) & 1;
  const inWeek = (compiled.daysOfWeek >> dayOfWeek) & 1;
  return (compiled.bothDays ? inMonth & inWeek : inMonth | inWeek) === 1;
}

function weekday(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** Zones of the time zone database with names in capitals or unusual mixed case. */
const PLAIN_NAMES =
  /^(UTC|UCT|GMT|GMT[+-]?0|EST|MST|HST|CET|MET|EET|WET|PRC|ROC|ROK|NZ|GB|EST5EDT|CST6CDT|MST7MDT|PST8PDT|NZ-CHAT|W-SU|GB-Eire)$/;

/**
 * Returns the zone that the scheduler loads for a name, or undefined for an unknown one. An empty
 * name and `Local` mean UTC, the clock of the platform's machines. Names are case-sensitive, since
 * the database is a folder of files. Source: semantics h, and the documentation of Go's
 * `time.LoadLocation`.
 */
export function resolveZone(name: string): string | undefined {
  if (name === "" || name === "Local") return "UTC";
  if (!PLAIN_NAMES.test(name) && !isSpeltAsInDatabase(name)) return undefined;
  try {
    format(name);
    return name;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const zonesByLowerCase = once(
  () => new Map(Intl.supportedValuesOf("timeZone").map((name) => [name.toLowerCase(), name])),
);

/** `Intl` accepts names in any case and offsets such as `+02:00`; the scheduler accepts neither. */
function isSpeltAsInDatabase(name: string): boolean {
  if (PLAIN_NAMES.test(name.toUpperCase()) || !/^[A-Z][\w+-]*(\/[A-Z][\w+-]*)*$/.test(name)) return false;
  return /[a-z]/.test(name) && (zonesByLowerCase().get(name.toLowerCase()) ?? name) === name;
}

/** Returns the seconds by which a zone is ahead of UTC at an instant (whole seconds since 1970). */
export function offsetAt(zone: string, instant: number): number {
  if (zone === "UTC") return 0;
  const { first, last, change } = offsetsOfWeek(zone, Math.floor(instant / WEEK_SECONDS));
  return instant < change ? first : last;
}

/**
 * The offsets of a week since 1970, and the instant between them. No zone changes its offset twice
 * in one (all zones of Node.js 20 were tried, day by day, from 1970 to 2045).
 */
interface WeekOffsets {
  readonly first: number;
  readonly last: number;
  readonly change: number;
}

/** The weeks of some zones, each of which is asked for often. */
const weeksOf = memoize((_zone: string) => new Map<number, WeekOffsets>(), 50);
const MAX_WEEKS = 1_000;

/**
 * To ask the calendar takes 2 microseconds, and a comparison of the runs of a year asked it a
 * million times.
 */
function offsetsOfWeek(zone: string, week: number): WeekOffsets {
  const weeks = weeksOf(zone);
  const known = weeks.get(week);
  if (known) return known;
  const [from, to] = [week * WEEK_SECONDS, (week + 1) * WEEK_SECONDS];
  const first = weeks.get(week - 1)?.last ?? readOffset(zone, from);
  const last = readOffset(zone, to);
  const change = first === last ? to : transitionBetween(zone, from, to, readOffset);
  const offsets = { first, last, change };
  if (weeks.size >= MAX_WEEKS) weeks.clear();
  weeks.set(week, offsets);
  return offsets;
}

/** A text is read because a list of its parts takes four times as long. */
function readOffset(zone: string, instant: number): number {
  const text = format(zone).format(instant * 1000);
  const [month, day, year, hour, minute, second] = text.match(/\d+/g)!.map(Number);
  return Date.UTC(year!, month! - 1, day!, hour!, minute!, second!) / 1000 - instant;
}

/** The first instant with another offset than `from`, if `to` is known to have another. */
function transitionBetween(
  zone: string,
  from: number,
  to: number,
  offsetOf: (zone: string, instant: number) => number = offsetAt,
): number {
  const offset = offsetOf(zone, from);
  let before = from;
  let after = to;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetOf(zone, middle) === offset) before = middle;
    else after = middle;
  }
  return after;
}

/** Returns the instants at which a zone changes its offset, in the weeks between two others. */
export const transitions = memoizeBy(
  (zone: string, from: number, to: number) => `${zone} ${from} ${to}`,
  (zone, from, to): readonly number[] => {
    const found: number[] = [];
    for (let week = Math.floor(from / WEEK_SECONDS); week * WEEK_SECONDS < to; week++) {
      const { first, last, change } = offsetsOfWeek(zone, week);
      if (first !== last) found.push(change);
    }
    return found;
  },
);

/** The days of each month, the 29th of February among them. */
export const MONTH_LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const format = memoize((zone: string) => {
  const parts = { year: "numeric", month: "numeric", day: "numeric" } as const;
  const time = { hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23" } as const;
  return new Intl.DateTimeFormat("en-US", { timeZone: zone, ...parts, ...time });
});

/**
 * Returns the first match after `after`, both in whole seconds since 1970 in UTC; undefined if
 * there is none before the search limit. Source: semantics h (robfig/cron v2 be2e0b0).
 */
export function nextInUtc(compiled: Compiled, after: number): number | undefined {
  return nextOnClock(compiled, after, searchLimit(after));
}

/**
 * Like `nextInUtc`, for the clock of a time zone. A local time that the zone skips is not a match,
 * one that occurs twice is two, since the scheduler checks the clock at each instant.
 */
export function nextInZone(compiled: Compiled, zone: string, after: number): number | undefined {
  const lastYear = searchLimit(after + offsetAt(zone, after + 1));
  let from = after;
  for (;;) {
    const offset = offsetAt(zone, from + 1);
    const found = nextOnClock(compiled, from + offset, lastYear);
    if (found === undefined) return undefined;
    const end = Math.min(found - offset, from + WEEK_SECONDS);
    if (offsetAt(zone, end) !== offset) from = transitionBetween(zone, from + 1, end) - 1;
    else if (end === found - offset) return end;
    else from = end;
  }
}

function searchLimit(after: number): number {
  return civil(Math.floor((after + 1) / DAY_SECONDS)).year + SEARCH_YEARS;
}

/** The first match after `after` on a clock without offset changes. */
function nextOnClock(compiled: Compiled, after: number, lastYear: number): number | undefined {
  if (!compiled.hasTime) return undefined;
  const start = after + 1;
  const today = Math.floor(start / DAY_SECONDS);
  const day = nextDay(compiled, today, lastYear);
  if (day === undefined) return undefined;
  const time = timeFrom(compiled, day === today ? start - today * DAY_SECONDS : 0);
  if (time !== undefined) return day * DAY_SECONDS + time;
  const later = nextDay(compiled, today + 1, lastYear);
  return later === undefined ? undefined : later * DAY_SECONDS + timeFrom(compiled, 0)!;
}

/** The first matching second of a day at or after `from`; undefined if there is none. */
export function timeFrom({ second, minute, hour }: Compiled, from: number): number | undefined {
  const h = Math.floor(from / 3600);
  const m = Math.floor(from / 60) % 60;
  if (hour[h] === h) {
    const s = minute[m] === m ? second[from % 60]! : -1;
    if (s >= 0) return h * 3600 + m * 60 + s;
    const laterMinute = minute[m + 1]!;
    if (laterMinute >= 0) return h * 3600 + laterMinute * 60 + second[0]!;
  }
  const laterHour = hour[hour[h] === h ? h + 1 : h]!;
  return laterHour < 0 ? undefined : laterHour * 3600 + minute[0]! * 60 + second[0]!;
}
