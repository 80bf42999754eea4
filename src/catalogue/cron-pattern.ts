/** The longest cron expression that the published schema accepts (semantics h), in UTF-16 units. */
export const MAX_CRON_LENGTH = 150;

/** One field of the published pattern. */
export interface CronPatternField {
  readonly name: "minute" | "hour" | "day of month" | "month" | "day of week";
  /** Patterns of one item of a list, one per kind of list; kinds do not mix. */
  readonly items: readonly string[];
}

const minute = "(?:[0-5]?\\d)";
const hour = "(?:[01]?\\d|2[0-3])";
const day = "(?:0?[1-9]|[12]\\d|3[01])";
const month = "(?:[1-9]|1[0-2])";
const monthName = "(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)";
const dayName = "(?:MON|TUE|WED|THU|FRI|SAT|SUN)";
const year = "(?:\\d{4})?";

/** The five fields of the published pattern, in order. */
export const cronPatternFields: readonly CronPatternField[] = [
  { name: "minute", items: [`(?:${minute}|\\*)(?:[-/]${minute})?`] },
  { name: "hour", items: [`(?:${hour}|\\*)(?:[-/](?:${hour}|\\*))*`] },
  { name: "day of month", items: [`(?:${day}|\\*)(?:[-/]${day})?`] },
  { name: "month", items: [`${month}(?:[-/]${month})?`, `${monthName}(?:-${monthName})?`] },
  { name: "day of week", items: ["[0-6](?:[-/#][0-6])?L?", `${dayName}(?:-${dayName})?`] },
];

/** The source of a regular expression for one field: `?`, `*` or a list of one kind of item. */
export function fieldPattern({ items }: Pick<CronPatternField, "items">): string {
  return `(?:\\?|\\*|${items.map((item) => `${item}(?:,${item})*`).join("|")})`;
}

/** The optional year after the day of week, with or without white space before it. */
export const yearPattern = fieldPattern({ items: [`${year}(?:[-/]${year})?`] });

const special = "#|\\w+\\s*=|@(?:YEARLY|ANNUALLY|MONTHLY|WEEKLY|DAILY|MIDNIGHT|HOURLY)";
const fields = cronPatternFields.map(fieldPattern).join("\\s+");

/**
 * The cron expressions that the published schema accepts, as an unambiguous pattern. A sixth field
 * is a year; the length is not checked. Source: semantics h, "the validation pattern";
 * docs.codefresh.io _docs/pipelines/specifications-latest-version.md.
 */
export const cronPattern = `^\\s*(?:${special}|${fields}\\s*${yearPattern})?$`;

/** The simplest of these, in a pattern that compiles quickly: stars, numbers, steps and ranges. */
export const simpleCronPattern = String.raw`^(?:\*|[1-5]?\d)(?:\/[1-5]?\d)? (?:\*(?:\/1?\d)?|1?\d|2[0-3]) (?:\*|[1-9]|[12]\d|3[01]) (?:\*|[1-9]|1[0-2]) (?:\*|[0-6](?:-[0-6])?)$`;

const simple = new RegExp(simpleCronPattern);
let accepted: RegExp | undefined;

/**
 * True if the published schema accepts an expression (pattern and length). The scheduler may still
 * refuse it. Source: semantics h (`SPEC`).
 */
export function isCronAcceptedByApi(expression: string): boolean {
  if (expression.length === 0 || expression.length > MAX_CRON_LENGTH) return false;
  if (simple.test(expression)) return true;
  // The whole pattern is slow to compile, and few expressions need it.
  accepted ??= new RegExp(cronPattern);
  return accepted.test(expression);
}
