import { CronSyntaxError } from "./fields.ts";
import { type CronFieldSchedule, tryParseCron } from "./parse.ts";
import { rewriteForApi, spellForApi } from "./rewrite.ts";

/** One reading of an expression: the schedule, or why the scheduler refuses it. */
export type Reading = CronFieldSchedule | CronSyntaxError;

/** The meaning of six fields in the API's pattern and in the scheduler. */
export interface SixFields {
  /** The scheduler's reading: the first field is seconds. */
  readonly asSeconds: Reading;
  /** The published pattern's reading as five fields; the last one is a year. */
  readonly asYear: Reading;
  /** The first five fields as both checks accept them; undefined if either refuses. */
  readonly withoutYear: string | undefined;
  readonly year: string;
  /** `asYear` if it is a schedule of every year. */
  readonly everyYear: CronFieldSchedule | undefined;
  /** The same for the last five fields if the seconds are 0, so that the runs are the same. */
  readonly withoutSeconds: string | undefined;
  /** The most likely intention; undefined if the text does not show it. */
  readonly likely: "seconds" | "year" | undefined;
}

/**
 * Returns both readings of an expression with six fields; undefined for any other. `0 0 * * 1-5 *`
 * is weekdays at midnight in the published pattern (a year last) and every hour from January to May
 * in the scheduler (seconds first). Source: semantics, part 0 item 10.
 */
export function readSixFields(expression: string): SixFields | undefined {
  const words = expression.match(/\S+/g) ?? [];
  if (words.length !== 6 || /^(@|(CRON_)?TZ=)/.test(words[0]!)) return undefined;
  const asSeconds = tryParseCron(expression) as Reading;
  const asYear = tryParseCron(words.slice(0, 5).join(" ")) as Reading;
  const year = words[5]!;
  return {
    asSeconds,
    asYear,
    withoutYear: asYear instanceof CronSyntaxError ? undefined : spellForApi(asYear),
    year,
    everyYear: /^[*?]$/.test(year) && !(asYear instanceof CronSyntaxError) ? asYear : undefined,
    withoutSeconds: asSeconds instanceof CronSyntaxError ? undefined : rewriteForApi(asSeconds),
    likely: likelyReading(words),
  };
}

/** Spellings that only one field has show where the author's fields start. */
function likelyReading(words: readonly string[]): SixFields["likely"] {
  const [first, second, third, fourth, fifth, last] = words as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const weekday = /^(1-5|0,6|6,0|0-6)$|sun|mon|tue|wed|thu|fri|sat/i;
  const month = /jan|feb|mar(?!t)|apr|may|jun|jul|aug|sep|oct|nov|dec/i;
  const onlyWeekday = last === "*" && third === "*" && fourth === "*" && !/^[*?]$/.test(fifth);
  if (onlyWeekday || /\d{4}/.test(last) || weekday.test(fifth) || month.test(fourth) || third === "?")
    return "year";
  if (!/^\*$/.test(last) || month.test(fifth) || fourth === "?") return "seconds";
  return /^0+$/.test(first) && /^(\*|\d+)\/\d+$/.test(second) ? "seconds" : undefined;
}
