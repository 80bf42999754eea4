import { plural } from "../../util/text.ts";
import { type Compiled, compile, nextInUtc, nextInZone, resolveZone } from "./calendar.ts";
import { parseDescriptor } from "./descriptors.ts";
import {
  type CronField,
  type CronFields,
  CronSyntaxError,
  FIELD_ORDER,
  FIELD_SPECS,
  zoneMessage,
} from "./fields.ts";
import { type Piece, parseField } from "./parse-field.ts";

interface Common {
  /** The expression as it was given. */
  readonly expression: string;
  /** The zone of a `TZ=Zone ` prefix; undefined without one, which means UTC. */
  readonly zone: string | undefined;
  /**
   * Returns the first run after an instant, on a whole second; undefined if the scheduler's search
   * ends without one (five calendar years after the year of the instant). Throws `RangeError` for
   * an invalid date.
   */
  next(after: Date): Date | undefined;
}

/** An expression of five or six fields, or a descriptor that means five. */
export interface CronFieldSchedule extends Common {
  readonly kind: "fields" | "descriptor";
  /** Whether the expression has six fields, seconds first. */
  readonly seconds: boolean;
  readonly fields: CronFields;
  /** The fields as tables, for the modules of this folder. */
  readonly compiled: Compiled;
}

/** `@every D`: a run every `interval` seconds, counted from the start of the scheduler. */
export interface CronIntervalSchedule extends Common {
  readonly kind: "every";
  readonly seconds: false;
  readonly interval: number;
}

/** The meaning of an expression in the platform's scheduler. */
export type CronSchedule = CronFieldSchedule | CronIntervalSchedule;

/** White space as Go defines it: without the byte order mark, with the next-line control. */
const SPACE = "\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const WORD = new RegExp(`[^${SPACE}]+`, "g");
const SPACE_AROUND = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "g");

/**
 * Parses an expression as the platform's scheduler does. Throws `CronSyntaxError` for what the
 * scheduler refuses, or never returns from (a step of 0). Source: semantics h (robfig/cron v2
 * be2e0b0).
 */
export function parseCron(expression: string): CronSchedule {
  const { zone, body } = splitZone(expression);
  const common = { expression, zone };
  if (!body.text.startsWith("@")) {
    const { fields, seconds } = parseFields(words(body), body);
    return fieldSchedule({ ...common, kind: "fields", seconds, fields });
  }
  const descriptor = parseDescriptor(body.text, body.start);
  if ("interval" in descriptor) return intervalSchedule({ ...common, interval: descriptor.interval });
  const pieces = descriptor.fields.split(" ").map((text) => ({ text, start: 0 }));
  return fieldSchedule({ ...common, kind: "descriptor", seconds: false, fields: spanned(pieces, body) });
}

/** As `parseCron`, but returns what the scheduler refuses. */
export function tryParseCron(expression: string): CronSchedule | CronSyntaxError {
  try {
    return parseCron(expression);
  } catch (error) {
    if (error instanceof CronSyntaxError) return error;
    throw error;
  }
}

/** The fields of a descriptor, each with the text and the place of the descriptor. */
function spanned(pieces: Piece[], body: Piece): CronFields {
  const { fields } = parseFields(pieces, body);
  const place = { text: body.text, start: body.start, end: body.start + body.text.length };
  const moved = FIELD_ORDER.map((key) => [key, { ...fields[key], ...place }]);
  return Object.fromEntries(moved) as unknown as CronFields;
}

function fieldSchedule(
  parts: Pick<CronFieldSchedule, "expression" | "zone" | "kind" | "seconds" | "fields">,
): CronFieldSchedule {
  const compiled = compile(parts.fields);
  const { zone } = parts;
  const find = (after: number) =>
    zone === undefined ? nextInUtc(compiled, after) : nextInZone(compiled, zone, after);
  return { ...parts, compiled, next: (after) => fromSeconds(find(wholeSeconds(after))) };
}

