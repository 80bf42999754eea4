import type { RegexLiteral, RegexLiteralError, RegexProblem } from "../types.ts";
import { parsePattern } from "./ast.ts";
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
  if (scanned.ok) {
    // This engine may compile what others do not, such as newer group syntax.
    const fault = scanned.source.includes("(?") ? syntaxFault(text) : undefined;
    return fault ? { ok: false, text, problems: [{ code: "does-not-compile", ...fault }] } : scanned;
  }
  const problems = scanned.problems.map((problem) =>
    problem.code === "does-not-compile" ? { ...problem, ...syntaxFault(text) } : problem,
  );
  return { ...scanned, problems };
}

/** The piece of a pattern at fault, and what is wrong with it, to follow the quoted piece. */
type Piece = readonly [start: number, length: number, says: string];

type Locate = (source: string, index: number) => Piece;

const BY_REASON: Record<string, Locate> = {
  "Unterminated group": (source) => [lastOpen(source, "("), 1, 'is never closed; add ")" or write "\\("'],
  "Unmatched ')'": (_, index) => [index, 1, 'closes nothing; remove it or write "\\)"'],
  "Unterminated character class": (source) => [
    lastOpen(source, "["),
    1,
    'is never closed; add "]" or write "\\["',
  ],
  "\\ at end of pattern": (_, index) => [index, 1, 'escapes nothing; write "\\\\" or remove it'],
  "Nothing to repeat": locateQuantifier,
  "Invalid quantifier": locateQuantifier,
  "numbers out of order in {} quantifier": (source, index) =>
    from(source.lastIndexOf("{", index - 1), index, "counts down; write the smaller number first"),
  "Range out of order in character class": (source, index) => {
    const { length } = /(?:\\.|[^\\])-(?:\\.|[^\\])$/.exec(source.slice(0, index))?.[0] ?? "";
    return [index - length, length, "runs backwards; write the smaller character first"];
  },
  "Invalid group": (source, index) => {
    const says = 'does not begin a group that JavaScript knows; write "(?:" or "\\("';
    return [source.lastIndexOf("(", index), 3, says];
  },
  "Invalid capture group name": (source, index) =>
    from(source.lastIndexOf("(", index), index, "is not a valid group name; use letters and digits"),
  "Duplicate capture group name": (source, index) =>
    from(source.lastIndexOf("(?<", index), index, "is the name of two groups; rename one"),
  "Invalid named reference": locateReference,
  "Invalid named capture referenced": locateReference,
};

const from = (start: number, end: number, says: string): Piece => [start, end - start, says];

/**
 * Words the syntax error of a literal and places it where a reader would look: at the bracket that
 * is not closed, not at the end of the text. Undefined without an error.
 */
function syntaxFault(text: string): Pick<RegexProblem, "start" | "end" | "message"> | undefined {
  const source = text.slice(1, text.lastIndexOf("/"));
  const parsed = parsePattern(source);
  if ("tree" in parsed) return undefined;
  const { reason, index } = parsed.fault;
  const [at, length, says] = (BY_REASON[reason] ?? locateUnknown(reason))(source, index);
  const start = Math.max(0, Math.min(at, source.length - 1));
  const end = Math.min(source.length, Math.max(start + 1, start + length));
  return { start: start + 1, end: end + 1, message: `"${source.slice(start, end)}" ${says}` };
}

function locateUnknown(reason: string): Locate {
  const own = reason.slice(0, 1).toLowerCase() + reason.slice(1);
  return (_, index) => [index, 1, `does not compile (${own}); correct the pattern`];
}

function locateQuantifier(source: string, index: number): Piece {
  const piece =
    /(?:[*+?]|\{\d+(?:,\d*)?\})\??$/.exec(source.slice(0, index))?.[0] ?? source.slice(index - 1, index);
  const start = index - piece.length;
  if (piece === "+" && /[*+?}]/.test(source[start - 1] ?? ""))
    return [start, 1, "makes a possessive quantifier, which JavaScript does not support; remove it"];
  const remedy = piece.startsWith("*") ? 'write ".*" for any text' : `write "\\${piece}" for the character`;
  return [start, piece.length, `repeats nothing; ${remedy}`];
}

function locateReference(source: string, index: number): Piece {
  const names = new Set([...source.matchAll(/\(\?<([^=!>(][^>(]*)>/g)].map((match) => match[1]));
  const references = [...source.matchAll(/\\k(?:<[^>]*>?)?/g)];
  const missing = references.find(([reference]) => !names.has(reference.slice(3, -1)));
  const [start, length] = missing ? [missing.index, missing[0].length] : [index - 1, 1];
  return [start, length, "refers to a missing group; name the group or remove it"];
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
