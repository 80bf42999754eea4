/** What is wrong with an expression, for callers that treat kinds of faults differently. */
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
 * Thrown for an expression that the scheduler refuses, or never returns from (a step of 0).
 * `start` and `end` are 0-based offsets (UTF-16, end exclusive) of the characters at fault in the expression.
 */
export class CronSyntaxError extends Error {
  override readonly name = "CronSyntaxError";
  readonly code: CronErrorCode;
  readonly start: number;
  readonly end: number;

  constructor(code: CronErrorCode, message: string, start: number, end: number) {
    super(message);
    this.code = code;
    this.start = start;
    this.end = end;
  }
}
