import { maskSuspects } from "../../util/secret-prefixes.ts";
import { WEEKDAYS } from "../../util/text.ts";

/** The six fields of an expression, in the scheduler's order. */
export type CronFieldName = "second" | "minute" | "hour" | "day of month" | "month" | "day of week";

/** The values of a field: its bounds, and the names of months and weekdays by value. */
export interface FieldSpec {
  readonly name: CronFieldName;
  readonly min: number;
  readonly max: number;
  /** Names in lower case; `names[0]` is the name of `min`. Empty if the field has none. */
  readonly names: readonly string[];
}

/** One field in the scheduler's reading. */
export interface CronField {
  readonly name: CronFieldName;
  /** The text of the field; for a descriptor such as `@daily` the descriptor. */
  readonly text: string;
  /** 0-based offsets into the expression, end exclusive; empty for omitted seconds. */
  readonly start: number;
  readonly end: number;
  /** Values that match, ascending and distinct. Empty for a field of only commas. */
  readonly values: readonly number[];
  /** Whether an item starts with `*` or `?`, which decides how the two day fields combine. */
  readonly starred: boolean;
}

/** All six fields of an expression. */
export interface CronFields {
  readonly second: CronField;
  readonly minute: CronField;
  readonly hour: CronField;
  readonly dayOfMonth: CronField;
  readonly month: CronField;
  readonly dayOfWeek: CronField;
}

export const MONTHS =
  "January February March April May June July August September October November December".split(" ");

const short = (name: string): string => name.slice(0, 3).toLowerCase();

/** Bounds and names of each field (semantics h: robfig/cron v2 be2e0b0; Sunday is 0, never 7). */
export const FIELD_SPECS: Readonly<Record<keyof CronFields, FieldSpec>> = {
  second: { name: "second", min: 0, max: 59, names: [] },
  minute: { name: "minute", min: 0, max: 59, names: [] },
  hour: { name: "hour", min: 0, max: 23, names: [] },
  dayOfMonth: { name: "day of month", min: 1, max: 31, names: [] },
  month: { name: "month", min: 1, max: 12, names: MONTHS.map(short) },
  dayOfWeek: { name: "day of week", min: 0, max: 6, names: WEEKDAYS.map(short) },
};

/** The keys of `CronFields` in the order of the fields in an expression, seconds first. */
export const FIELD_ORDER = Object.keys(FIELD_SPECS) as readonly (keyof CronFields)[];

/** The bounds and names of a field. */
export function specOf(name: CronFieldName): FieldSpec {
  return Object.values(FIELD_SPECS).find((spec) => spec.name === name)!;
}

/** True if a field matches all its possible values. */
export function isFull({ name, values }: CronField): boolean {
  const { min, max } = specOf(name);
  return values.length === max - min + 1;
}

/** True if a field has three or more values, all consecutive. */
export function isRun({ values }: CronField): boolean {
  return values.length > 2 && values.at(-1)! - values[0]! === values.length - 1;
}

/** The kind of fault, for callers that treat kinds differently. */
export type CronErrorCode =
  | "empty"
  | "field-count"
  | "unknown-descriptor"
  | "invalid-duration"
  | "unknown-zone"
  | "missing-value"
  | "invalid-value"
  | "unsupported-syntax"
  | "out-of-range"
  | "reversed-range"
  | "too-many-hyphens"
  | "too-many-slashes"
  | "zero-step";

/**
 * Thrown for an expression that the scheduler refuses, or never returns from (a step of 0). `start`
 * and `end` are 0-based UTF-16 offsets of the characters at fault, end exclusive. In the
 * message, a text that looks like a secret is masked.
 */
export class CronSyntaxError extends Error {
  override readonly name = "CronSyntaxError";
  readonly code: CronErrorCode;
  readonly start: number;
  readonly end: number;

  constructor(code: CronErrorCode, message: string, start: number, end: number) {
    super(maskSuspects(message));
    this.code = code;
    this.start = start;
    this.end = end;
  }
}

/** The fault of a prefix such as `TZ=Europe/Berlin`, which only the scheduler has. */
export function zoneMessage(prefix: string): string {
  return `time zones are not accepted by Codefresh; remove "${prefix}" and write the times in UTC`;
}
