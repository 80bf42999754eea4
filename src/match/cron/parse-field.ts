import { memoizeBy } from "../../util/memoize.ts";
import { type CronField, CronSyntaxError, FIELD_SPECS, type FieldSpec } from "./fields.ts";

/** A piece of the expression and its offset. */
export interface Piece {
  readonly text: string;
  readonly start: number;
}

/** The largest integer of the scheduler; a larger step is refused. */
const LARGEST_INTEGER = 9223372036854775807n;

type Matches = Pick<CronField, "values" | "starred">;

/**
 * Parses one field: items joined by commas, empty items dropped, each `low[-high][/step]`. Throws
 * `CronSyntaxError` at the characters at fault. Source: semantics h (robfig/cron v2 be2e0b0).
 */
export function parseField(piece: Piece, spec: FieldSpec): CronField {
  const { text, start } = piece;
  return { name: spec.name, text, start, end: start + text.length, ...matchesOf(piece, spec) };
}

/** The values of a field's text; many expressions share their fields. */
const matchesOf = memoizeBy(({ text }, { name }) => `${name} ${text}`, readMatches);

function readMatches(piece: Piece, spec: FieldSpec): Matches {
  const matched = new Array<boolean>(spec.max + 1).fill(false);
  let starred = false;
  for (const item of split(piece, ",")) {
    if (item.text !== "" && markItem(item, spec, matched)) starred = true;
  }
  const values: number[] = [];
  for (let value = spec.min; value <= spec.max; value++) if (matched[value]) values.push(value);
  return { values, starred };
}

/** Marks the values of one item in `matched`; returns true for a star. */
function markItem(item: Piece, spec: FieldSpec, matched: boolean[]): boolean {
  const [range, step, surplus] = split(item, "/");
  if (surplus) {
    const message = `"${item.text}" has more than one "/"; keep one step, such as "${range!.text}/${step!.text}"`;
    throw new CronSyntaxError("too-many-slashes", message, surplus.start - 1, endOf(item));
  }
  const starred = /^[*?](-|$)/.test(range!.text);
  const { low, high } = starred ? { low: spec.min, high: spec.max } : bounds(range!, item, spec);
  const stride = step ? readStep(step, item) : 1;
  for (let value = low; value <= high; value += stride) matched[value] = true;
  return starred;
}

/** The lowest and highest value of an item without a star; `N/step` goes from N to the maximum. */
function bounds(range: Piece, item: Piece, spec: FieldSpec): { low: number; high: number } {
  const [first, second, surplus] = split(range, "-");
  if (surplus) {
    const message = `"${range.text}" has more than one "-"; write a range with two ends, such as "${first!.text}-${second!.text}"`;
    throw new CronSyntaxError("too-many-hyphens", message, surplus.start - 1, endOf(range));
  }
  const low = readValue(first!, range, spec);
  const stepped = item.text !== range.text;
  if (!second) return { low, high: stepped ? spec.max : low };
  if (spec.name === "day of week" && second.text === "7") throw sundayAsSeven(range, item, spec);
  const high = readValue(second, range, spec);
  if (low > high) {
    const message = `the range "${range.text}" ends before it begins; ${writeList(item, spec)} to go past the end of the ${spec.name} field`;
    throw new CronSyntaxError("reversed-range", message, item.start, endOf(item));
  }
  return { low, high };
}

/** A number or a name within the bounds of the field. */
function readValue(piece: Piece, range: Piece, spec: FieldSpec): number {
  const name = spec.names.indexOf(piece.text.toLowerCase());
  if (name >= 0) return name + spec.min;
  const value = /^\+?\d+$/.test(piece.text) ? Number(piece.text) : Number.NaN;
  if (value >= spec.min && value <= spec.max) return value;
  throw badNumber(piece, range, spec);
}

/** The step of an item: 1 or more. */
function readStep(step: Piece, item: Piece): number {
  const decimal = /^\+?\d+$/.test(step.text);
  const value = decimal ? BigInt(step.text.replace("+", "")) : -1n;
  if (value > 0n && value <= LARGEST_INTEGER) return Number(value);
  if (value === 0n || /^-0+$/.test(step.text)) {
    const message = `the step "${step.text}" in "${item.text}" makes the scheduler loop forever; write a step of 1 or more`;
    throw new CronSyntaxError("zero-step", message, step.start, endOf(step));
  }
  if (step.text === "") {
    const message = `"${item.text}" has no step after "/"; write a number of 1 or more, or remove the "/"`;
    throw new CronSyntaxError("missing-value", message, step.start - 1, step.start);
  }
  const code = decimal ? "out-of-range" : "invalid-value";
  const message = `the step "${step.text}" in "${item.text}" is not a whole number that the scheduler can read; write 1 or more`;
  throw new CronSyntaxError(code, message, step.start, endOf(step));
}

function split(piece: Piece, separator: string): Piece[] {
  let start = piece.start;
  return piece.text.split(separator).map((text) => {
    const part = { text, start };
    start += text.length + 1;
    return part;
  });
}

function endOf(piece: Piece): number {
  return piece.start + piece.text.length;
}

/** Why `piece`, one end of `range`, is not a value of the field, and the remedy. */
function badNumber(piece: Piece, range: Piece, spec: FieldSpec): CronSyntaxError {
  const { text, start } = piece;
  if (text === "") return missingEnd(piece, range, spec);
  if (/^\+?\d+$/.test(text)) {
    return new CronSyntaxError("out-of-range", outOfRange(text, spec), start, endOf(piece));
  }
  return (
    extension(piece, spec) ?? new CronSyntaxError("invalid-value", notAValue(text, spec), start, endOf(piece))
  );
}

