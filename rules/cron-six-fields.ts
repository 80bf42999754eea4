import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import {
  type CronFieldSchedule,
  type CronWords,
  findSplitList,
  intervalFault,
  isOrdinaryCron,
  loadCronWords,
  MAX_CRON_LENGTH,
  readCron,
  readSixFields,
  rewriteForApi,
  type SixFields,
  splitListMessage,
} from "../src/match/cron/index.ts";

export default defineRule({
  id: "cron-six-fields",
  severity: "warning",
  summary: "a cron expression has six fields, which the API and the scheduler read differently",
  why: "The API reads the sixth field as a year; the scheduler reads the first field as seconds. So `0 0 * * 1-5 *`, meant as weekdays at midnight, runs every hour from January to May. Five fields mean the same to both.",
  sources: [
    "robfig/cron v2 be2e0b0: six fields begin with the seconds",
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: the pattern's sixth part is a year",
  ],
  cronTrigger({ expression }, context) {
    if (!expression || isOrdinaryCron(expression.value)) return;
    const six = readSixFields(expression.value);
    if (!six || six.asSeconds instanceof Error || isReportedElsewhere(expression.value, six.asSeconds))
      return;
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
  { report }: RuleContext,
): Promise<void> {
  const say = await loadCronWords();
  const head = `"${expression.value}" has six fields, of which the scheduler reads the first as seconds: it runs ${say(runs)}`;
  if (six.likely === "year" && !(six.asYear instanceof Error)) {
    const hint = `write "${six.withoutYear}" ${meaning(six.asYear, say)}`;
    // Without a year of its own, it runs in every year.
    const fix = six.everyYear ? { fix: replaceValue(expression, six.withoutYear, false) } : {};
    report(expression, `${head}; ${hint}`, fix);
    return;
  }
  const { asYear } = readCron(expression.value, {});
  const same = rewriteForApi(runs) ?? six.withoutSeconds;
  const hint = same === undefined ? "write five fields, without seconds" : `write "${same}"`;
  if (asYear && six.likely === undefined) {
    const first = same === undefined ? hint : `${hint} for that`;
    report(expression, `${head}; ${first}, or "${six.withoutYear}" ${meaning(asYear, say)}`);
    return;
  }
  // Only one reading is possible where the published pattern refuses the other one.
  const isSure = asYear === undefined && !/\s,|,\s/.test(expression.value);
  const fix = same === undefined ? {} : { fix: replaceValue(expression, same, isSure) };
  report(expression, `${head}; ${hint}`, fix);
}

function meaning(schedule: CronFieldSchedule, say: CronWords): string {
  return `to run it ${say(schedule)}`;
}
