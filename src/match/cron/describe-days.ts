import { joinList } from "../../util/text.ts";
import { type CronField, isFull, isRun } from "./fields.ts";
import type { CronFieldSchedule } from "./parse.ts";
import { evenStep, valuesText } from "./rewrite.ts";

const MONTH_NAMES = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

const WEEKDAY_NAMES = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/**
 * Describes the days of a schedule, with the scheduler's rule for two day fields: on either, or on
 * both if one has a star. Empty for every day.
 */
export function saidDays({ fields, compiled }: CronFieldSchedule): string {
  const { dayOfMonth, dayOfWeek } = fields;
  const anyDay = isFull(dayOfMonth);
  const anyWeekday = isFull(dayOfWeek);
  if (compiled.bothDays ? anyDay && anyWeekday : anyDay || anyWeekday) return "";
  if (anyWeekday || dayOfWeek.values.length === 0) return `on ${daysOfMonth(dayOfMonth)}`;
  if (anyDay || dayOfMonth.values.length === 0) return `on ${daysOfWeek(dayOfWeek, "and")}`;
  if (!compiled.bothDays) return `on ${daysOfMonth(dayOfMonth)} or on ${daysOfWeek(dayOfWeek, "or")}`;
  return `on ${daysOfMonth(dayOfMonth)}, if that is a ${joinList(dayOfWeek.values.map(weekdayName), "or")}`;
}

/** Describes the months; empty for every month. */
export function saidMonths(field: CronField): string {
  if (isFull(field)) return "";
  const names = field.values.map((value) => MONTH_NAMES[value - 1]!);
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

/** `2nd`, `3rd`, `4th`, for steps from 2 to 20. */
export function ordinal(value: number): string {
  return `${value}${value === 2 ? "nd" : value === 3 ? "rd" : "th"}`;
}

function daysOfWeek(field: CronField, word: "and" | "or"): string {
  const names = field.values.map(weekdayName);
  return isRun(field) ? `${names[0]} through ${names.at(-1)}` : joinList(names, word);
}

function weekdayName(value: number): string {
  return WEEKDAY_NAMES[value]!;
}
