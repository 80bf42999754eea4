import type { RegexLiteral, RegexLiteralError, RegexProblem, Span } from "../types.ts";
import { parsePattern, type RegexSyntaxError } from "./ast.ts";
import { scanRegexLiteral } from "./literal.ts";

/**
 * Parses a regex literal as the platform does: the form of the published schema, then JavaScript's
 * syntax (semantics, part 0 item 2 and section b). Duplicate flags and broken patterns pass the
 * schema and fail later; here they are problems.
 *
 * @param text the value of a field such as `branchRegex`
 * @returns the literal, or its problems with offsets into `text`
 */
export function parseRegexLiteral(text: string): RegexLiteral | RegexLiteralError {
  const scanned = scanRegexLiteral(text);
  if (scanned.ok) return narrowed(scanned, scanned.source) ?? scanned;
  const problems = scanned.problems.map((problem) =>
    problem.code === "does-not-compile" ? narrow(text, problem) : problem,
  );
  return { ...scanned, problems };
}

/** Finds what this engine compiles but others do not, such as newer group syntax. */
function narrowed(literal: RegexLiteral, source: string): RegexLiteralError | undefined {
  if (!source.includes("(?")) return undefined;
  const parsed = parsePattern(source);
  if ("tree" in parsed) return undefined;
  const problem: RegexProblem = {
    code: "does-not-compile",
    message: "",
    start: 1,
    end: literal.flagsStart - 1,
  };
  return { ok: false, text: literal.text, problems: [narrow(literal.text, problem)] };
}

function narrow(text: string, problem: RegexProblem): RegexProblem {
  const source = text.slice(1, text.lastIndexOf("/"));
  const parsed = parsePattern(source);
  if ("tree" in parsed) return problem;
  const { start, end, message } = locateSyntaxError(source, parsed.fault);
  return { ...problem, start: start + 1, end: end + 1, message };
}

/** A syntax error as a message, at its characters. Offsets are into the pattern's source. */
export interface LocatedSyntaxError extends Span {
  /** The fault and the remedy, to follow the quoted literal. */
  message: string;
}

type Locate = (source: string, index: number) => LocatedSyntaxError;

const BY_REASON: Record<string, Locate> = {
  "Unterminated group": (source) =>
    at(source, lastOpen(source, "("), 1, 'is never closed; add ")" or write "\\("'),
  "Unmatched ')'": (source, index) => at(source, index, 1, 'closes nothing; remove it or write "\\)"'),
  "Unterminated character class": (source) =>
    at(source, lastOpen(source, "["), 1, 'is never closed; add "]" or write "\\["'),
  "\\ at end of pattern": (source, index) =>
    at(source, index, 1, 'escapes nothing; write "\\\\" or remove it'),
  "Nothing to repeat": locateQuantifier,
  "Invalid quantifier": locateQuantifier,
  "numbers out of order in {} quantifier": (source, index) => {
    const start = source.lastIndexOf("{", index - 1);
    return at(source, start, index - start, "counts down; write the smaller number first");
  },
  "Range out of order in character class": (source, index) => {
    const range = /(?:\\.|[^\\])-(?:\\.|[^\\])$/.exec(source.slice(0, index))?.[0] ?? "";
    return at(
      source,
      index - range.length,
      range.length,
      "runs backwards; write the smaller character first",
    );
  },
  "Invalid group": (source, index) =>
    at(
      source,
      source.lastIndexOf("(", index),
      3,
      'does not begin a group that JavaScript knows; write "(?:" or "\\("',
    ),
  "Invalid capture group name": (source, index) =>
    at(
      source,
      source.lastIndexOf("(", index),
      index - source.lastIndexOf("(", index),
      "is not a valid group name; use letters and digits",
    ),
  "Duplicate capture group name": (source, index) => {
    const start = source.lastIndexOf("(?<", index);
    return at(source, start, index - start, "is the name of two groups; rename one");
  },
  "Invalid named reference": locateReference,
  "Invalid named capture referenced": locateReference,
};

/**
 * Words a parser's error and places it where a reader would look: at the bracket that is not
 * closed, not at the end of the text.
 *
 * @param source the pattern without slashes
 * @param fault the parser's error
 */
function locateSyntaxError(source: string, fault: RegexSyntaxError): LocatedSyntaxError {
  const locate = BY_REASON[fault.reason];
  if (locate) return locate(source, fault.index);
  const start = Math.max(0, Math.min(fault.index, source.length - 1));
  const reason = fault.reason.slice(0, 1).toLowerCase() + fault.reason.slice(1);
  return at(source, start, 1, `does not compile (${reason}); correct the pattern`);
}

function at(source: string, start: number, length: number, says: string): LocatedSyntaxError {
  const from = Math.max(0, Math.min(start, source.length - 1));
  const end = Math.min(source.length, Math.max(from + 1, from + length));
  return { start: from, end, message: `"${source.slice(from, end)}" ${says}` };
}

function locateQuantifier(source: string, index: number): LocatedSyntaxError {
  const piece =
    /(?:[*+?]|\{\d+(?:,\d*)?\})\??$/.exec(source.slice(0, index))?.[0] ?? source.slice(index - 1, index);
  const start = index - piece.length;
  if (piece === "+" && /[*+?}]/.test(source[start - 1] ?? "")) {
    return at(
      source,
      start,
      1,
      "makes a possessive quantifier, which JavaScript does not support; remove it",
    );
  }
  const wildcard = piece.startsWith("*") ? '; write ".*" for any text' : "";
  return at(
    source,
    start,
    piece.length,
    `repeats nothing${wildcard || `; write "\\${piece}" for the character`}`,
  );
}

function locateReference(source: string, index: number): LocatedSyntaxError {
  const reference = /\\k(?:<[^>]*>?)?/g;
  const names = new Set([...source.matchAll(/\(\?<([^=!>(][^>(]*)>/g)].map((match) => match[1]));
  for (const match of source.matchAll(reference)) {
    if (!names.has(match[0].slice(3, -1))) {
      return at(
        source,
        match.index,
        match[0].length,
        "refers to a missing group; name the group or remove it",
      );
    }
  }
  return at(source, index - 1, 1, "refers to a missing group; name the group or remove it");
}

/** The offset of the innermost bracket that is not closed. */
function lastOpen(source: string, kind: "(" | "["): number {
  const open: number[] = [];
  let classStart = -1;
  for (let index = 0; index < source.length; index++) {
    const char = source[index];
    if (char === "\\") index++;
    else if (classStart >= 0) classStart = char === "]" ? -1 : classStart;
    else if (char === "[") classStart = index;
    else if (char === "(") open.push(index);
    else if (char === ")") open.pop();
  }
  return kind === "[" ? classStart : (open.at(-1) ?? 0);
}
