import { type Compiled, CYCLE_DAYS, matchesDay, SEARCH_YEARS } from "./calendar.ts";

/** The days of 400 years on which an expression runs. */
export interface DaySummary {
  /** How many there are in the 146,097 days. */
  readonly days: number;
  /** The fewest days from one to the next that the scheduler still finds; infinite where it finds none. */
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

const summaries = new Map<string, DaySummary>();
const MOST_SUMMARIES = 1000;

/** Sums up the calendar once for the days that fields name: 4,800 months, of which only 28 are different. */
export function summariseDays(compiled: Compiled): DaySummary {
  if (isEveryDay(compiled)) return { days: CYCLE_DAYS, smallestGap: 1 };
  const { months, daysOfMonth, daysOfWeek, bothDays } = compiled;
  const key = `${months} ${daysOfMonth} ${daysOfWeek} ${bothDays}`;
  let summary = summaries.get(key);
  if (!summary) {
    summary = walkCycle(compiled);
    if (summaries.size >= MOST_SUMMARIES) summaries.clear();
    summaries.set(key, summary);
  }
  return summary;
}

function isEveryDay({ months, daysOfMonth, daysOfWeek, bothDays }: Compiled): boolean {
  if (months !== EVERY_MONTH) return false;
  const anyDay = daysOfMonth === EVERY_DAY;
  const anyWeekday = daysOfWeek === EVERY_WEEKDAY;
  return bothDays ? anyDay && anyWeekday : anyDay || anyWeekday;
}

/** The days of the longest month of each number, February's leap day with them. */
const MONTH_LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether any day matches at all. In 400 years every date falls on every weekday, so no calendar has to be walked to tell. */
export function hasDays({ months, daysOfMonth, daysOfWeek, bothDays }: Compiled): boolean {
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
  const key = weekday * 32 + length;
  let shape = known.get(key);
  if (!shape) {
    shape = matchingDays(compiled, weekday, length);
    known.set(key, shape);
  }
  return shape;
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
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}
