import type { CronErrorCode } from "./error.ts";
import { FIELD_SPECS, type FieldSpec } from "./fields.ts";
import type { Piece } from "./parse-field.ts";

/** A fault in a field, with the offsets of the characters at fault. */
export interface FieldFault {
  readonly code: CronErrorCode;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** Why `piece`, one end of `range`, is no value of the field, and what to write instead. */
export function badNumber(piece: Piece, range: Piece, spec: FieldSpec): FieldFault {
  const whole = { start: piece.start, end: piece.start + piece.text.length };
  if (piece.text === "") return missingEnd(piece, range, spec);
  if (/^\+?\d+$/.test(piece.text)) {
    return { code: "out-of-range", message: outOfRange(piece.text, spec), ...whole };
  }
  return extension(piece, spec) ?? { code: "invalid-value", message: notAValue(piece.text, spec), ...whole };
}

/** Why a range that ends below its beginning is refused, with a list that says the same. */
export function reversedRange(range: string, spec: FieldSpec): string {
  const [low, high] = range.split("-") as [string, string];
  const head = isValue(low, spec.max, spec) ? low : `${low}-${spell(spec.max, low, spec)}`;
  const tail = isValue(high, spec.min, spec) ? high : `${spell(spec.min, low, spec)}-${high}`;
  return `the range "${range}" ends before it begins; write "${head},${tail}" to go past the end of the ${spec.name} field`;
}

function missingEnd(piece: Piece, range: Piece, spec: FieldSpec): FieldFault {
  const code = "missing-value";
  if (range.text === "") {
    const message = `a step has nothing before its "/"; write "*/" to step through the whole ${spec.name} field`;
    return { code, message, start: range.start, end: range.start + 1 };
  }
  const hyphen = range.start + range.text.indexOf("-");
  const end = piece.start === range.start ? "lower" : "upper";
  const message = `the range "${range.text}" has no ${end} end; write both, such as "${spec.min}-${spec.max}"`;
  return { code, message, start: hyphen, end: hyphen + 1 };
}

function outOfRange(text: string, spec: FieldSpec): string {
  if (spec.name === "day of week" && Number(text) === 7) {
    return `"${text}" is not a day of week here; write 0 for Sunday`;
  }
  return `"${text}" is outside the ${spec.name} field; use ${spec.min} to ${spec.max}`;
}

/** Signs of other cron dialects, which this scheduler does not have. */
const EXTENSIONS: readonly { pattern: RegExp; message: (text: string, spec: FieldSpec) => string }[] = [
  {
    pattern: /#.*$/,
    message: (text) =>
      `"${text}" asks for the nth weekday of a month, which the scheduler does not have; run it weekly and test the date in a step`,
  },
  {
    pattern: /^L(?=\d|$)|(?<=^\d+|^[a-z]{3})L$/i,
    message: (text, { name }) =>
      name === "day of week"
        ? `"${text}" asks for the last weekday of its kind in a month, which the scheduler does not have; run it weekly and test the date in a step`
        : `"${text}" asks for the last day of the month, which the scheduler does not have; use "28-31" and test the date in a step`,
  },
  {
    pattern: /^L?W$|(?<=^\d+)W$/i,
    message: (text) =>
      `"${text}" asks for the nearest working day, which the scheduler does not have; name days of the month or weekdays`,
  },
  {
    pattern: /^H(?=\(|$)/,
    message: () => '"H" is a hashed value of other schedulers, which this one does not have; write a number',
  },
];

function extension(piece: Piece, spec: FieldSpec): FieldFault | undefined {
  for (const { pattern, message } of EXTENSIONS) {
    const match = pattern.exec(piece.text);
    if (!match) continue;
    const start = piece.start + match.index;
    return {
      code: "unsupported-syntax",
      message: message(piece.text, spec),
      start,
      end: start + match[0].length,
    };
  }
  return undefined;
}

function notAValue(text: string, spec: FieldSpec): string {
  const short = text.slice(0, 3).toLowerCase();
  if (/^[a-z]+$/i.test(text)) {
    if (spec.names.includes(short)) return `"${text}" is not a ${spec.name}; write "${short.toUpperCase()}"`;
    const other = [FIELD_SPECS.month, FIELD_SPECS.dayOfWeek].find((named) =>
      (named.names as readonly string[]).includes(short),
    );
    if (other) {
      return `"${text}" is a ${other.name}, but it stands in the ${spec.name} field; use ${spec.min} to ${spec.max}`;
    }
  }
  const names =
    spec.names.length === 0
      ? ""
      : ` or ${spec.names[0]!.toUpperCase()} to ${spec.names.at(-1)!.toUpperCase()}`;
  return `"${text}" is not a ${spec.name}; use "*" or ${spec.min} to ${spec.max}${names}`;
}

function isValue(text: string, value: number, spec: FieldSpec): boolean {
  return Number(text) === value || spec.names[value - spec.min] === text.toLowerCase();
}

/** A value as a name when its neighbour in the range is one, else as a number. */
function spell(value: number, neighbour: string, spec: FieldSpec): string {
  return /^\+?\d+$/.test(neighbour) ? String(value) : spec.names[value - spec.min]!.toUpperCase();
}
