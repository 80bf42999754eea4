/** Items joined by commas. */
const listOf = (item: string): string => `${item}(?:,${item})*`;

/** A field that is `?`, `*` or a list of items of the given kinds. */
const cronField = (...items: string[]): string => `(?:\\?|\\*|${items.map(listOf).join("|")})`;

const minute = "(?:[0-5]?\\d)";
const hour = "(?:[01]?\\d|2[0-3])";
const day = "(?:0?[1-9]|[12]\\d|3[01])";
const month = "(?:[1-9]|1[0-2])";
const monthName = "(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)";
const dayName = "(?:MON|TUE|WED|THU|FRI|SAT|SUN)";
const year = "(?:\\d{4})?";

const fields = [
  cronField(`(?:${minute}|\\*)(?:[-/]${minute})?`),
  `(?:\\?|(?:${hour}|\\*)(?:[-/,](?:${hour}|\\*))*)`,
  cronField(`(?:${day}|\\*)(?:[-/]${day})?`),
  cronField(`${month}(?:[-/]${month})?`, `${monthName}(?:-${monthName})?`),
  cronField("[0-6](?:[-/#][0-6])?L?", `${dayName}(?:-${dayName})?`),
].join("\\s+");

const years = cronField(`${year}(?:[-/]${year})?`);

const special = "#|\\w+\\s*=|@(?:YEARLY|ANNUALLY|MONTHLY|WEEKLY|DAILY|MIDNIGHT|HOURLY)";

/**
 * The cron expressions that the published schema accepts, as the source of a regular expression that is free of
 * ambiguity, so that no input makes it slow (semantics h, "the validation pattern"; source: the published schema,
 * docs.codefresh.io _docs/pipelines/specifications-latest-version.md). A sixth field is a year here, and bounds of
 * length are not part of it.
 */
export const cronPattern = `^\\s*(?:${special}|${fields}\\s*${years})?$`;

/** The plainest of these expressions, told by a pattern that takes no time to make: stars, single numbers, simple steps and ranges. */
export const plainCronPattern = String.raw`^(?:\*|[1-5]?\d)(?:\/[1-5]?\d)? (?:\*(?:\/1?\d)?|1?\d|2[0-3]) (?:\*|[1-9]|[12]\d|3[01]) (?:\*|[1-9]|1[0-2]) (?:\*|[0-6](?:-[0-6])?)$`;