function intervalSchedule(
  parts: Pick<CronIntervalSchedule, "expression" | "zone" | "interval">,
): CronIntervalSchedule {
  const next = (after: Date) => fromSeconds(wholeSeconds(after) + parts.interval);
  return { ...parts, kind: "every", seconds: false, next };
}

function wholeSeconds(date: Date): number {
  if (typeof date?.getTime !== "function") throw new TypeError("the instant must be a date");
  const seconds = Math.floor(date.getTime() / 1000);
  if (Number.isNaN(seconds)) throw new RangeError("the instant is not a valid date");
  return seconds;
}

function fromSeconds(seconds: number | undefined): Date | undefined {
  return seconds === undefined ? undefined : new Date(seconds * 1000);
}

/** Removes the `TZ=Zone ` prefix; the scheduler trims the rest only in this case. */
function splitZone(expression: string): { zone: string | undefined; body: Piece } {
  const other = /^\s*(CRON_TZ=\S*)/.exec(expression);
  if (other) {
    const prefix = other[1]!;
    const end = other[0].length;
    throw new CronSyntaxError("unsupported-syntax", zoneMessage(prefix), end - prefix.length, end);
  }
  if (!expression.startsWith("TZ=")) return { zone: undefined, body: { text: expression, start: 0 } };
  const space = expression.indexOf(" ");
  const rest = space < 0 ? "" : expression.slice(space);
  const text = rest.replace(SPACE_AROUND, "");
  if (text === "") {
    const message = `"${expression}" has a time zone, which Codefresh does not accept, and no fields; write five fields in UTC`;
    throw new CronSyntaxError("field-count", message, 0, expression.length);
  }
  const name = expression.slice(3, space);
  const zone = resolveZone(name);
  if (zone === undefined) {
    throw new CronSyntaxError("unknown-zone", zoneMessage(/^\S+/.exec(expression)![0]), 3, space);
  }
  return { zone, body: { text, start: space + rest.indexOf(text) } };
}

function words(body: Piece): Piece[] {
  return Array.from(body.text.matchAll(WORD), (match) => ({
    text: match[0],
    start: body.start + match.index,
  }));
}

function parseFields(pieces: Piece[], body: Piece): { fields: CronFields; seconds: boolean } {
  if (pieces.length !== 5 && pieces.length !== 6) throw wrongCount(pieces, body);
  const seconds = pieces.length === 6;
  if (seconds && /^[1-9]\d{3}(?=[-,/]|$)/.test(pieces[5]!.text)) throw yearField(pieces[5]!);
  const all = seconds ? pieces : [{ text: "0", start: body.start }, ...pieces];
  const parsed = FIELD_ORDER.map((key, index): [string, CronField] => {
    const field = parseField(all[index]!, FIELD_SPECS[key]);
    const unwritten = !seconds && key === "second";
    return [key, unwritten ? { ...field, text: "", end: field.start } : field];
  });
  return { fields: Object.fromEntries(parsed) as unknown as CronFields, seconds };
}

/** A year as the sixth field is always refused, and is the fault to report. */
function yearField({ text, start }: Piece): CronSyntaxError {
  const message = `the year "${text}" is not supported by the scheduler; write five fields`;
  return new CronSyntaxError("out-of-range", message, start, start + text.length);
}

function wrongCount(pieces: Piece[], body: Piece): CronSyntaxError {
  const first = pieces[0];
  const last = pieces.at(-1);
  if (!first || !last) {
    const message = 'the expression is empty; write five fields such as "0 3 * * *"';
    return new CronSyntaxError("empty", message, body.start, body.start + body.text.length);
  }
  const end = last.start + last.text.length;
  const start = pieces[6]?.start ?? first.start;

  const message = `"${body.text.replace(SPACE_AROUND, "")}" has ${plural(pieces.length, "field")}; write five (minute, hour, day of month, month, day of week)`;
  return new CronSyntaxError("field-count", message, start, end);
}
