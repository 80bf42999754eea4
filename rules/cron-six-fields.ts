import { replaceValue } from "../src/lint/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import {
  type CronFieldSchedule,
  loadCronWords,
  readSixFields,
  type SixFields,
} from "../src/match/cron/index.ts";
import type { Located } from "../src/spec/located.ts";

export default defineRule({
  id: "cron-six-fields",
  severity: "warning",
  summary: "a cron expression has six fields, which the API and the scheduler read differently",
  why: "The API takes five fields and, as a sixth, a year; the scheduler takes the first of six for the seconds. So `0 0 * * 1-5 *`, meant as weekdays at midnight, runs every hour from January to May. Five fields mean the same to both.",
  sources: [
    "robfig/cron v2 be2e0b0: six fields begin with the seconds",
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: the pattern's sixth part is a year",
  ],
  cronTrigger({ expression }, context) {
    const six = expression && readSixFields(expression.value);
    if (!six || six.asSeconds instanceof Error) return;
    return explain(expression, six, six.asSeconds, context);
  },
});

async function explain(
  expression: Located<string>,
  six: SixFields,
  runs: CronFieldSchedule,
  { report }: RuleContext,
): Promise<void> {
  const say = await loadCronWords();
  const meant =
    six.likely === "year" && !(six.asYear instanceof Error) ? six.withoutYear : six.withoutSeconds;
  const head = `"${expression.value}" has six fields, and the scheduler takes the first for the seconds: it runs ${say(runs)}`;
  const hint =
    meant === undefined
      ? "the platform documents five fields, without seconds"
      : `write "${meant}"${differs(six, meant, say)}`;
  const safe = meant !== undefined && meant === six.withoutSeconds;
  report(
    expression,
    `${head}; ${hint}`,
    meant === undefined ? {} : { fix: replaceValue(expression, meant, safe) },
  );
}

/** Where the author more likely meant a year at the end, the five fields run at other times than the six do. */
function differs(six: SixFields, meant: string, say: (schedule: CronFieldSchedule) => string): string {
  return meant === six.withoutYear && !(six.asYear instanceof Error) ? ` for ${say(six.asYear)}` : "";
}
