/** A span of the given text in UTF-16 code units, end exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** The kinds of faults of a regex literal, from its form to its syntax. */
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
  /** One sentence, lower case, without a period: the fault, then the remedy. */
  message: string;
  /** The message with a remedy that does not show the replacement, which may not be meant. */
  general?: string;
  /** The literal with every fault fixed, if a fix is known to be accepted. */
  replacement?: string;
}

/** A literal that the platform accepts and JavaScript compiles. */
export interface RegexLiteral {
  ok: true;
  /** The literal as written, with slashes and flags. */
  text: string;
  /** The text between the slashes as written; it starts at offset 1 of `text`. */
  source: string;
  /** The flags as written, a subset of `g`, `i`, `m`. */
  flags: string;
  /** The offset of the first flag in `text` (the length of the text if there is none). */
  flagsStart: number;
  /** Pieces that compile but do not mean what their author thinks, such as `\A`. */
  advice: RegexProblem[];
}

/** A text that is not a usable regex literal, with at least one problem. */
export interface RegexLiteralError {
  ok: false;
  text: string;
  problems: RegexProblem[];
}

/** The answer of a matcher: `unknown` if the bounds did not suffice. */
export type Outcome = "yes" | "no" | "unknown";
