import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import {
  type CronCheck,
  type CronSyntaxError,
  checkCron,
  isCronAcceptedByApi,
  isOrdinaryCron,
  MAX_CRON_LENGTH,
  neverFires,
  readSixFields,
  repairCron,
} from "../src/match/cron/index.ts";

export default defineRule({
  id: "invalid-cron",
  severity: "error",
  summary: "the scheduler or the API rejects a cron expression",
  why: "Two parsers with different rules check an expression: the API's and the scheduler's. An expression that the scheduler rejects never runs. If only the published pattern of the API rejects it, the finding is a warning, because the live pattern may be newer.",
  sources: [
    "robfig/cron v2 be2e0b0, the parser that codefresh-io/cronus pins",
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: expression",
    "docs.codefresh.io release notes of August 2025: short custom expressions",
  ],
  cronTrigger({ expression }, context) {
    if (!expression || isOrdinaryCron(expression.value)) return;
    const check = checkCron(expression.value);
    if (check.refusal) reportRefusal(expression, check.refusal, context);
    else reportApiRefusal(expression, check, context);
  },
});

function reportRefusal(
  expression: Located<string>,
  refusal: CronSyntaxError,
  { report, subLocation }: RuleContext,
): void {
  const { start, end } = refusal;
  const six = fiveFieldsMeant(expression.value);
  const meant = six ?? repairCron(expression.value);
  const place = end > start ? subLocation(expression, start, end) : expression;
  const message = six === undefined ? refusal.message : sixFieldsMessage(expression.value, refusal, six);
  report(place, message, meant === undefined ? {} : { fix: replaceValue(expression, meant, false) });
}

/** Returns the first five of six fields if the sixth is `*`, a year for the API. */
function fiveFieldsMeant(expression: string): string | undefined {
  const six = readSixFields(expression);
  if (!six || six.asYear instanceof Error || !/^[*?]$/.test(six.year)) return undefined;
  return six.withoutYear;
}

const FIELDS = ["second", "minute", "hour", "day of month", "month", "day of week"];

function sixFieldsMessage(expression: string, { start, end }: CronSyntaxError, meant: string): string {
  const text = expression.slice(start, end);
  const before = expression.slice(0, start).trimStart();
  const field = FIELDS[before.split(/\s+/).length - 1];
  return `"${text}" is in the ${field} field because the scheduler reads the first of six fields as seconds; write the five fields "${meant}"`;
}

/** Other rules report six fields that the scheduler accepts, and fields without a run. */
function reportApiRefusal(
  expression: Located<string>,
  { apiRefusal, rewrite, schedule }: CronCheck,
  { report, subLocation }: RuleContext,
): void {
  if (!apiRefusal || !schedule || neverFires(schedule)) return;
  const accepted = inCapitals(expression.value) ?? rewrite;
  const fix = accepted === undefined ? {} : { fix: replaceValue(expression, accepted, true) };
  if (expression.value.length > MAX_CRON_LENGTH) report(expression, apiRefusal.message, fix);
  else if (!readSixFields(expression.value)) {
    const place = subLocation(expression, apiRefusal.start, apiRefusal.end);
    report(place, apiRefusal.message, { severity: "warning", ...fix });
  }
}

/** Returns the expression in capitals if that is enough for the API. */
function inCapitals(expression: string): string | undefined {
  const capitals = expression.toUpperCase();
  return !capitals.startsWith("@") && isCronAcceptedByApi(capitals) ? capitals : undefined;
}
