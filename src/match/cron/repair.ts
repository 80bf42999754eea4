import { isCronAcceptedByApi, MAX_CRON_LENGTH } from "../../catalogue/cron-pattern.ts";
import { quote } from "../../util/text.ts";
import { DESCRIPTORS } from "./descriptors.ts";
import { CronSyntaxError, FIELD_ORDER, FIELD_SPECS, type FieldSpec } from "./fields.ts";
import { tryParseCron } from "./parse.ts";
import { wrapItem } from "./parse-field.ts";
import { spellForApi } from "./rewrite.ts";

/** The maximum number of faults that are fixed one after another. */
const MOST_FAULTS = 8;

/**
 * Returns the expression that the author of a refused one most likely meant, in a spelling that
 * both checks accept: 0 for a Sunday as 7, `22-23,0-5` for `22-5`, `MON` for `Monday`, fields for
 * `@DAILY`. Undefined if the text does not show it.
 */
export function repairCron(expression: string): string | undefined {
  let text: string | undefined = expression;
  for (let fault = 0; fault < MOST_FAULTS && text !== undefined; fault++) {
    const read = tryParseCron(text);
    if (!(read instanceof CronSyntaxError)) {
      if (text === expression) return undefined;
      return spellForApi(read);
    }
    text = repairFault(text, read);
  }
  return undefined;
}

/** A list with white space next to a comma, which ends the field. */
export interface SplitList {
  /** The list as written, with its offsets in the expression. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The five fields without such white space, which both checks accept. */
  readonly joined: string;
}

/** Finds the first list of an expression that white space splits, if it is valid when joined. */
export function findSplitList(expression: string): SplitList | undefined {
  if (expression.length > 2 * MAX_CRON_LENGTH) return undefined;
  const list = /\S+(?:,\s+|\s+,\s*)\S+/.exec(expression);
  const text = expression.replace(/\s*,\s*/g, ",");
  if (!list || text.trim().split(/\s+/).length !== 5) return undefined;
  const read = tryParseCron(text);
  const joined = read instanceof CronSyntaxError ? repairCron(text) : spellForApi(read);
  return joined === undefined
    ? undefined
    : { text: list[0], start: list.index, end: list.index + list[0].length, joined };
}

/** The fault and the remedy of such a list. */
export function splitListMessage({ text, joined }: SplitList): string {
  return `the space next to the comma in "${text}" ends the field; remove it and write "${joined}"`;
}

function repairFault(text: string, { code, start, end }: CronSyntaxError): string | undefined {
  const part = text.slice(start, end);
  if (code === "unknown-descriptor") return DESCRIPTORS[part.trim().toLowerCase()];
  const spec = fieldAt(text, start);
  if (!spec) return undefined;
  // Five fields would run in every year.
  if (/^\d{4}/.test(part)) return undefined;
  let itemStart = start;
  while (itemStart > 0 && !/[,\s]/.test(text[itemStart - 1]!)) itemStart--;
  const item = /^[^,\s]*/.exec(text.slice(itemStart))![0];
  const instead = repairItem(item, part, code, spec);
  return instead === undefined
    ? undefined
    : text.slice(0, itemStart) + instead + text.slice(itemStart + item.length);
}

function repairItem(
  item: string,
  part: string,
  code: CronSyntaxError["code"],
  spec: FieldSpec,
): string | undefined {
  if (code === "reversed-range") return wrapItem(item, spec);
  if (code === "out-of-range" && spec.name === "day of week" && /(?:^|-)7(?:\/|$)/.test(part))
    return /^7(?:-|$)/.test(item) ? item.replace("7", "0") : wrapItem(item, spec);
  const short = part.slice(0, 3).toLowerCase();
  if (code === "invalid-value" && /^[a-z]{4,}$/i.test(part) && spec.names.includes(short)) {
    return item.replace(part, short.toUpperCase());
  }
  return undefined;
}

/** The field at an offset, of five or six fields. */
function fieldAt(text: string, offset: number): FieldSpec | undefined {
  if (/^(TZ=|@)/.test(text)) return undefined;
  const count = text.trim().split(/\s+/).length;
  const before = text.slice(0, offset).trim();
  const inside = /\S$/.test(text.slice(0, offset)) ? 1 : 0;
  const index = (before === "" ? 0 : before.split(/\s+/).length) - inside;
  const key = FIELD_ORDER[index + (count === 5 ? 1 : 0)];
  return key && FIELD_SPECS[key];
}

