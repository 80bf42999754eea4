import {
  type CronPatternField,
  cronPatternFields,
  fieldPattern,
  isCronAcceptedByApi,
  MAX_CRON_LENGTH,
  yearPattern,
} from "../../catalogue/cron-pattern.ts";
import { plural } from "../../util/text.ts";
import { DESCRIPTORS } from "./descriptors.ts";
import { type CronField, CronSyntaxError, isFull, specOf, zoneMessage } from "./fields.ts";
import { parseField } from "./parse-field.ts";
import { starredText, valuesText } from "./rewrite.ts";

/** Why the published schema refuses an expression, and where: 0-based offsets, end exclusive. */
export interface ApiRefusal {
  /** Lower case, without a period: the fault, then the remedy. */
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

const IS_YEAR = new RegExp(`^${yearPattern}$`);

/** A field of the pattern, with the other day field if that restricts the days. */
type Field = CronPatternField & { readonly otherDay: CronField | undefined };

interface Word {
  readonly text: string;
  readonly start: number;
}

/**
 * Finds the characters of an expression that the published schema refuses, and why; undefined
 * exactly if `isCronAcceptedByApi` is true. Source: semantics h (`SPEC`).
 */
export function explainApiRefusal(expression: string): ApiRefusal | undefined {
  if (isCronAcceptedByApi(expression)) return undefined;
  if (expression === "") {
    return whole(expression, 'the expression is empty; write five fields such as "0 3 * * *"');
  }
  if (expression.length > MAX_CRON_LENGTH) {
    const message = `the expression has ${expression.length} characters; shorten it to ${MAX_CRON_LENGTH} or fewer`;
    return { message, start: MAX_CRON_LENGTH, end: expression.length };
  }
  const words = Array.from(expression.matchAll(/\S+/g), (match) => ({ text: match[0], start: match.index }));
  return wordRefusal(expression, words) ?? fieldRefusal(expression, words);
}

/** Descriptors and prefixes, which the pattern does not have. */
function wordRefusal(expression: string, [first]: readonly Word[]): ApiRefusal | undefined {
  if (!first) return undefined;
  const place = { start: first.start, end: first.start + first.text.length };
  if (/^(CRON_)?TZ=/.test(first.text)) {
    return { message: zoneMessage(first.text), ...place };
  }
  if (!first.text.startsWith("@")) return undefined;
  const fields = DESCRIPTORS[first.text.toLowerCase()];
  const instead = fields ? `write "${fields}"` : 'write five fields such as "0 3 * * *"';
  const text = expression.trim();
  return {
    message: `"${text}" is not accepted by Codefresh; ${instead}`,
    ...place,
    end: first.start + text.length,
  };
}

function fieldRefusal(expression: string, words: readonly Word[]): ApiRefusal {
  if (words.length < cronPatternFields.length) {
    const text = expression.trim();
    const message = `"${text}" has ${plural(words.length, "field")}; write five (minute, hour, day of month, month, day of week)`;
    return whole(expression, message);
  }
  for (const [index, field] of cronPatternFields.entries()) {
    const word = words[index]!;
    if (new RegExp(`^${fieldPattern(field)}$`).test(word.text)) continue;
    const refusal = itemRefusal(word, { ...field, otherDay: otherDay(words, field) });
    if (refusal) return refusal;
  }
  return yearRefusal(expression, words);
}

/**
 * Text after five valid fields: a word that is not a year, a seventh one, or trailing white space.
 */
function yearRefusal(expression: string, words: readonly Word[]): ApiRefusal {
  const surplus = words.slice(5);
  const bad = surplus.find((word, index) => index > 0 || !IS_YEAR.test(word.text));
  const last = words.at(-1)!;
  const end = last.start + last.text.length;
  if (!bad) {
    const message = `white space after the year "${last.text}" is not accepted by Codefresh; write five fields`;
    return { message, start: end, end: expression.length };
  }
  const text = expression.slice(bad.start, end);
  const message =
    bad === surplus[0]
      ? `"${bad.text}" is read as a year, but does not have four digits; write five fields`
      : `"${text}" follows the fifth field and a year; write five fields`;
  return { message, start: bad.start, end };
}

function whole(expression: string, message: string): ApiRefusal {
  const text = expression.trim();
  const start = expression.indexOf(text);
  return { message, start, end: start + text.length };
}

/**
 * The first item of a field that the published pattern refuses; undefined if each alone is valid.
 */
function itemRefusal(word: Word, field: Field): ApiRefusal | undefined {
  const patterns = field.items.map((item) => new RegExp(`^${item}$`));
  let start = word.start;
  let kind = -1;
  for (const text of word.text.split(",")) {
    const item = { text, start };
    start += text.length + 1;
    const found = patterns.findIndex((pattern) => pattern.test(text));
    if (found < 0 || (kind >= 0 && found !== kind)) return explain(item, word, field, found >= 0);
    kind = found;
  }
  return undefined;
}

function explain(item: Word, word: Word, field: Field, mixed: boolean): ApiRefusal {
  const place = { start: item.start, end: item.start + item.text.length };
  if (mixed) {
    const message = `"${word.text}" mixes names and numbers, which Codefresh does not accept; write only one kind`;
    return { message, ...place };
  }
  if (item.text === "") return emptyItem(item, word);
  return badEnd(item, field) ?? badShape(item, field);
}

/** An empty item is located at the comma next to it. */
function emptyItem(item: Word, word: Word): ApiRefusal {
  const start = item.start > word.start ? item.start - 1 : item.start;
  const message = `"${word.text}" has an empty value next to a ","; remove the comma`;
  return { message, start, end: start + 1 };
}

/** A number or name in an item that the pattern does not accept in any position. */
function badEnd(item: Word, field: Field): ApiRefusal | undefined {
  for (const { 0: text, index } of item.text.matchAll(/[^-/#,]+/g)) {
    const reason = refusedValue(text, field);
    if (reason === undefined) continue;
    const start = item.start + index;
    const step = longStep(item.text, field);
    if (step !== undefined) return { message: step, start, end: start + text.length };
    return { message: reason, start, end: start + text.length };
  }
  return undefined;
}

/** The fault of an item with a step past the end of the field, so that it has one value. */
function longStep(text: string, field: Field): string | undefined {
  const { max } = specOf(field.name);
  const [range, step] = text.split("/") as [string, string?];
  if (step === undefined || !/^\d+$/.test(step) || Number(step) <= max) return undefined;
  if (range.split("-").some((end) => refusedValue(end, field) !== undefined)) return undefined;
  return `"${text}" has one value because its step goes past the end of the ${field.name} field; ${otherSpelling(text, field)}`;
}

function refusedValue(text: string, field: CronPatternField): string | undefined {
  const { name, min, max, names } = specOf(field.name);
  if (/^[*?]$/.test(text)) return undefined;
  if (/^\d+$/.test(text)) return refusedNumber(text, field);
  if (names.includes(text.toLowerCase())) {
    if (text === text.toUpperCase()) return undefined;
    return `"${text}" must be in capitals for Codefresh; write "${text.toUpperCase()}"`;
  }
  if (field.name === "day of week" && /^[0-6]L$/.test(text)) return undefined;
  return `"${text}" is not a ${name} that Codefresh accepts; write "*" or ${min} to ${max}`;
}

function refusedNumber(text: string, field: CronPatternField): string | undefined {
  const { name, min, max } = specOf(field.name);
  if (Number(text) < min || Number(text) > max) {
    const hint =
      name === "day of week" && Number(text) === 7 ? "write 0 for Sunday" : `write ${min} to ${max}`;
    return `"${text}" is out of range for the ${name} field; ${hint}`;
  }
  const digits = name === "month" ? String(Number(text)).length : name === "day of week" ? 1 : 2;
  if (text.length <= digits) return undefined;
  return `"${text}" has a leading zero, which Codefresh does not accept here; write "${Number(text)}"`;
}

/** An item of valid parts in a wrong order; the surplus part is at fault. */
function badShape(item: Word, field: Field): ApiRefusal {
  const end = item.start + item.text.length;
  const head = longestHead(item.text, field);
  const start = Math.min(item.start + head, end - 1);
  const { text } = item;
  const rest = text.slice(start - item.start);
  const instead = otherSpelling(text, field);
  if (/^[^/-]*-[^/]*\/\d+$/.test(text)) {
    const message = `"${text}" has a step on a range, which Codefresh does not accept in the ${field.name} field; ${instead}`;
    return { message, start: item.start + text.indexOf("/"), end };
  }
  const shown = rest === text ? `"${text}"` : `"${rest}" of "${text}"`;
  return {
    message: `${shown} is not accepted by Codefresh in the ${field.name} field; ${instead}`,
    start,
    end,
  };
}

/** The replacement for an item that only the scheduler accepts. */
function otherSpelling(text: string, field: Field): string {
  if (/^[?*]$/.test(text)) return `write "*" as the whole field, or values without it`;
  const parsed = tryParseField(text, field.name);
  if (!parsed) return "list the values";
  if (!parsed.starred || !field.otherDay) return `write "${valuesText(parsed.values)}"`;
  // Without its star, the item would be an alternative to the other day field.
  if (field.name === "day of month") return `write "${starredText(parsed)}"`;
  if (isFull(parsed)) return 'write "*" as the whole field';
  if (field.otherDay.starred) return `write "${valuesText(parsed.values)}"`;
  return "restrict one day field and test the other day in a step";
}

/** The other day field if it restricts the days, so that a star has a meaning of its own. */
function otherDay(words: readonly Word[], { name }: CronPatternField): CronField | undefined {
  const [index, other] = name === "day of month" ? [4, "day of week" as const] : [2, "day of month" as const];
  if (name !== "day of month" && name !== "day of week") return undefined;
  const parsed = tryParseField(words[index]!.text, other);
  return parsed && isFull(parsed) ? undefined : parsed;
}

function tryParseField(text: string, name: CronField["name"]): CronField | undefined {
  try {
    return parseField({ text, start: 0 }, specOf(name));
  } catch (error) {
    if (error instanceof CronSyntaxError) return undefined;
    throw error;
  }
}

/** The length of the longest prefix that is an item by itself. */
function longestHead(text: string, field: CronPatternField): number {
  const patterns = field.items.map((item) => new RegExp(`^${item}$`));
  for (let length = text.length - 1; length > 0; length--) {
    if (patterns.some((pattern) => pattern.test(text.slice(0, length)))) return length;
  }
  return 0;
}
