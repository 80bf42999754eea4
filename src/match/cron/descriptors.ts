import { CronSyntaxError } from "./fields.ts";

/** The five fields of each descriptor of the scheduler (semantics h: robfig/cron v2 be2e0b0). */
export const DESCRIPTORS: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

/** A descriptor as five fields, or as an interval in seconds. */
export type Descriptor = { readonly fields: string } | { readonly interval: number };

/**
 * Parses a word that starts with `@`, at `offset` in the expression: lower case only, or `@every
 * D`. Throws `CronSyntaxError` for any other word.
 */
export function parseDescriptor(text: string, offset: number): Descriptor {
  if (Object.hasOwn(DESCRIPTORS, text)) return { fields: DESCRIPTORS[text]! };
  if (text.startsWith("@every ") && text.length > "@every ".length) {
    return { interval: parseEverySeconds(text.slice("@every ".length), offset + "@every ".length) };
  }
  const code = "unknown-descriptor";
  throw new CronSyntaxError(code, unknownDescriptor(text), offset, offset + text.length);
}

function unknownDescriptor(text: string): string {
  const word = text.trim().toLowerCase();
  if (word === "@every") return `"${text}" lacks a duration; write one after a space, such as "@every 1h30m"`;
  if (Object.hasOwn(DESCRIPTORS, word)) {
    const fault = text === text.trim() ? "in lower case only" : "only without white space after it";
    return `"${text}" is accepted ${fault}; write "${DESCRIPTORS[word]}"`;
  }
  return `"${text}" is not supported by the scheduler; write five fields such as "0 3 * * *"`;
}

const UNIT_NANOSECONDS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

const LARGEST_DURATION = 9223372036854775807n;

/**
 * Returns the whole seconds of a Go duration such as `1h30m10s`, at least one, as `@every` uses it.
 * `offset` is the start of `text` in the expression. Throws `CronSyntaxError`. Source: semantics h
 * (robfig/cron v2 be2e0b0) and the documentation of Go's `time.ParseDuration`.
 */
function parseEverySeconds(text: string, offset: number): number {
  const sign = /^[+-]/.exec(text)?.[0] ?? "";
  if (text === `${sign}0`) return 1;
  const total = sumUnits(text, sign.length, offset);
  if (total > LARGEST_DURATION) {
    const message = `the duration "${text}" is too long for the scheduler; write less than 292 years`;
    throw new CronSyntaxError("invalid-duration", message, offset, offset + text.length);
  }
  const seconds = sign === "-" ? 0 : Number(total / UNIT_NANOSECONDS.s!);
  return Math.max(1, seconds);
}

function sumUnits(text: string, from: number, offset: number): bigint {
  let total = 0n;
  let at = from;
  do {
    const amount = /^(\d*)(?:\.(\d*))?/.exec(text.slice(at))!;
    if (!/\d/.test(amount[0])) throw badDuration(text, offset, at, text.length);
    at += amount[0].length;
    const unit = /^[^\d.]*/.exec(text.slice(at))![0];
    const size = Object.hasOwn(UNIT_NANOSECONDS, unit) ? UNIT_NANOSECONDS[unit]! : undefined;
    if (size === undefined) throw badUnit(text, unit, offset, at);
    at += unit.length;
    const [, whole = "", fraction = ""] = amount;
    total += BigInt(whole || "0") * size;
    if (fraction) total += (BigInt(fraction) * size) / 10n ** BigInt(fraction.length);
  } while (at < text.length);
  return total;
}

function badDuration(text: string, offset: number, start: number, end: number): CronSyntaxError {
  const message = `"${text}" is not a duration; write one such as "1h30m" after "@every "`;
  return new CronSyntaxError("invalid-duration", message, offset + Math.min(start, end - 1), offset + end);
}

function badUnit(text: string, unit: string, offset: number, at: number): CronSyntaxError {
  if (unit === "") {
    const message = `the duration "${text}" lacks a unit; write h, m or s, such as "90m"`;
    return new CronSyntaxError("invalid-duration", message, offset, offset + text.length);
  }
  const message = `"${unit}" in the duration "${text}" is not a unit; write h, m or s (a day is "24h")`;
  return new CronSyntaxError("invalid-duration", message, offset + at, offset + at + unit.length);
}
