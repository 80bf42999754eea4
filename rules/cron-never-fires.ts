import { defineRule } from "../src/lint/rule.ts";
import {
  type CronFieldSchedule,
  isOrdinaryCron,
  neverFires,
  readCron,
  saidMonths,
} from "../src/match/cron/index.ts";
import { joinList } from "../src/util/text.ts";

export default defineRule({
  id: "cron-never-fires",
  severity: "error",
  summary: "a cron expression never runs, for example on 31 February",
  why: "The scheduler searches five calendar years for the next run. If it finds none, it rejects the trigger with `invalid cron expression or too short interval`.",
  sources: [
    "robfig/cron v2 be2e0b0: the search ends after five years",
    "codefresh-io/cronus: the check on the next two runs",
  ],
  cronTrigger({ expression }, { report, subLocation, settings }) {
    if (!expression || isOrdinaryCron(expression.value)) return;
    const { schedule } = readCron(expression.value, settings.assume);
    if (!schedule || schedule.kind === "every") return;
    if (!neverFires(schedule)) return;
    const { start, end, message } = whyNever(schedule);
    report(subLocation(expression, start, end), message);
  },
});

interface Reason {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

function whyNever(schedule: CronFieldSchedule): Reason {
  const { fields, expression } = schedule;
  const clock = [fields.second, fields.minute, fields.hour, fields.month];
  const days = [fields.dayOfMonth, fields.dayOfWeek];
  const empty = [...clock, ...days].find(({ values }) => values.length === 0);
  if (empty) {
    const message = `"${expression}" never runs because "${empty.text}" gives no value for the ${empty.name}; write a value or "*"`;
    return { start: empty.start, end: empty.end, message };
  }
  const { dayOfMonth, month } = fields;
  const noDay = joinList(dayOfMonth.values.map(String), "or");
  const values = dayOfMonth.values.length === 1 ? "a day that it has" : "days that it has";
  const hint = month.values.length === 1 ? values : values.replace("it has", "one of them has");
  const message = `"${expression}" never runs because there is no day ${noDay} ${saidMonths(month)}; write ${hint}, or another month`;
  return { start: dayOfMonth.start, end: month.end, message };
}
