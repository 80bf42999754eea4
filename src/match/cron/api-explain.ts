import { itemRefusal } from "./api-item.ts";
import {
  API_FIELDS,
  API_MAX_LENGTH,
  type ApiField,
  fieldPattern,
  isCronAcceptedByApi,
  YEAR_PART,
} from "./api-pattern.ts";
import { DESCRIPTORS } from "./descriptor.ts";

/** Why the published schema refuses an expression, and where: 0-based offsets, end exclusive. */
export interface ApiRefusal {
  /** Lower case, no final stop: what is refused, then what to write instead. */
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** The field at fault, `year` for what follows the fifth; undefined when the expression as a whole is. */
  readonly field: ApiField["name"] | "year" | undefined;
}

const IS_YEAR = new RegExp(`^${YEAR_PART}$`);

interface Word {
  readonly text: string;
  readonly start: number;
}

/**
 * Says which characters of an expression the published schema refuses and why; undefined exactly when
 * `isCronAcceptedByApi` is true. Source: semantics h (`SPEC`).
 */
export function explainApiRefusal(expression: string): ApiRefusal | undefined {
  if (isCronAcceptedByApi(expression)) return undefined;
  if (expression === "") {
    return whole(expression, 'the expression is empty; write five fields such as "0 3 * * *"');
  }
  if (expression.length > API_MAX_LENGTH) {
    const message = `the expression has ${expression.length} characters; the platform accepts ${API_MAX_LENGTH} at most`;
    return { message, start: API_MAX_LENGTH, end: expression.length, field: undefined };
  }
  const words = Array.from(expression.matchAll(/\S+/g), (match) => ({ text: match[0], start: match.index }));
  return wordRefusal(expression, words) ?? fieldRefusal(expression, words);
}

/** Descriptors and prefixes, which the pattern does not have. */
function wordRefusal(expression: string, [first]: readonly Word[]): ApiRefusal | undefined {
  if (!first) return undefined;
  const place = { start: first.start, end: first.start + first.text.length, field: undefined };
  if (/^(CRON_)?TZ=/.test(first.text)) {
    const message = `the platform accepts no time zone in an expression; drop "${first.text}" and give the times in UTC`;
    return { message, ...place };
  }
  if (!first.text.startsWith("@")) return undefined;
  const fields = DESCRIPTORS[first.text.toLowerCase()];
  const instead = fields ? `write "${fields}"` : 'write five fields such as "0 3 * * *"';
  const text = expression.trim();
  return {
    message: `the platform does not accept "${text}"; ${instead}`,
    ...place,
    end: first.start + text.length,
  };
}

function fieldRefusal(expression: string, words: readonly Word[]): ApiRefusal {
  if (words.length < API_FIELDS.length) {
    const count = `${words.length} ${words.length === 1 ? "field" : "fields"}`;
    const text = expression.trim();
    const message = `"${text}" has ${count}; write five (minute, hour, day of month, month, day of week)`;
    return whole(expression, message);
  }
  for (const [index, field] of API_FIELDS.entries()) {
    const word = words[index]!;
    if (new RegExp(`^${fieldPattern(field)}$`).test(word.text)) continue;
    const refusal = itemRefusal(word, field);
    if (refusal) return { ...refusal, field: field.name };
  }
  return yearRefusal(expression, words);
}

/** What follows five good fields: a word that is no year, a seventh one, or white space after the year. */
function yearRefusal(expression: string, words: readonly Word[]): ApiRefusal {
  const field = "year";
  const surplus = words.slice(5);
  const bad = surplus.find((word, index) => index > 0 || !IS_YEAR.test(word.text));
  const last = words.at(-1)!;
  const end = last.start + last.text.length;
  if (!bad) {
    const message = `the platform does not accept white space after the year "${last.text}"; write five fields`;
    return { message, start: end, end: expression.length, field };
  }
  const text = expression.slice(bad.start, end);
  const message =
    bad === surplus[0]
      ? `the platform reads "${bad.text}" as a year, which has four digits; write five fields`
      : `"${text}" follows the fifth field and a year; write five fields`;
  return { message, start: bad.start, end, field };
}

function whole(expression: string, message: string): ApiRefusal {
  const text = expression.trim();
  const start = expression.indexOf(text);
  return { message, start, end: start + text.length, field: undefined };
}
