import { maskSuspects } from "./secret-prefixes.ts";

/** Joins words into a list for a sentence: `a`, `a and b`, `a, b and c`. */
export function joinList(words: readonly string[], last: "and" | "or" = "and"): string {
  if (words.length < 2) return words.join();
  return `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}

/** Lists words in double quotes: `"a", "b" or "c"`. */
export function quoteList(words: readonly string[], last: "and" | "or"): string {
  return joinList(words.map(quote), last);
}

/** A number with its noun: `1 file`, `2 files`. */
export function plural(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** Returns texts of which the second, third and so on of equal ones get a number behind them. */
export function numbered(texts: readonly string[], format: (count: number) => string): string[] {
  const seen = new Map<string, number>();
  return texts.map((text) => {
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    return count === 1 ? text : text + format(count);
  });
}

/** Returns a clause as a sentence: with a capital letter and a stop. */
export function sentence(clause: string): string {
  const end = /[.!?]$/.test(clause) ? "" : ".";
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}${end}`;
}

/**
 * Returns the number that joi 9 and 13, the platform's validators, read in a text; NaN for another
 * text. `Number` must know the whole text, but `parseFloat` reads it: `1e1` is 10, `0x10` is 0.
 */
export function numberOfText(text: string): number {
  return Number.isFinite(Number(text)) ? Number.parseFloat(text) : Number.NaN;
}

/** Cuts a text at its end to at most `length` characters, without parts of secrets. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const safe = maskSuspects(text);
  return safe.length > length ? `${safe.slice(0, length - 1)}…` : safe;
}

const MAX_QUOTED = 80;

/** Control and invisible characters, the no-break space, and halves of surrogate pairs. */
const UNPRINTABLE =
  /[\x00-\x1f\x7f-\xa0\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * Quotes a value for a message, on one line: invisible characters and lone surrogates escaped, long
 * texts cut in the middle, with nothing left of a secret.
 */
export function quote(text: string): string {
  const shown = text.length > MAX_QUOTED ? cutMiddle(maskSuspects(text)) : text;
  return `"${shown.replace(UNPRINTABLE, escapeControl)}"`;
}

function cutMiddle(text: string): string {
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED - 20)}…${text.slice(-15)}` : text;
}

function escapeControl(char: string): string {
  if (char === "\n") return "\\n";
  if (char === "\r") return "\\r";
  if (char === "\t") return "\\t";
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Removes some characters at the end; `/x+$/` is quadratic on a long run elsewhere. */
export function withoutEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text[end - 1]!)) end--;
  return text.slice(0, end);
}

/** The days of a week, by the number that a date has for each. */
export const WEEKDAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");

/** A word as a shell needs it. */
export function forShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A number with a unit of time. */
interface Duration {
  readonly amount: number;
  readonly unit: "seconds" | "minutes" | "hours";
}

const UNITS = { s: "seconds", m: "minutes", h: "hours" } as const;

const FORM = /^(\d{1,9}(?:\.\d{1,9})?) ?(?:(s|sec|second|m|min|minute|h|hr|hour)s?|(d|day)s?)$/i;

/** Parses `10 minutes`, `24h` or `2 days`, whose days become hours; undefined for another form. */
export function parseDuration(text: string): Duration | undefined {
  const [, amount, unit] = FORM.exec(text.trim()) ?? [];
  if (amount === undefined) return undefined;
  if (unit === undefined) return { amount: Number(amount) * 24, unit: "hours" };
  return { amount: Number(amount), unit: UNITS[unit[0]!.toLowerCase() as "s" | "m" | "h"] };
}

/** Returns the lines of a text that are not empty. */
export function filledLines(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
