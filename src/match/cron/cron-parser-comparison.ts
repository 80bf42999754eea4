import { asRefusal } from "../../util/refusal.ts";
import { DAY_SECONDS, nextDay, timeFrom } from "./calendar.ts";
import type { CronField, CronFields } from "./fields.ts";
import { CronSyntaxError } from "./fields.ts";
import { type CronFieldSchedule, type CronSchedule, tryParseCron } from "./parse.ts";

/** A comparison of the platform's scheduler with `cron-parser`, the usual reading elsewhere. */
export type CronParserComparison =
  /** Both run at the same instants, in the years that were compared. */
  | { readonly kind: "agrees" }
  | { readonly kind: "refused-by-both"; readonly here: CronSyntaxError; readonly there: string }
  /** Only the scheduler runs it; `there` is `cron-parser`'s message. */
  | { readonly kind: "refused-elsewhere"; readonly there: string }
  /** Only `cron-parser` runs it, first at `at`. */
  | { readonly kind: "refused-here"; readonly here: CronSyntaxError; readonly at: Date | undefined }
  /** Both run it, at different instants. */
  | Difference;

/** The first instant after the given one at which only one of them (`runsIn`) has a run. */
export interface Difference {
  readonly kind: "differs";
  readonly at: Date;
  readonly runsIn: "scheduler" | "elsewhere";
  /** Equal values with another rule for the two day fields, or fields with other values. */
  readonly cause: "day rule" | "values";
}

interface OtherField {
  readonly values: readonly (number | string)[];
  readonly isWildcard: boolean;
}

/** The parts of `cron-parser`'s expressions that are used here. */
interface OtherExpression {
  readonly fields: Record<keyof CronFields, OtherField>;
  next(): { toDate(): Date };
  includesDate(date: Date): boolean;
}

type OtherParser = (expression: string, from: Date) => OtherExpression;

/** Compares readings of one expression; see `loadCronParserComparison`. */
export type CompareWithCronParser = (expression: string, from: Date) => CronParserComparison;

/** The number of years that are compared by day: a whole cycle of weekdays and leap years. */
const COMPARED_YEARS = 28;

/** The number of runs that are compared if the two disagree on the time of day. */
const COMPARED_RUNS = 2_000;

/** Loads `cron-parser` and returns the comparison, which loads nothing more. */
export async function loadCronParserComparison(): Promise<CompareWithCronParser> {
  const { CronExpressionParser } = await import("cron-parser");
  const parse: OtherParser = (expression, from) =>
    CronExpressionParser.parse(expression, { currentDate: from, tz: "UTC" });
  return (expression, from) => compare(expression, from, parse);
}

function compare(expression: string, from: Date, parse: OtherParser): CronParserComparison {
  const here = tryParseCron(expression);
  const there = orRefusal(() => parse(expression, from));
  if (here instanceof CronSyntaxError) {
    if (there instanceof Error) return { kind: "refused-by-both", here, there: there.message };
    return { kind: "refused-here", here, at: firstRun(there) };
  }
  if (there instanceof Error) return { kind: "refused-elsewhere", there: there.message };
  if (here.kind !== "every" && areSame(CLOCK, here, there)) return compareDays(here, there, from);
  return compareRuns(here, there, from);
}

/** The result, or the error with which `cron-parser` refuses. A defect is not a refusal. */
function orRefusal<T>(read: () => T): T | Error {
  try {
    return read();
  } catch (error) {
    return asRefusal(error);
  }
}

const CLOCK = ["second", "minute", "hour"] as const;
const DAYS = ["dayOfMonth", "month", "dayOfWeek"] as const;

function areSame(keys: typeof CLOCK | typeof DAYS, here: CronFieldSchedule, there: OtherExpression): boolean {
  return keys.every((key) => sameValues(here.fields[key], there.fields[key]));
}

/** True if the day fields combine alike; `cron-parser` requires both if one is a bare star. */
function sameDayRule({ compiled }: CronFieldSchedule, { fields }: OtherExpression): boolean {
  return compiled.bothDays === (fields.dayOfMonth.isWildcard || fields.dayOfWeek.isWildcard);
}

/** Whether two fields hold the same values; `cron-parser` keeps a Sunday as 0, as 7, or as both. */
function sameValues(here: CronField, there: OtherField): boolean {
  const sunday = here.name === "day of week" ? 7 : Infinity;
  const values = new Set(there.values.map((value) => (value === sunday ? 0 : value)));
  return values.size === here.values.length && here.values.every((value) => values.has(value));
}

/** With equal times of day, finds the first day on which only one of the two runs. */
function compareDays(here: CronFieldSchedule, there: OtherExpression, from: Date): CronParserComparison {
  const values = areSame(DAYS, here, there);
  if (!here.compiled.hasTime || (values && sameDayRule(here, there))) return { kind: "agrees" };
  const cause = values ? "day rule" : "values";
  const start = Math.floor(from.getTime() / 1000) + 1;
  const today = Math.floor(start / DAY_SECONDS);
  for (let day = today; day < today + COMPARED_YEARS * 366; day++) {
    const time = timeFrom(here.compiled, day === today ? start - day * DAY_SECONDS : 0);
    if (time === undefined) continue;
    const at = new Date((day * DAY_SECONDS + time) * 1000);
    const runsHere = nextDay(here.compiled, day, at.getUTCFullYear()) === day;
    if (runsHere !== there.includesDate(at)) {
      return { kind: "differs", at, runsIn: runsHere ? "scheduler" : "elsewhere", cause };
    }
  }
  return { kind: "agrees" };
}

/** With different times of day, compares the runs one by one. */
function compareRuns(here: CronSchedule, there: OtherExpression, from: Date): CronParserComparison {
  let mine = here.next(from);
  for (let run = 0; run < COMPARED_RUNS; run++) {
    const theirs = firstRun(there);
    const difference = (mine?.getTime() ?? Infinity) - (theirs?.getTime() ?? Infinity);
    if (mine && difference < 0) return { kind: "differs", at: mine, runsIn: "scheduler", cause: "values" };
    if (theirs && difference > 0)
      return { kind: "differs", at: theirs, runsIn: "elsewhere", cause: "values" };
    if (!mine) break;
    mine = here.next(mine);
  }
  return { kind: "agrees" };
}

/** The next run of `cron-parser`, which throws if it finds none. */
function firstRun(there: OtherExpression): Date | undefined {
  const next = orRefusal(() => there.next().toDate());
  return next instanceof Error ? undefined : next;
}
