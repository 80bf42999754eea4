import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import {
  type CronFieldSchedule,
  type CronParserComparison,
  checkCron,
  isOrdinaryCron,
  isPortableCron,
  loadCronParserComparison,
  loadCronWords,
  neverFires,
  spellPortably,
} from "../src/match/cron/index.ts";
import { WEEKDAYS } from "../src/util/text.ts";

/** The start of the comparison is fixed, so that findings, and baselines, do not change daily. */
const SINCE = new Date("2026-01-01T00:00:00Z");

export default defineRule({
  id: "cron-differs-elsewhere",
  severity: "info",
  summary:
    "Codefresh's scheduler runs a cron expression at other times than cron-parser and most other tools",
  why: "The scheduler treats a star with a step, such as `*/2`, as a star: both day fields must then match, while other tools run if either matches. `N/step` in the day of week ends at Saturday, while other tools continue to Sunday as 7. The message shows the first difference after the start of 2026.",
  sources: [
    "robfig/cron v2 be2e0b0: an item that begins with a star marks its field as starred",
    "cron-parser 5: either day field suffices unless one is a bare star",
  ],
  cronTrigger({ expression }, context) {
    const schedule = expression && comparable(expression.value);
    if (schedule) return compare(expression, schedule, context);
  },
});

/** Returns five fields that can be read in two ways and that no other cron rule reports. */
function comparable(expression: string): CronFieldSchedule | undefined {
  if (isOrdinaryCron(expression)) return undefined;
  const { schedule, apiRefusal } = checkCron(expression);
  if (!schedule || apiRefusal || schedule.kind !== "fields" || schedule.seconds) return undefined;
  return isPortableCron(schedule) || neverFires(schedule) ? undefined : schedule;
}

type Disagreement = Extract<CronParserComparison, { kind: "differs" | "refused-elsewhere" }>;

async function compare(
  expression: Located<string>,
  schedule: CronFieldSchedule,
  { report }: RuleContext,
): Promise<void> {
  const [compareWith, say] = await Promise.all([loadCronParserComparison(), loadCronWords()]);
  const result = compareWith(expression.value, SINCE);
  if (result.kind !== "differs" && result.kind !== "refused-elsewhere") return;
  const here = `in Codefresh, "${expression.value}" runs ${say(schedule)}`;
  // Another expression with the same runs is a fix; whether either day was meant is unknown.
  const text = spellPortably(schedule);
  const fix = replaceValue(expression, text, true);
  report(expression, `${here}, but ${elsewhere(result)}; ${advice(text, result)}`, { fix });
}

function elsewhere(result: Disagreement): string {
  if (result.kind === "refused-elsewhere") return "cron-parser rejects it";
  const { at, runsIn, cause } = result;
  const day = WEEKDAYS[at.getUTCDay()];
  const [date, time] = [at.toISOString().slice(0, 10), at.toISOString().slice(11, 16)];
  const reading = cause === "day rule" ? "if either day field matches" : "at other times";
  const alone = runsIn === "elsewhere" ? "cron-parser" : "the scheduler";
  return `cron-parser runs it ${reading} (on ${day} ${date} at ${time} UTC only ${alone} does)`;
}

function advice(text: string | undefined, { kind }: Disagreement): string {
  if (text !== undefined) return `write "${text}", which both read the same way`;
  return kind === "differs"
    ? "list the days without a star to run on either, or restrict one field and test the other day in a step"
    : "write fields that both read the same way";
}
