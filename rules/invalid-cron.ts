import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { reportUnread } from "../src/lint/schema-findings.ts";
import {
  type CronSyntaxError,
  checkCron,
  isOrdinaryCron,
  MAX_CRON_LENGTH,
  readSixFields,
  repairCron,
} from "../src/match/cron/index.ts";

export default defineRule({
  id: "invalid-cron",
  severity: "error",
  summary: "the scheduler rejects a cron expression, or it is too long",
  why: "An expression that the scheduler rejects never runs. The schema accepts at most 150 characters.",
  sources: [
    "robfig/cron v2 be2e0b0, the parser that codefresh-io/cronus pins",
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: expression",
  ],
  schemaFinding: reportUnread,
  cronTrigger({ expression }, context) {
    if (!expression || isOrdinaryCron(expression.value)) return;
    const { refusal, apiRefusal, rewrite } = checkCron(expression.value);
    if (refusal) reportRefusal(expression, refusal, context);
    else if (apiRefusal && expression.value.length > MAX_CRON_LENGTH) {
      const fix = rewrite === undefined ? {} : { fix: replaceValue(expression, rewrite, true) };
      context.report(expression, apiRefusal.message, fix);
    }
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
