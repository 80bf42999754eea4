import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import {
  type CronFieldSchedule,
  type CronWords,
  isOrdinaryCron,
  loadCronWords,
  MAX_CRON_LENGTH,
  neverFires,
  readSixFields,
  rewriteForApi,
  type SixFields,
  smallestGap,
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
    return explain(expression, six, six.asSeconds, context);
  },
});

/** True if another rule reports the expression: it is too long, never runs, or runs too often. */
function isReportedElsewhere(expression: string, runs: CronFieldSchedule): boolean {
  return expression.length > MAX_CRON_LENGTH || neverFires(runs) || (smallestGap(runs) ?? 60) < 60;
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
    const isEveryYear = /^[*?]$/.test(six.year);
    const fix = isEveryYear ? { fix: replaceValue(expression, six.withoutYear, false) } : {};
    report(expression, `${head}; ${hint}`, fix);
    return;
  }
  const same = rewriteForApi(runs) ?? six.withoutSeconds;
  const hint = same === undefined ? "write five fields, without seconds" : `write "${same}"`;
  report(
    expression,
    `${head}; ${hint}`,
    same === undefined ? {} : { fix: replaceValue(expression, same, true) },
  );
}

function meaning(schedule: CronFieldSchedule, say: CronWords): string {
  return `to run it ${say(schedule)}`;
}
