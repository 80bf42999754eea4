import { memoize } from "../../util/memoize.ts";
import { type ApiRefusal, explainApiRefusal } from "./explain-refusal.ts";
import { CronSyntaxError } from "./fields.ts";
import { type CronSchedule, tryParseCron } from "./parse.ts";
import { rewriteForApi } from "./rewrite.ts";

/** The results of the platform's two checks of an expression. */
export interface CronCheck {
  /** The scheduler's reading; undefined if it refuses, and then `refusal` is the reason. */
  readonly schedule: CronSchedule | undefined;
  readonly refusal: CronSyntaxError | undefined;
  /** Why the API's published pattern refuses; undefined if it accepts. */
  readonly apiRefusal: ApiRefusal | undefined;
  /** If only the API refuses: five fields with the same runs that both accept, if there are any. */
  readonly rewrite: string | undefined;
}

/**
 * Checks an expression with the API's published pattern and the scheduler's parser. Cached, since
 * several rules ask about each.
 */
export const checkCron: (expression: string) => CronCheck = memoize((expression) => {
  const apiRefusal = explainApiRefusal(expression);
  const schedule = tryParseCron(expression);
  if (schedule instanceof CronSyntaxError)
    return { schedule: undefined, refusal: schedule, apiRefusal, rewrite: undefined };
  const rewrite = apiRefusal ? rewriteForApi(schedule) : undefined;
  return { schedule, refusal: undefined, apiRefusal, rewrite };
});

/**
 * True for the most usual expressions: five fields of stars and single numbers, or a range of
 * weekdays, with a star in one of the day fields. All tools read them alike, and they run at most
 * once a minute, so no rule needs to parse them.
 */
export function isOrdinaryCron(expression: string): boolean {
  const [minute = "", hour = "", day = "", month = "", weekday = "", more] = expression.split(" ");
  if (more !== undefined || !isStarOr(minute, 0, 59) || !isStarOr(hour, 0, 23)) return false;
  if (day !== "*")
    return weekday === "*" && isNumber(day, 1, month === "*" ? 31 : 28) && isStarOr(month, 1, 12);
  return isStarOr(month, 1, 12) && (isStarOr(weekday, 0, 6) || isWeekdayRange(weekday));
}

const isStarOr = (text: string, min: number, max: number): boolean =>
  text === "*" || isNumber(text, min, max);

const isNumber = (text: string, min: number, max: number): boolean =>
  /^(?:0|[1-9]\d?)$/.test(text) && Number(text) >= min && Number(text) <= max;

const isWeekdayRange = (text: string): boolean => /^[0-6]-[0-6]$/.test(text) && text[0]! < text[2]!;

/**
 * True if a run falls into the 60 seconds from an instant, end excluded. Undefined for `@every`,
 * which counts from the start of the scheduler, unless its interval fits into each minute.
 */
export function firesAt(schedule: CronSchedule, instant: Date): boolean | undefined {
  if (schedule.kind === "every") return schedule.interval <= 60 ? true : undefined;
  const run = schedule.next(new Date(instant.getTime() - 1));
  return run !== undefined && run.getTime() < instant.getTime() + 60_000;
}
