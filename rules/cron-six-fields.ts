import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import {
  type CronFieldSchedule,
  findSplitList,
  intervalFault,
  isCronAcceptedByApi,
  isOrdinaryCron,
  loadCronWords,
  MAX_CRON_LENGTH,
  readCron,
  readSixFields,
  type SixFields,
  splitListMessage,
} from "../src/match/cron/index.ts";

export default defineRule({
  id: "cron-six-fields",
  severity: "warning",
  summary: "a cron expression has six fields, which the API and the scheduler read differently",
  why: "The API's published pattern reads the sixth field as a year; the published scheduler reads the first field as seconds. So `0 0 * * 1-5 *` runs on weekdays at midnight, or every hour from January to May: the open question `six-field-cron`. Five fields mean the same to both. If the question is answered with `year`, fields that the pattern accepts are not reported.",
  sources: [
    "robfig/cron v2 be2e0b0: six fields begin with the seconds",
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: the pattern's sixth part is a year",
  ],
  cronTrigger({ expression }, context) {
    if (!expression || isOrdinaryCron(expression.value)) return;
    const six = readSixFields(expression.value);
    if (!six || six.asSeconds instanceof Error || isReportedElsewhere(expression.value, six.asSeconds))
      return;
    if (context.settings.assume["six-field-cron"] === "year" && isCronAcceptedByApi(expression.value)) return;
    const list = findSplitList(expression.value);
    if (!list) return explain(expression, six, six.asSeconds, context);
    const fix = replaceValue(expression, list.joined, false);
    context.report(context.subLocation(expression, list.start, list.end), splitListMessage(list), { fix });
  },
});

/** True if another rule reports the expression: it is too long, never runs, or runs too often. */
function isReportedElsewhere(expression: string, runs: CronFieldSchedule): boolean {
  const code = intervalFault(runs)?.code;
  return expression.length > MAX_CRON_LENGTH || code === "never-fires" || code === "too-frequent";
}

async function explain(
  expression: Located<string>,
  six: SixFields,
  runs: CronFieldSchedule,
  { report, settings }: RuleContext,
): Promise<void> {
  const say = await loadCronWords();
  const { asYear } = readCron(expression.value, settings.assume);
  const same = six.withoutSeconds;
  const toSeconds = same === undefined ? "write five fields without seconds" : `write "${same}"`;
  const suggest = (message: string, text?: string, isSafe = false) =>
    report(expression, message, { fix: replaceValue(expression, text, isSafe) });
  if (asYear) {
    const head = `"${expression.value}" has six fields: it runs ${say(runs)} if the first is seconds, or ${say(asYear)} if the last is a year`;
    if (six.likely === "year") suggest(`${head}; write "${six.withoutYear}" for the latter`, six.withoutYear);
    else if (six.likely === "seconds") suggest(`${head}; ${toSeconds} for the former`, same);
    else suggest(`${head}; ${toSeconds} for the former, or "${six.withoutYear}" for the latter`);
    return;
  }
  // Only one reading is possible: the published pattern refuses the other one, or it is excluded.
  const head = `"${expression.value}" has six fields, of which the scheduler reads the first as seconds: it runs ${say(runs)}`;
  if (six.likely === "year" && !(six.asYear instanceof Error) && six.withoutYear !== undefined) {
    const hint = `write "${six.withoutYear}" to run it ${say(six.asYear)}`;
    // Without a year of its own, it runs in every year.
    suggest(`${head}; ${hint}`, six.everyYear && six.withoutYear);
  } else suggest(`${head}; ${toSeconds}`, same, !/\s,|,\s/.test(expression.value));
}
