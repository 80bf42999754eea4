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
  spellEitherDay,
  spellPortably,
} from "../src/match/cron/index.ts";

/** Where the comparison begins: fixed, so that a finding reads the same every day and a baseline keeps it. */
const SINCE = new Date("2026-01-01T00:00:00Z");

export default defineRule({
  id: "cron-differs-elsewhere",
  severity: "warning",
  summary:
    "the platform's scheduler runs an expression at other times than cron-parser, and most tools, would",
  why: "A star with a step counts as a star to the scheduler: beside it both day fields must match, where other readings run on either. `N/step` in the weekdays ends at Saturday, where other readings go on to a Sunday that is 7. The first instant at which the two part is looked for from 2026 on.",
  sources: [
    "robfig/cron v2 be2e0b0: an item that begins with a star marks its field as starred",
    "cron-parser 5: either day field suffices unless one is a bare star",
  ],
  cronTrigger({ expression }, context) {
    const schedule = expression && comparable(expression.value);
    if (schedule) return compare(expression, schedule, context);
  },
});

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** Five fields in a spelling that may be read in two ways, of which no other rule on expressions speaks. */
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
  const { text, keeps } = remedy(result, schedule);
  const here = `the scheduler runs "${expression.value}" ${say(schedule)}`;
  const fix = text === undefined ? {} : { fix: replaceValue(expression, text, keeps) };
  report(expression, `${here}, but ${elsewhere(result)}; ${advice(text, keeps)}`, fix);
}

function elsewhere(result: Disagreement): string {
  if (result.kind === "refused-elsewhere") return "cron-parser refuses it";
  const { at, runsIn, cause } = result;
  const day = WEEKDAYS[at.getUTCDay()];
  const [date, time] = [at.toISOString().slice(0, 10), at.toISOString().slice(11, 16)];
  const reading = cause === "day rule" ? "on either of the two day fields" : "at other values";
  const alone = runsIn === "elsewhere" ? "cron-parser" : "the scheduler";
  return `cron-parser ${reading}: they part on ${day} ${date} at ${time} UTC, where only ${alone} has a run`;
}

/** A spelling that every tool reads alike: with the runs that the scheduler has now, else with those of the others. */
function remedy(result: Disagreement, schedule: CronFieldSchedule): { text?: string; keeps: boolean } {
  const plain = spellPortably(schedule);
  if (plain !== undefined) return { text: plain, keeps: true };
  const either = result.kind === "differs" ? spellEitherDay(schedule) : undefined;
  return either === undefined ? { keeps: false } : { text: either, keeps: false };
}

function advice(text: string | undefined, keeps: boolean): string {
  if (text === undefined) return "write fields that both read alike";
  if (keeps) return `write "${text}", which both read alike`;
  return "list the days without a star to run on either, or restrict one field and test the other day in a step";
}
