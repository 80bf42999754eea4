import { joinList, plural } from "../../util/text.ts";
import { ordinal, saidDays, saidMonths } from "./describe-days.ts";
import { type CronField, type CronFields, isFull, isRun } from "./fields.ts";
import { neverFires } from "./frequency.ts";
import type { CronSchedule } from "./parse.ts";
import { evenStep, valuesText } from "./rewrite.ts";

/**
 * Describes a schedule in English, in lower case, without a period: `at 03:00, on Monday through
 * Friday`.
 */
export type CronWords = (schedule: CronSchedule) => string;

/**
 * Loads the words, which need a library, and returns the function that says a schedule in them. `cronstrue` says the
 * clock, from the values that the scheduler understood rather than from the text (it takes a step of 59 for
 * every 59 minutes); the days are ours, since it joins the two day fields by "and" where the scheduler runs on either.
 */
export async function loadCronWords(): Promise<CronWords> {
  const { default: cronstrue } = await import("cronstrue");
  const say: Clock = (clock) =>
    cronstrue.toString(clock, { use24HourTimeFormat: true, throwExceptionOnParseError: true });
  return (schedule) => describe(schedule, say);
}

/** An expression in words: `loadCronWords` for one schedule. */
export async function cronInWords(schedule: CronSchedule): Promise<string> {
  return (await loadCronWords())(schedule);
}

/** A number of seconds in words: `1 hour 30 minutes`. */
export function durationInWords(seconds: number): string {
  const units = { day: 86_400, hour: 3600, minute: 60, second: 1 };
  let rest = seconds;
  const parts = Object.entries(units).flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [plural(count, unit)];
  });
  return parts.join(" ") || "0 seconds";
}

type Clock = (expression: string) => string;

function describe(schedule: CronSchedule, say: Clock): string {
  if (schedule.kind === "every") return `every ${durationInWords(schedule.interval)}, counted from its start`;
  if (neverFires(schedule)) return "never";
  const { fields, zone } = schedule;
  const parts = [
    clock(fields, say),
    saidDays(schedule),
    saidMonths(fields.month),
    zone && `by the clock of ${zone}`,
  ];
  return parts.filter(Boolean).join(", ");
}

/** The maximum number of times of day that are listed one by one. */
const LISTED_TIMES = 6;

function clock(fields: CronFields, say: Clock): string {
  const { second, minute, hour } = fields;
  const one = second.values.length === 1 && !isRun(minute) && !isFull(hour);
  if (one && minute.values.length * hour.values.length <= LISTED_TIMES) {
    return `at ${joinList(timesOfDay(fields), "and")}`;
  }
  const within = saysHoursWrong(fields);
  const words = say(`${clockText(second)} ${clockText(minute)} ${within ? "*" : clockText(hour)} * * *`);
  const text = words[0]!.toLowerCase() + words.slice(1);
  if (!within) return text;
  const step = evenlySpread(hour);
  if (step !== undefined) return `${text}, in every ${ordinal(step)} hour, counted from 00:00`;
  const hours = joinList(
    hour.values.map((value) => `${twoDigits(value)}:00`),
    "and",
  );
  return `${text}, in the ${hour.values.length === 1 ? "hour that begins" : "hours that begin"} at ${hours}`;
}

/** `cronstrue` says "at 03:00 and 05:00" for whole hours that are not in a row, "every 2 hours" for every other one. */
function saysHoursWrong({ second, minute, hour }: CronFields): boolean {
  if (isFull(hour) || isRun(hour)) return false;
  const plainHour = hour.values.length === 1 && second.values.length === 1 && isRun(minute);
  return !plainHour && (minute.values.length > 1 || second.values.length > 1);
}

function timesOfDay({ second, minute, hour }: CronFields): string[] {
  const seconds = second.values[0] === 0 ? "" : `:${twoDigits(second.values[0]!)}`;
  return hour.values.flatMap((h) => minute.values.map((m) => `${twoDigits(h)}:${twoDigits(m)}${seconds}`));
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

/** A field as `cronstrue` says it rightly: steps only where they divide the hour or day, ranges only alone. */
function clockText(field: CronField): string {
  if (isFull(field)) return "*";
  const step = evenlySpread(field);
  if (step !== undefined) return `*/${step}`;
  return isRun(field) ? valuesText(field.values) : field.values.join(",");
}

function evenlySpread(field: CronField): number | undefined {
  const step = evenStep(field);
  const size = field.name === "hour" ? 24 : 60;
  return step !== undefined && step > 1 && size % step === 0 ? step : undefined;
}
