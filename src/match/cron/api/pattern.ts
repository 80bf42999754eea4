/**
 * The published schema's bounds on the length of an expression, in UTF-16 code units (semantics h).
 */
export const API_MAX_LENGTH = 150;

/** One field of the published pattern: what is valid alone, and the items of a list. */
export interface ApiField {
  readonly name: "minute" | "hour" | "day of month" | "month" | "day of week";
  /** The kinds of items of a list; a field may have several kinds of lists, which do not mix. */
  readonly items: readonly string[];
}

const MINUTE = "[0-5]?\\d";
const HOUR = "(?:[01]?\\d|2[0-3])";
const DAY = "(?:0?[1-9]|[12]\\d|3[01])";
const MONTH = "(?:1[0-2]|[1-9])";
const MONTH_NAME = "(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)";
const WEEKDAY_NAME = "(?:SUN|MON|TUE|WED|THU|FRI|SAT)";
const YEAR = "(?:\\d{4})?";

/**
 * The fields of the published pattern, in order (semantics h: `SPEC`, the schema's expression
 * pattern).
 */
export const API_FIELDS: readonly ApiField[] = [
  { name: "minute", items: [`(?:${MINUTE}|\\*)(?:[-/]${MINUTE})?`] },
  { name: "hour", items: [`(?:${HOUR}|\\*)(?:[-/](?:${HOUR}|\\*))*`] },
  { name: "day of month", items: [`(?:${DAY}|\\*)(?:[-/]${DAY})?`] },
  { name: "month", items: [`${MONTH}(?:[-/]${MONTH})?`, `${MONTH_NAME}(?:-${MONTH_NAME})?`] },
  { name: "day of week", items: ["[0-6](?:[-/#][0-6])?L?", `${WEEKDAY_NAME}(?:-${WEEKDAY_NAME})?`] },
];

/** The text after the day of week, with or without white space before it: a year, or nothing. */
export const YEAR_PART = `(?:\\?|\\*|${list(`${YEAR}(?:[-/]${YEAR})?`)})`;

const DESCRIPTOR = "@(?:YEARLY|ANNUALLY|MONTHLY|WEEKLY|DAILY|MIDNIGHT|HOURLY)";

const FIVE_FIELDS = `${API_FIELDS.map(fieldPattern).join("\\s+")}\\s*${YEAR_PART}`;

const ACCEPTED = `^\\s*(?:|#|\\w+\\s*=|${DESCRIPTOR}|${FIVE_FIELDS})$`;

/**
 * The plainest of them: stars, single numbers and simple steps and ranges of minutes and weekdays. Making the whole pattern takes longer than
 * all the rest of judging an expression, and few need it.
 */
const PLAIN =
  /^(?:\*|[1-5]?\d)(?:\/[1-5]?\d)? (?:\*(?:\/1?\d)?|1?\d|2[0-3]) (?:\*|[1-9]|[12]\d|3[01]) (?:\*|[1-9]|1[0-2]) (?:\*|[0-6](?:-[0-6])?)$/;

/** The source of a regular expression for one field of the published pattern. */
export function fieldPattern(field: ApiField): string {
  return `(?:\\?|\\*|${field.items.map(list).join("|")})`;
}

function list(item: string): string {
  return `${item}(?:,${item})*`;
}

/**
 * True if the platform's published schema accepts an expression: its pattern, and a length of 1 to
 * 150. This does not mean that the scheduler can run it. Source: semantics h (`SPEC`).
 */
export function isCronAcceptedByApi(expression: string): boolean {
  return isOrdinaryCron(expression) || PLAIN.test(expression) || isAccepted(expression);
}

let accepted: RegExp | undefined;

function isAccepted(expression: string): boolean {
  if (expression.length === 0 || expression.length > API_MAX_LENGTH) return false;
  accepted ??= new RegExp(ACCEPTED);
  return accepted.test(expression);
}

const LEAST = [0, 0, 1, 1, 0];
const MOST = [59, 23, 31, 12, 6];
/** Every month has at least this many days. */
const SHORTEST_MONTH = 28;

/** Texts kept; several rules ask about each expression. */
const MAX_KEPT = 1000;
const kept = new Map<string, boolean>();

/**
 * Whether an expression is of the most usual kind: five fields of stars and single numbers, or a range of weekdays, with one of the day
 * fields a star. Both gates take it, every tool reads it alike, and it has runs, a minute apart at least; so nobody need read it closer (semantics h; a property test holds it against both gates).
 */
export function isOrdinaryCron(expression: string): boolean {
  let known = kept.get(expression);
  if (known === undefined) {
    known = judge(expression);
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(expression, known);
  }
  return known;
}

function judge(expression: string): boolean {
  const fields = expression.split(" ");
  if (fields.length !== 5 || !fields.every((field, index) => field === "*" || isOrdinaryField(field, index)))
    return false;
  const [, , day, month, weekday] = fields;
  if (day !== "*" && weekday !== "*") return false;
  return day === "*" || month === "*" || Number(day) <= SHORTEST_MONTH;
}

function isOrdinaryField(field: string, index: number): boolean {
  const isRange = index === 4 && field.length === 3 && field[1] === "-" && field[0]! < field[2]!;
  return isRange ? isNumber(field[0]!, index) && isNumber(field[2]!, index) : isNumber(field, index);
}

function isNumber(text: string, index: number): boolean {
  const number = Number(text);
  return number >= LEAST[index]! && number <= MOST[index]! && String(number) === text;
}
