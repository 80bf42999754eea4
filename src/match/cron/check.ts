import type { Assumptions } from "../../catalogue/open-questions.ts";
import { memoize } from "../../util/memoize.ts";
import { durationInWords } from "./describe.ts";
import { type ApiRefusal, explainApiRefusal } from "./explain-refusal.ts";
import { CronSyntaxError } from "./fields.ts";
import { neverFires, smallestGap } from "./frequency.ts";
import { type CronFieldSchedule, type CronSchedule, tryParseCron } from "./parse.ts";
import { runsKey } from "./portable.ts";
import { rewriteForApi } from "./rewrite.ts";
import { readSixFields } from "./six-fields.ts";

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

/** An expression as the platform runs it, under the answers to open questions. */
export interface CronReading extends CronCheck {
  /** Six fields that the open question `six-field-cron` leaves in doubt; else undefined. */
  readonly open: string | undefined;
  /** Why the scheduler rejects their intervals with seconds first; there is no `schedule` then. */
  readonly tooFrequent?: string;
  /** Their schedule with a year last, if that is a schedule of every year. */
  readonly asYear: CronFieldSchedule | undefined;
  /** The open questions whose answers chose the schedule. */
  readonly assumed: readonly string[];
}

/**
 * Returns the possible readings of an expression. Six fields have two if the API accepts them with
 * a year last, unless `six-field-cron` is answered: `schedule` and `refusal` are then the reading
 * with seconds first. The two never have the same runs (semantics, part 0 item 10).
 */
export function readCron(expression: string, assume: Assumptions): CronReading {
  const only = { ...checkCron(expression), open: undefined, asYear: undefined, assumed: [] };
  const six = only.apiRefusal ? undefined : readSixFields(expression);
  if (!six || six.asYear instanceof CronSyntaxError) return only;
  const assumed = ["six-field-cron"];
  const answer = assume["six-field-cron"];
  if (answer === "seconds") return { ...only, assumed };
  if (answer !== "year") {
    const open = { ...only, open: expression, asYear: six.everyYear };
    const fault = only.schedule && intervalFault(only.schedule);
    if (!fault) return open;
    if (fault.code !== "too-frequent") return only;
    const gap = durationInWords(smallestGap(only.schedule!)!);
    const tooFrequent = `an interval can be ${gap}, and the minimum is a minute`;
    return { ...open, schedule: undefined, tooFrequent };
  }
  // The runs of certain years are not computed, so they remain unknown.
  const open = six.everyYear ? undefined : expression;
  return { ...only, schedule: six.everyYear, refusal: undefined, open, assumed };
}

/** Returns a text that two readings share exactly if they run at the same instants. */
export function readingKey({ schedule, open, asYear }: CronReading): string {
  const years = open !== undefined && !asYear ? open : undefined;
  return [...[schedule, asYear].map((each) => each && runsKey(each)), years].join(" or ");
}

/** The shortest interval in seconds (semantics h: codefresh-io/cronus, `--limit 60`). */
export const MIN_INTERVAL = 60;

/** Why the scheduler rejects the intervals of a schedule, or may do so. */
export interface IntervalFault {
  readonly code: "never-fires" | "too-frequent" | "no-second-run";
  /** A clause about the expression. */
  readonly message: string;
}

/**
 * Checks the intervals of a schedule. The scheduler compares the next two runs when it gets a
 * trigger; its answer for a run without another within its search limit depends on the date.
 */
export function intervalFault(schedule: CronSchedule): IntervalFault | undefined {
  if (neverFires(schedule)) return { code: "never-fires", message: "it never runs" };
  const gap = smallestGap(schedule);
  if (gap === undefined) {
    const message =
      "no run follows another within five years, so it is unknown whether the scheduler accepts it";
    return { code: "no-second-run", message };
  }
  if (gap >= MIN_INTERVAL) return undefined;
  const message = `its interval can be ${durationInWords(gap)}, and the minimum is a minute`;
  return { code: "too-frequent", message };
}

/** The maximum number of runs that are searched for one that both readings have. */
const MAX_TRIED = 1_000;

/** Returns the first run after an instant in a minute in which every reading has one, if found. */
export function nextCertainRun({ schedule, asYear }: CronReading, after: Date): Date | undefined {
  let run = schedule?.next(after);
  if (!asYear) return run;
  for (let tried = 0; run && tried < MAX_TRIED; tried++) {
    const minute = Math.floor(run.getTime() / 60_000) * 60_000;
    const other = asYear.next(new Date(minute - 1));
    if (!other || other.getTime() === minute) return other;
    run = schedule!.next(new Date(other.getTime() - 1));
  }
  return undefined;
}

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
