/**
 * The published validation pattern of a cron expression, as functions of its fields (semantics of
 * the pattern in docs.codefresh.io _docs/pipelines/specifications-latest-version.md).
 */
type Field = (text: string) => boolean;

const between =
  (low: number, high: number, zero: boolean): Field =>
  (text) =>
    /^\d\d?$/.test(text) && (zero || !/^0\d/.test(text)) && Number(text) >= low && Number(text) <= high;

const isName =
  (names: string): Field =>
  (text) =>
    names.split(" ").includes(text);

/** A list whose items are one value, or two with one of the separators between them. */
const listOf =
  (first: Field, second: Field, separators: string, alone = first): Field =>
  (text) =>
    text.split(",").every((item) => {
      const at = [...item].findIndex((character) => separators.includes(character));
      return at < 0 ? alone(item) : first(item.slice(0, at)) && second(item.slice(at + 1));
    });

const anyOf =
  (...fields: Field[]): Field =>
  (text) =>
    text === "?" || text === "*" || fields.some((field) => field(text));

const orStar =
  (field: Field): Field =>
  (text) =>
    text === "*" || field(text);

const minute = between(0, 59, true);
const hour = between(0, 23, true);
const day = between(1, 31, true);
const month = between(1, 12, false);
const monthName = isName("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC");
const dayName = isName("MON TUE WED THU FRI SAT SUN");
const weekday: Field = (text) => /^[0-6]$/.test(text);
const lastWeekday: Field = (text) => /^[0-6]L?$/.test(text);
const year: Field = (text) => /^(?:\d{4})?$/.test(text);

const FIELDS: readonly Field[] = [
  anyOf(listOf(orStar(minute), minute, "-/")),
  // Numbers and stars are chained freely.
  anyOf((text) => text.split(/[-/,]/).every(orStar(hour))),
  anyOf(listOf(orStar(day), day, "-/")),
  anyOf(listOf(month, month, "-/"), listOf(monthName, monthName, "-")),
  anyOf(listOf(weekday, lastWeekday, "-/#", lastWeekday), listOf(dayName, dayName, "-")),
];
const YEAR = anyOf(listOf(year, year, "-/"));

const WORDS = isName("@YEARLY @ANNUALLY @MONTHLY @WEEKLY @DAILY @MIDNIGHT @HOURLY");

/** True if the pattern accepts an expression, whose length is checked elsewhere. */
export function fieldsOfCron(expression: string): boolean {
  const text = expression.replace(/^\s+/, "");
  if (text === "" || text === "#" || /^\w+\s*=$/.test(text) || WORDS(text)) return true;
  const [first, second, third, fourth, ...rest] = text.split(/\s+/);
  if (rest.length === 0 || rest.length > 2) return false;
  const head = [first, second, third, fourth].every((field, index) => FIELDS[index]!(field!));
  return head && hasWeekdayAndYear(rest.join(" "));
}

/** The year follows with or without white space, and may be empty. */
function hasWeekdayAndYear(text: string): boolean {
  return Array.from(text, (_, index) => index + 1).some(
    (end) => FIELDS[4]!(text.slice(0, end)) && YEAR(text.slice(end).replace(/^ /, "")),
  );
}
