import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { reportUnread } from "../src/lint/schema-findings.ts";
import {
  type CronSyntaxError,
  checkCron,
  fieldsOfQuartz,
  findSplitList,
  isOrdinaryCron,
  MAX_CRON_LENGTH,
  neverFires,
  readCron,
  readOtherForm,
  readSixFields,
  repairCron,
  splitListMessage,
} from "../src/match/cron/index.ts";
import { cutByComma } from "../src/pipeline/unquoted-patterns.ts";

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
    if (!expression || isOrdinaryCron(expression.value) || cutByComma(context.text, expression)) return;
    const { refusal, apiRefusal, rewrite } = readCron(expression.value, context.settings.assume);
    if (refusal) reportRefusal(expression, refusal, context);
    else if (apiRefusal && expression.value.length > MAX_CRON_LENGTH) {
      context.report(expression, apiRefusal.message, { fix: replaceValue(expression, rewrite, true) });
    }
  },
});

function reportRefusal(
  expression: Located<string>,
  refusal: CronSyntaxError,
  { report, subLocation }: RuleContext,
): void {
  const { message, start, end, meant } = readOtherForm(expression.value) ??
    splitList(expression.value) ??
    surplus(expression.value) ??
    sevenFields(expression.value, refusal) ??
    fiveFields(expression.value, refusal) ?? { ...placed(refusal), meant: repairCron(expression.value) };
  const place = end > start ? subLocation(expression, start, end) : expression;
  report(place, message, { fix: replaceValue(expression, meant, false) });
}

/** A fault with its offsets, and the expression that was probably meant. */
interface Fault {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly meant: string | undefined;
}

const placed = ({ message, start, end }: CronSyntaxError) => ({ message, start, end });

function splitList(expression: string): Fault | undefined {
  const list = findSplitList(expression);
  return list && { ...list, message: splitListMessage(list), meant: list.joined };
}

/** A text of characters that a field may have. */
const FIELD =
  /^(?:[\d*?,/+LWH#()-]|jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat)+$/i;

/** Text after five valid fields, such as the command of a crontab or a time zone. */
function surplus(expression: string): Fault | undefined {
  if (expression.length > 2 * MAX_CRON_LENGTH) return undefined;
  const words = /^\s*((?:\S+\s+){4}\S+)\s+(\S.*)$/s.exec(expression);
  const [, meant = "", rest = ""] = words ?? [];
  const [word] = rest.split(/\s/, 1) as [string];
  if (!words || FIELD.test(word)) return undefined;
  const { schedule, apiRefusal } = checkCron(meant);
  if (!schedule || apiRefusal) return undefined;
  const start = expression.length - rest.length;
  const place = { start, end: start + rest.trimEnd().length };
  if (/^[A-Z][A-Za-z]+\/[A-Z]\S*$/.test(word)) {
    const message = `time zones are not accepted by Codefresh; remove "${word}" and write the times in UTC`;
    return { message, ...place, meant: undefined };
  }
  const message = `"${word}" is not a field, and a command is not part of the expression; write the five fields "${meant}"`;
  return { message, ...place, meant };
}

/** The seven fields of Quartz. */
function sevenFields(expression: string, refusal: CronSyntaxError): Fault | undefined {
  const meant = fieldsOfQuartz(expression);
  if (meant === undefined) return undefined;
  const sunday = /\d$/.test(meant) ? ", in which Sunday is 0" : "";
  const message = `"${expression.trim()}" has seven fields, as in Quartz; write the five fields "${meant}"${sunday}`;
  return { ...placed(refusal), message, meant };
}

/** The first five of six fields if the sixth is `*`, a year for the API. A `?` is a weekday. */
function fiveFields(expression: string, refusal: CronSyntaxError): Fault | undefined {
  const six = readSixFields(expression);
  if (!six?.everyYear || neverFires(six.everyYear)) return undefined;
  if (six.year === "?" && six.likely !== "year") return undefined;
  const meant = six.withoutYear;
  if (meant === undefined) return undefined;
  return { ...placed(refusal), message: sixFieldsMessage(expression, refusal, meant), meant };
}

const FIELDS = ["second", "minute", "hour", "day of month", "month", "day of week"];

function sixFieldsMessage(expression: string, { start, end }: CronSyntaxError, meant: string): string {
  const text = expression.slice(start, end);
  const before = expression.slice(0, start).trimStart();
  const field = FIELDS[before.split(/\s+/).length - 1];
  return `"${text}" is in the ${field} field because the scheduler reads the first of six fields as seconds; write the five fields "${meant}"`;
}
