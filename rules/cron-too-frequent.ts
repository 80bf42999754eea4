import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import {
  type CronFieldSchedule,
  checkCron,
  durationInWords,
  isOrdinaryCron,
  readSixFields,
  smallestGap,
} from "../src/match/cron/index.ts";

/** The shortest interval that the scheduler takes, in seconds (codefresh-io/cronus, `--limit 60`). */
const LIMIT = 60;

export default defineRule({
  id: "cron-too-frequent",
  severity: "error",
  summary: "two runs of a cron trigger can follow each other within a minute",
  why: "The scheduler refuses an interval below 60 seconds with `invalid cron expression or too short interval`. It looks at the next two runs only; this rule takes the smallest gap over the whole period of the calendar. Five fields never run more than once a minute.",
  sources: [
    "codefresh-io/cronus: --limit 60, over the next two occurrences",
    "robfig/cron v2 be2e0b0: six fields begin with the seconds",
  ],
  options: {
    minimumMinutes: "warn where two runs can follow each other within fewer minutes than this",
  },
  cronTrigger({ expression }, context) {
    if (!expression) return;
    if (context.options.minimumMinutes === undefined && isOrdinaryCron(expression.value)) return;
    const { schedule } = checkCron(expression.value);
    // The published pattern refuses `@every` itself, which `invalid-cron` tells.
    if (!schedule || schedule.kind === "every") return;
    // Without seconds a minute is the least, so there is nothing to work out.
    if (!schedule.seconds && context.options.minimumMinutes === undefined) return;
    const gap = smallestGap(schedule);
    if (gap === undefined) return;
    if (gap < LIMIT) reportRefused(expression, schedule, gap, context);
    else reportOften(expression, gap, context);
  },
});

function reportRefused(
  expression: Located<string>,
  schedule: CronFieldSchedule,
  gap: number,
  { report, subLocation }: RuleContext,
): void {
  const { second } = schedule.fields;
  const place = second.end > second.start ? subLocation(expression, second.start, second.end) : expression;
  const meant = fiveFields(expression.value);
  const instead =
    meant === undefined ? "write five fields, without seconds" : `write the five fields "${meant}"`;
  const message = `"${expression.value}" can run ${durationInWords(gap)} apart, and the scheduler takes no less than a minute; ${instead}`;
  report(place, message, meant === undefined ? {} : { fix: replaceValue(expression, meant, false) });
}

/** Of six fields the five that the author may have meant, where the scheduler takes them. */
function fiveFields(expression: string): string | undefined {
  const six = readSixFields(expression);
  if (!six) return undefined;
  const words = expression.trim().split(/\s+/);
  const meant = six.likely === "year" ? six.withoutYear : words.slice(1).join(" ");
  const { schedule, apiRefusal } = checkCron(meant);
  return schedule && !apiRefusal ? meant : undefined;
}

function reportOften(
  expression: Located<string>,
  gap: number,
  { report, options: { minimumMinutes } }: RuleContext,
): void {
  if (typeof minimumMinutes !== "number" || gap >= minimumMinutes * 60) return;
  const least = durationInWords(minimumMinutes * 60);
  const message = `"${expression.value}" can run ${durationInWords(gap)} apart, and the config asks for ${least} at least; space its runs out`;
  report(expression, message, { severity: "warning" });
}