/** An expression in a form of another system or program, with the fault and what it means. */
export interface OtherForm {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** Undefined where no five fields mean it. */
  readonly meant: string | undefined;
}

/** Reads the schedule in a form that only other systems or programs have. */
export function readOtherForm(expression: string): OtherForm | undefined {
  if (expression.length > 2 * MAX_CRON_LENGTH) return undefined;
  return readAwsSchedule(expression) ?? strayCharacters(expression);
}

/**
 * Reads `cron(0 10 * * ? *)` and `rate(5 minutes)`, as Amazon EventBridge writes a schedule: its
 * cron has a year as the sixth field, and counts the days of the week from 1 for Sunday
 * (docs.aws.amazon.com, EventBridge, cron expressions).
 */
function readAwsSchedule(expression: string): OtherForm | undefined {
  const text = expression.trim();
  const [, kind = "", content = ""] = /^(cron|rate)\(\s*([^()]*?)\s*\)$/i.exec(text) ?? [];
  if (kind === "") return undefined;
  const fields = kind.toLowerCase() === "cron" ? fieldsOfCron(content) : fieldsOfRate(content);
  const meant = fields === undefined ? undefined : acceptedFields(fields);
  const remedy =
    meant === undefined
      ? "write five fields (minute, hour, day of month, month, day of week)"
      : `write "${meant}"`;
  const start = expression.indexOf(text);
  const message = `${kind}(...) is the form of Amazon EventBridge; ${remedy}`;
  return { message, start, end: start + text.length, meant };
}

/** A quote before a text, and the text up to another quote or a semicolon. */
const AROUND = /^(["'`\u2018\u2019\u201c\u201d]?)([^"'`\u2018\u2019\u201c\u201d;]*)/;

/** Quotes inside the value around an accepted expression, or a semicolon or comment after it. */
function strayCharacters(expression: string): OtherForm | undefined {
  const text = expression.trim();
  const [written, before = "", content = ""] = AROUND.exec(text.split(/\s#/, 1)[0]!)!;
  const meant = content.trim();
  if (meant === text || !isCronAcceptedByApi(meant) || tryParseCron(meant) instanceof CronSyntaxError)
    return undefined;
  const rest = text.slice(written.length).trim();
  const fault =
    before === ""
      ? `${quote(rest)} is not part of the expression`
      : `${quote(text)} has quotes inside the value`;
  const end = expression.trimEnd().length;
  const start = end - (before === "" ? rest : text).length;
  return { start, end, message: `${fault}; write "${meant}"`, meant };
}

/** Five fields as both checks accept them; undefined if either refuses. */
function acceptedFields(fields: string): string | undefined {
  const read = tryParseCron(fields);
  return read instanceof CronSyntaxError ? undefined : spellForApi(read);
}

/**
 * Returns the five fields that seven mean, as Quartz writes them: seconds first, a year last, and
 * the days of the week counted from 1 for Sunday, as Amazon does.
 */
export function fieldsOfQuartz(expression: string): string | undefined {
  const [seconds = "", ...others] = expression.trim().split(/\s+/);
  if (others.length !== 6 || !/^0+$/.test(seconds)) return undefined;
  const fields = fieldsOfCron(others.join(" "));
  return fields === undefined ? undefined : acceptedFields(fields);
}

function fieldsOfCron(content: string): string | undefined {
  const fields = content.split(/\s+/).map((field) => (field === "?" ? "*" : field));
  const [minute, hour, day, month, weekday, year = "*"] = fields;
  if (
    weekday === undefined ||
    year !== "*" ||
    fields.length > 6 ||
    /[LW#/]/i.test(weekday.replace(/[A-Z]{3}/gi, ""))
  )
    return undefined;
  const days = weekday.replaceAll(/\d/g, (number) => String(Number(number) - 1));
  return [minute, hour, day, month, days].join(" ").toUpperCase();
}

function fieldsOfRate(content: string): string | undefined {
  const [, count = "", unit = ""] = /^(\d+)\s+(minute|hour|day)s?$/i.exec(content) ?? [];
  const number = Number(count);
  const isWhole = (all: number) => number > 0 && number < all && all % number === 0;
  const step = number === 1 ? "*" : `*/${number}`;
  if (unit.toLowerCase() === "minute" && isWhole(60)) return `${step} * * * *`;
  if (unit.toLowerCase() === "hour" && isWhole(24)) return `0 ${step} * * *`;
  return unit.toLowerCase() === "day" && number === 1 ? "0 0 * * *" : undefined;
}