function sundayAsSeven(range: Piece, item: Piece, spec: FieldSpec): CronSyntaxError {
  const message = `"7" at the end of "${range.text}" is not a day of week in the scheduler; ${writeList(item, spec)}`;
  return new CronSyntaxError("out-of-range", message, item.start, endOf(item));
}

function writeList({ text }: Piece, spec: FieldSpec): string {
  const list = wrapItem(text, spec);
  return list === undefined ? "list the values" : `write "${list}"`;
}

/**
 * Returns the list for an item whose range goes past the end of its field, or to a Sunday as 7:
 * `22-23,0-5` for `22-5`, `22,0,2,4` for `22-5/2`. Undefined for another item.
 */
export function wrapItem(item: string, spec: FieldSpec): string | undefined {
  const [, low, high, step] = /^(\w+)-(\w+)(?:\/(\d+))?$/.exec(item) ?? [];
  if (low === undefined || high === undefined) return undefined;
  const [first, last] = [readEnd(low, spec), readEnd(high, spec)];
  if (step !== undefined) return steppedList(first, last, Number(step), spec);
  if (last > spec.max) return sundayList(first);
  const [start, end] = [spell(spec.min, low, spec), spell(spec.max, low, spec)];
  return `${first === spec.max ? low : `${low}-${end}`},${last === spec.min ? high : `${start}-${high}`}`;
}

function steppedList(low: number, high: number, step: number, { min, max }: FieldSpec): string | undefined {
  const size = max - min + 1;
  const length = high < low ? high - low + size : high - low;
  if (!(step > 0)) return undefined;
  const values = new Set<number>();
  for (let at = low; at <= low + length; at += step) values.add(min + ((at - min) % size));
  return [...values].join();
}

/** The days from one to a Sunday. */
function sundayList(low: number): string {
  return low === 0 ? "0-6" : low === 6 ? "0,6" : `0,${low}-6`;
}

function missingEnd(piece: Piece, range: Piece, spec: FieldSpec): CronSyntaxError {
  const code = "missing-value";
  if (range.text === "") {
    const message = `a step has nothing before its "/"; write "*/" to step through the whole ${spec.name} field`;
    return new CronSyntaxError(code, message, range.start, range.start + 1);
  }
  const hyphen = range.start + range.text.indexOf("-");
  const end = piece.start === range.start ? "lower" : "upper";
  const message = `the range "${range.text}" has no ${end} end; write both, such as "${spec.min}-${spec.max}"`;
  return new CronSyntaxError(code, message, hyphen, hyphen + 1);
}

function outOfRange(text: string, spec: FieldSpec): string {
  if (spec.name === "day of week" && Number(text) === 7) {
    return `"${text}" is not a day of week in the scheduler; write 0 for Sunday`;
  }
  return `"${text}" is out of range for the ${spec.name} field; write ${spec.min} to ${spec.max}`;
}

/** Syntax of other cron dialects, which this scheduler does not have. */
const EXTENSIONS: readonly { pattern: RegExp; message: (text: string, spec: FieldSpec) => string }[] = [
  {
    pattern: /#.*/s,
    message: (text) =>
      `"${text}" means the nth weekday of a month, which the scheduler does not support; run it weekly and test the date in a step`,
  },
  {
    pattern: /^L(?=\d|$)|L$(?<=^(?:\d+|[a-z]{3})L)/i,
    message: (text, { name }) =>
      name === "day of week"
        ? `"${text}" means the last weekday of its kind in a month, which the scheduler does not support; run it weekly and test the date in a step`
        : `"${text}" means the last day of the month, which the scheduler does not support; write "28-31" and test the date in a step`,
  },
  {
    pattern: /^L?W$|W$(?<=^\d+W)/i,
    message: (text) =>
      `"${text}" means the nearest working day, which the scheduler does not support; write days of the month or weekdays`,
  },
  {
    pattern: /^H(?=\(|$)/,
    message: () =>
      '"H" is a hashed value of other schedulers, which this one does not support; write a number',
  },
];

function extension(piece: Piece, spec: FieldSpec): CronSyntaxError | undefined {
  for (const { pattern, message } of EXTENSIONS) {
    const match = pattern.exec(piece.text);
    if (!match) continue;
    const start = piece.start + match.index;
    const end = start + match[0].length;
    return new CronSyntaxError("unsupported-syntax", message(piece.text, spec), start, end);
  }
  return undefined;
}

function notAValue(text: string, spec: FieldSpec): string {
  const short = text.slice(0, 3).toLowerCase();
  if (/^[a-z]+$/i.test(text)) {
    if (spec.names.includes(short)) return `"${text}" is not a ${spec.name}; write "${short.toUpperCase()}"`;
    const other = [FIELD_SPECS.month, FIELD_SPECS.dayOfWeek].find((named) => named.names.includes(short));
    if (other) {
      return `"${text}" is a ${other.name}, but it is in the ${spec.name} field; write ${spec.min} to ${spec.max}`;
    }
  }
  const names =
    spec.names.length === 0
      ? ""
      : ` or ${spec.names[0]!.toUpperCase()} to ${spec.names.at(-1)!.toUpperCase()}`;
  return `"${text}" is not ${spec.name === "hour" ? "an" : "a"} ${spec.name}; write "*" or ${spec.min} to ${spec.max}${names}`;
}

function readEnd(text: string, spec: FieldSpec): number {
  const name = spec.names.indexOf(text.toLowerCase());
  return name < 0 ? Number(text) : name + spec.min;
}

/** A value as a name if the other end of the range is one, else as a number. */
function spell(value: number, neighbour: string, spec: FieldSpec): string {
  return /^\+?\d+$/.test(neighbour) ? String(value) : spec.names[value - spec.min]!.toUpperCase();
}
