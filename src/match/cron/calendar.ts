import type { CronFields } from "./fields.ts";

/** Seconds in a day; the scheduler's days in UTC have no other length. */
export const DAY_SECONDS = 86_400;

/** Days in 400 years: the Gregorian calendar, weekdays included, repeats after them. */
export const CYCLE_DAYS = 146_097;

/** The scheduler looks this many calendar years beyond the year it starts in (semantics h). */
export const SEARCH_YEARS = 5;

/** The fields as bit masks and look-up tables, which `next` reads. */
export interface Compiled {
  /** `table[v]` is the smallest value of the field that is `v` or more, or -1. */
  readonly second: Int8Array;
  readonly minute: Int8Array;
  readonly hour: Int8Array;
  /** Bit `n` is set where the field has the value `n`. */
  readonly months: number;
  readonly daysOfMonth: number;
  readonly daysOfWeek: number;
  /** Whether a day has to be in both day fields (one of them is starred) or in one of them. */
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

/** Fields of the same text share their values, and with them the table. */
function following(values: readonly number[], max: number): Int8Array {
  let table = tables.get(values);
  if (!table) {
    table = new Int8Array(max + 2).fill(-1);
    for (const value of values) table[value] = value;
    for (let value = max; value >= 0; value--) if (table[value]! < 0) table[value] = table[value + 1]!;
    tables.set(values, table);
  }
  return table;
}

function mask(values: readonly number[]): number {
  return values.reduce((bits, value) => bits | (1 << value), 0);
}

/** The number of the day (days since 1970-01-01) of a year, month (1 to 12) and day of the month. */
export function dayNumber(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / 86_400_000;
}

/** The year, month (1 to 12) and day of the month of a day number. */
export function civil(day: number): { year: number; month: number; day: number } {
  const date = new Date(day * 86_400_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The first day number from `from` on whose day the expression matches, in `lastYear` or before. */
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
  const first = dayNumber(year, month, 1);
  const length = dayNumber(year, month + 1, 1) - first;
  for (let day = from; day <= length; day++) {
    if (matchesDay(compiled, day, weekday(first + day - 1))) return first + day - 1;
  }
  return undefined;
}

/** The day rule: both day fields where one is starred, either of them otherwise (semantics h). */
export function matchesDay(compiled: Compiled, day: number, dayOfWeek: number): boolean {
  const inMonth = (compiled.daysOfMonth >> day) & 1;
  const inWeek = (compiled.daysOfWeek >> dayOfWeek) & 1;
  return (compiled.bothDays ? inMonth & inWeek : inMonth | inWeek) === 1;
}

function weekday(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}
