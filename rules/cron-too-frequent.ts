import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import {
  type CronFieldSchedule,
  checkCron,
  durationInWords,
  findSplitList,
  isCronAcceptedByApi,
  isOrdinaryCron,
  MIN_INTERVAL,
  readCron,
  readSixFields,
  smallestGap,
  splitListMessage,
} from "../src/match/cron/index.ts";

export default defineRule({
  id: "cron-too-frequent",
  severity: "error",
  summary: "a cron trigger can run twice within a minute",
  why: "The scheduler rejects an interval below 60 seconds with `invalid cron expression or too short interval`. It only checks the next two runs; this rule checks the smallest interval in the whole calendar. An expression of five fields never runs more than once a minute.",
  sources: [
    "codefresh-io/cronus: --limit 60, over the next two occurrences",
    "robfig/cron v2 be2e0b0: six fields begin with the seconds",
  ],
  options: {
    minimumMinutes: "warn if a run can follow another after fewer minutes than this",
  },
  optionFault: (_, value) =>
    typeof value === "number" && value > 0 ? undefined : "a number of minutes, such as 5",
  cronTrigger({ expression }, context) {
    if (!expression) return;
    if (context.options.minimumMinutes === undefined && isOrdinaryCron(expression.value)) return;
    const { assume } = context.settings;
    const isYear = assume["six-field-cron"] === "year";
    const { schedule } = isYear ? readCron(expression.value, assume) : checkCron(expression.value);
    // The published pattern rejects `@every` itself, which `invalid-cron` reports.
    if (!schedule || schedule.kind === "every") return;
    // Without seconds, two runs are at least a minute from each other.
    if (!schedule.seconds && context.options.minimumMinutes === undefined) return;
    const gap = smallestGap(schedule);
    if (gap === undefined) return;
    if (gap < MIN_INTERVAL) reportRefused(expression, schedule, gap, context);
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
  const list = findSplitList(expression.value);
  if (list) {
    const fix = replaceValue(expression, list.joined, false);
    report(subLocation(expression, list.start, list.end), splitListMessage(list), { fix });
    return;
  }
  const [meant, other] = fiveFields(expression.value);
  const instead =
    meant === undefined
      ? "write five fields, without seconds"
      : other === undefined
        ? `write the five fields "${meant}"`
        : `write "${meant}", or "${other}" if the last field is a year`;
  const message = `"${expression.value}" can run again after ${durationInWords(gap)}, but the scheduler requires at least a minute; ${instead}`;
  const sure = other === undefined ? meant : undefined;
  report(place, message, { fix: replaceValue(expression, sure, false) });
}

/**
 * Returns the five of six fields that the author may have meant, if the scheduler accepts them:
 * those without seconds, and those without a year.
 */
function fiveFields(expression: string): string[] {
  const six = readSixFields(expression);
  if (!six) return [];
  const { schedule, apiRefusal, rewrite } = checkCron(expression.trim().replace(/^\S+\s+/, ""));
  const withoutSeconds = apiRefusal ? rewrite : schedule?.expression;
  const asYear = six.everyYear && isCronAcceptedByApi(expression) ? [six.withoutYear] : [];
  const meant =
    six.likely === "year" ? [six.withoutYear] : [withoutSeconds, ...(six.likely === undefined ? asYear : [])];
  return [...new Set(meant)].filter((fields) => fields !== undefined);
}

function reportOften(
  expression: Located<string>,
  gap: number,
  { report, settings, options: { minimumMinutes } }: RuleContext,
): void {
  if (typeof minimumMinutes !== "number" || gap >= minimumMinutes * 60) return;
  const least = durationInWords(minimumMinutes * 60);
  const isOpen = readCron(expression.value, settings.assume).open !== undefined;
  const reading = isOpen ? " if the first of its six fields is seconds" : "";
  const remedy = isOpen ? "write five fields" : "increase the interval";
  const message = `"${expression.value}" can run again after ${durationInWords(gap)}${reading}, but the config requires at least ${least}; ${remedy}`;
  report(expression, message, { severity: "warning" });
}
