import { MONTH_LENGTHS } from "./calendar.ts";
import { type CronField, type CronFields, FIELD_ORDER, isFull, specOf } from "./fields.ts";
import { type CronFieldSchedule, type CronSchedule, parseCron } from "./parse.ts";
import { parseField } from "./parse-field.ts";
import { evenStep, runAlike, valuesText } from "./rewrite.ts";

/** A star or a list of numbers, names, and ranges, with or without a step. */
const PORTABLE = /^(?:\*(?:\/\d+)?|(?:\w+(?:-\w+(?:\/\d+)?)?)(?:,\w+(?:-\w+(?:\/\d+)?)?)*)$/;

/**
 * True if all cron tools run an expression alike, judged by its spelling: five plain fields, and
 * not two day fields of which one is a star with a step. Cheap, so that ordinary schedules load
 * nothing.
 */
export function isPortableCron(schedule: CronSchedule): boolean {
  if (schedule.kind !== "fields" || schedule.seconds || schedule.zone !== undefined) return false;
  const { dayOfMonth, dayOfWeek } = schedule.fields;
  const oneDayField = dayOfMonth.text === "*" || dayOfWeek.text === "*";
  if (!oneDayField && (dayOfMonth.starred || dayOfWeek.starred)) return false;
  return FIELD_ORDER.slice(1).every((key) => PORTABLE.test(schedule.fields[key].text));
}

/**
 * Returns five plainly spelled fields with the same runs; undefined if there are none, such as for
 * a day rule that needs a star with a step, or if the expression is plain already.
 */
export function spellPortably(schedule: CronSchedule): string | undefined {
  if (schedule.kind === "every" || schedule.zone !== undefined) return undefined;
  if (schedule.fields.second.values.join() !== "0") return undefined;
  if (FIELD_ORDER.some((key) => schedule.fields[key].values.length === 0)) return undefined;
  const { fields } = schedule;
  const text = FIELD_ORDER.slice(1)
    .map((key) => spell(fields[key]))
    .join(" ");
  const other = parseCron(text) as CronFieldSchedule;
  return runAlike(other, schedule) && isPortableCron(other) && text !== schedule.expression
    ? text
    : undefined;
}

function spell(field: CronField): string {
  if (isFull(field)) return "*";
  if (PORTABLE.test(field.text) && !isRepetitive(field)) return field.text;
  const step = evenStep(field);
  const day = field.name === "day of month" || field.name === "day of week";
  return step !== undefined && step > 1 && !day && field.values.length > 2
    ? `*/${step}`
    : valuesText(field.values);
}

/** True if two items of a list have a value in common, which cron-parser rejects. */
function isRepetitive({ name, text, values }: CronField): boolean {
  const items = text.split(",").map((item) => parseField({ text: item, start: 0 }, specOf(name)).values);
  return items.flat().length > values.length;
}

/**
 * Returns a text that two schedules share exactly if they run at the same instants: the values of
 * the fields that some date has, and the day rule if it matters.
 */
export function runsKey(schedule: CronSchedule): string {
  const zone = schedule.zone === undefined || schedule.zone === "UTC" ? "" : schedule.zone;
  if (schedule.kind === "every") return `every ${schedule.interval}`;
  const { second, minute, hour } = schedule.fields;
  const clock = [second, minute, hour].map(({ values }) => values.join());
  if (clock.includes("")) return "never";
  return [zone, ...clock, ...daysKey(schedule)].join(" ");
}

function daysKey({ fields, compiled }: CronFieldSchedule): string[] {
  const longest = Math.max(...fields.month.values.map((month) => MONTH_LENGTHS[month - 1]!));
  const days = fields.dayOfMonth.values.filter((day) => day <= longest);
  const anyDay = days.length === longest;
  const anyWeekday = fields.dayOfWeek.values.length === 7;
  const months = fields.month.values.join();
  const weekdays = fields.dayOfWeek.values.join();
  if (compiled.bothDays ? anyDay && anyWeekday : anyDay || anyWeekday) return [months, "*", "*"];
  const neitherDay = !compiled.bothDays && days.length === 0;
  if (neitherDay || (compiled.bothDays && anyDay)) return [months, "*", weekdays];
  if (!compiled.bothDays && weekdays !== "") return [months, days.join(), "or", weekdays];
  return [monthsWith(days, fields), days.join(), weekdays === "" || anyWeekday ? "*" : weekdays];
}

/** The months that have any of the days. */
function monthsWith(days: readonly number[], { month }: CronFields): string {
  return month.values.filter((value) => days.some((day) => day <= MONTH_LENGTHS[value - 1]!)).join();
}
