import { CronSyntaxError } from "./fields.ts";
import { type CronFieldSchedule, parseCron } from "./parse.ts";

/** A reading of an expression: the schedule, or why the scheduler would refuse it. */
export type Reading = CronFieldSchedule | CronSyntaxError;

/** What six fields mean to the two gates. */
export interface SixFields {
  /** The scheduler's reading: the first field is the seconds. */
  readonly asSeconds: Reading;
  /** The published pattern's reading, in five fields: the last one is a year, which the scheduler cannot have. */
  readonly asYear: Reading;
  /** The first five fields, which say what `asYear` says; and the last one. */
  readonly withoutYear: string;
  readonly year: string;
  /** The last five fields: the same schedule where the seconds are 0; undefined where they are not, or the scheduler refuses. */
  readonly withoutSeconds: string | undefined;
  /** What the author most likely meant; undefined where nothing in the text tells. */
  readonly likely: "seconds" | "year" | undefined;
}

/**
 * Both readings of an expression of six fields; undefined for any other. `0 0 * * 1-5 *` is weekdays at midnight to
 * the published pattern (a year last) and each hour from January to May to the scheduler (seconds first), so a
 * caller should say which of them runs. Source: semantics, part 0 item 10.
 */
export function readSixFields(expression: string): SixFields | undefined {
  const words = expression.match(/\S+/g) ?? [];
  if (words.length !== 6 || /^(@|(CRON_)?TZ=)/.test(words[0]!)) return undefined;
  const asSeconds = read(expression);
  const withoutYear = words.slice(0, 5).join(" ");
  return {
    asSeconds,
    asYear: read(withoutYear),
    withoutYear,
    year: words[5]!,
    withoutSeconds: hasZeroSeconds(asSeconds) ? words.slice(1).join(" ") : undefined,
    likely: likelyReading(words),
  };
}

function read(expression: string): Reading {
  try {
    return parseCron(expression) as CronFieldSchedule;
  } catch (error) {
    if (error instanceof CronSyntaxError) return error;
    throw error;
  }
}

function hasZeroSeconds(reading: Reading): boolean {
  return !(reading instanceof CronSyntaxError) && reading.fields.second.values.join() === "0";
}

/** Spellings that belong in one field only show where the author's fields begin. */
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
  if (/\d{4}/.test(last) || weekday.test(fifth) || month.test(fourth) || third === "?") return "year";
  if (!/^\*$/.test(last) || month.test(fifth) || fourth === "?") return "seconds";
  return /^0+$/.test(first) && /^(\*|\d+)\/\d+$/.test(second) ? "seconds" : undefined;
}
