import type { CronFields } from "./fields.ts";
import type { CronFieldSchedule, CronSchedule } from "./parse.ts";

/** The days that the longest month of each number has. */
const MONTH_LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * A text that two schedules share exactly when they run at the same instants, however they are spelt: the values of the fields without
 * those that no date has, and the rule between the two day fields only where it decides anything.
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
