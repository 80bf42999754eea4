/** Half-open range of UTF-16 offsets into the text that was given. */
export interface Span {
  start: number;
  end: number;
}

/** What can be wrong with a regex literal, from its form to its syntax. */
export type RegexProblemCode =
  | "empty"
  | "no-slashes"
  | "white-space"
  | "unterminated"
  | "unescaped-slash"
  | "unknown-flag"
  | "duplicate-flag"
  | "does-not-compile"
  | "foreign-syntax"
  | "too-long";

/** One fault of a regex literal, located in the literal's text. */
export interface RegexProblem extends Span {
  code: RegexProblemCode;
  /** One sentence, lower case, no final stop: what is wrong, then what to do. */
  message: string;
  /** The whole literal with this and every other fault repaired, where a repair is known to be accepted. */
  replacement?: string;
}

/** A literal that the platform accepts and that JavaScript compiles. */
export interface RegexLiteral {
  ok: true;
  /** The literal as written, slashes and flags included. */
  text: string;
  /** What stands between the slashes, as written; it begins at offset 1 of `text`. */
  source: string;
  /** The flags as written, a subset of `g`, `i`, `m`. */
  flags: string;
  /** Offset of the first flag in `text` (the text's length when there is none). */
  flagsStart: number;
  /** Things that compile but do not mean what their author thinks, such as `\A`. */
  advice: RegexProblem[];
}

/** A text that is no usable regex literal, with at least one problem. */
export interface RegexLiteralError {
  ok: false;
  text: string;
  problems: RegexProblem[];
}

/** The answer of a matcher: `unknown` when it could not be worked out in bounded time. */
export type Outcome = "yes" | "no" | "unknown";
