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

const ORDINARY_MONTH = "(?:\\*|[1-9]|1[0-2])";
const ORDINARY_WEEKDAYS = "(?:\\*|[0-6]|0-[1-6]|1-[2-6]|2-[3-6]|3-[4-6]|4-[56]|5-6)";
const ORDINARY = new RegExp(
  "^(?:\\*|[1-5]?\\d) (?:\\*|1?\\d|2[0-3]) " +
    `(?:\\* ${ORDINARY_MONTH} ${ORDINARY_WEEKDAYS}|(?:[1-9]|1\\d|2[0-8]) ${ORDINARY_MONTH} \\*|(?:29|3[01]) \\* \\*)$`,
);

/**
 * True for the most usual expressions: five fields of stars and single numbers, or a range of
 * weekdays, with a star in one of the day fields. All tools read them alike, and they run at most
 * once a minute, so no rule needs to parse them.
 */
export function isOrdinaryCron(expression: string): boolean {
  return ORDINARY.test(expression);
}

/**
 * True if a run falls into the 60 seconds from an instant, end excluded. Undefined for `@every`,
 * which counts from the start of the scheduler, unless its interval fits into each minute.
 */
export function firesAt(schedule: CronSchedule, instant: Date): boolean | undefined {
  if (schedule.kind === "every") return schedule.interval <= 60 ? true : undefined;
  const run = schedule.next(new Date(instant.getTime() - 1));
  return run !== undefined && run.getTime() < instant.getTime() + 60_000;
}
