import { joinList, plural, WEEKDAYS } from "../../util/text.ts";
import { type CronField, type CronFields, isFull, isRun, MONTHS } from "./fields.ts";
import { neverFires } from "./frequency.ts";
import type { CronFieldSchedule, CronSchedule } from "./parse.ts";
import { evenStep, valuesText } from "./rewrite.ts";

/** Describes a schedule in lower case, without a period: `at 03:00, on Monday`. */
export type CronWords = (schedule: CronSchedule) => string;

/**
 * Loads `cronstrue` and returns a function that describes a schedule. `cronstrue` describes the
 * clock, from the scheduler's values (in the text it would read a step of 59 as every 59 minutes).
 * The days are our own, since it joins the two day fields by "and" where the scheduler runs on
 * either.
 */
export async function loadCronWords(): Promise<CronWords> {
  const { default: cronstrue } = await import("cronstrue");
  const say: Clock = (clock) =>
    cronstrue.toString(clock, { use24HourTimeFormat: true, throwExceptionOnParseError: true });
  return (schedule) => describe(schedule, say);
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

/** `cronstrue` writes "at 03:00 and 05:00", and "every 2 hours" for every other hour. */
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

/** A field in a form for `cronstrue`: only steps that divide the hour or day, single ranges. */
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

/**
 * Describes the days of a schedule, with the scheduler's rule for two day fields: on either, or on
 * both if one has a star. Empty for every day.
 */
function saidDays({ fields, compiled }: CronFieldSchedule): string {
  const { dayOfMonth, dayOfWeek } = fields;
  const anyDay = isFull(dayOfMonth);
  const anyWeekday = isFull(dayOfWeek);
  if (compiled.bothDays ? anyDay && anyWeekday : anyDay || anyWeekday) return "";
  if (anyWeekday || dayOfWeek.values.length === 0) return `on ${daysOfMonth(dayOfMonth)}`;
  if (anyDay || dayOfMonth.values.length === 0) return `on ${daysOfWeek(dayOfWeek, "and")}`;
  if (!compiled.bothDays) return `on ${daysOfMonth(dayOfMonth)} or on ${daysOfWeek(dayOfWeek, "or")}`;
  return `on ${daysOfMonth(dayOfMonth)}, if that is a ${joinList(dayOfWeek.values.map(weekdayName), "or")}`;
}

/** The months in words; empty for each month. */
export function saidMonths(field: CronField): string {
  if (isFull(field)) return "";
  const names = field.values.map((value) => MONTHS[value - 1]!);
  return `in ${isRun(field) ? `${names[0]} through ${names.at(-1)}` : joinList(names, "and")}`;
}

function daysOfMonth(field: CronField): string {
  const step = evenStep(field);
  if (step !== undefined && step > 1 && field.values.length > 4) {
    return `every ${ordinal(step)} day of the month, counted from the 1st`;
  }
  const parts = valuesText(field.values).split(",");
  const text = joinList(
    parts.map((part) => part.replace("-", " through ")),
    "and",
  );
  return field.values.length === 1 ? `day ${text} of the month` : `days ${text} of the month`;
}

/** `2nd`, `3rd`, `4th`: of 2 to 20, the steps that there can be. */
function ordinal(value: number): string {
  return `${value}${value === 2 ? "nd" : value === 3 ? "rd" : "th"}`;
}

function daysOfWeek(field: CronField, word: "and" | "or"): string {
  const names = field.values.map(weekdayName);
  return isRun(field) ? `${names[0]} through ${names.at(-1)}` : joinList(names, word);
}

function weekdayName(value: number): string {
  return WEEKDAYS[value]!;
}
