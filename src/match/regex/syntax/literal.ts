import { memoize } from "../../../util/memoize.ts";
import { quote } from "../../../util/text.ts";
import type { RegexLiteral, RegexLiteralError, RegexProblem } from "../types.ts";
import { findForeignSyntax, findGlobStars } from "./foreign-syntax.ts";
import { repairLiteral, suggestLiteral } from "./repair.ts";

/** Longer patterns are not compiled, since compiling them is itself a risk. */
const MAX_PATTERN_LENGTH = 20_000;

/** The parts of a text that starts and ends like a literal; offsets are into the text. */
interface Parts {
  source: string;
  flags: string;
  flagsStart: number;
}

/**
 * Checks a text as the platform does (semantics, part 0 item 2: the schema requires
 * `^\/((?:[^/]|\\\/)*)\/([gim]*)$` and does not compile) and then as JavaScript does. Loads no
 * parser: for a pattern that does not compile the problem covers the whole source, and
 * `parseRegexLiteral` finds the characters.
 *
 * @param text the value of a field such as `branchRegex`
 * @returns the literal, or every problem, in order
 */
export const scanRegexLiteral: (text: string) => RegexLiteral | RegexLiteralError = memoize(scan);

function scan(text: string): RegexLiteral | RegexLiteralError {
  const shape = shapeProblem(text);
  if (shape) return { ok: false, text, problems: [shape] };
  const parts = split(text)!;
  const problems = [...slashProblems(parts), ...flagProblems(parts), ...syntaxProblems(parts)];
  const advice = foreignProblems(parts, true);
  if (problems.length === 0) return { ok: true, text, ...parts, advice };
  const replacement = repairLiteral(parts.source, parts.flags);
  return { ok: false, text, problems: problems.map((problem) => withReplacement(problem, replacement)) };
}

function withReplacement(problem: RegexProblem, replacement: string | undefined): RegexProblem {
  return replacement === undefined || problem.replacement !== undefined
    ? problem
    : { ...problem, replacement };
}

/** Splits at the first and last slash; `undefined` if there are not two. */
function split(text: string): Parts | undefined {
  const close = text.lastIndexOf("/");
  if (text[0] !== "/" || close < 1) return undefined;
  return { source: text.slice(1, close), flags: text.slice(close + 1), flagsStart: close + 1 };
}

/** A problem that prevents any further check. */
function shapeProblem(text: string): RegexProblem | undefined {
  if (text === "") {
    return {
      code: "empty",
      message: 'the regex is empty; write "/.*/" to match everything',
      start: 0,
      end: 0,
      replacement: "/.*/",
    };
  }
  if (text.length > MAX_PATTERN_LENGTH) {
    const message = `the regex has ${text.length} characters; shorten it to fewer than ${MAX_PATTERN_LENGTH}`;
    return { code: "too-long", message, start: 0, end: text.length };
  }
  return (
    whiteSpaceProblem(text) ??
    strayEndProblem(text) ??
    (text.startsWith("/") ? unterminated(text) : noSlashes(text))
  );
}

function whiteSpaceProblem(text: string): RegexProblem | undefined {
  const trimmed = text.trim();
  if (trimmed === text || !/^\/.*\/[a-z]*$/s.test(trimmed)) return undefined;
  const atStart = text.trimStart() !== text;
  const start = atStart ? 0 : text.trimEnd().length;
  const end = atStart ? text.length - text.trimStart().length : text.length;
  const where = atStart ? "before the first slash" : "after the last slash or flag";
  // That of a block is not seen in the text.
  const isLineBreak = /^[\r\n]+$/.test(text.slice(start, end));
  const [noun, how] = isLineBreak ? ["a line break", ", as |- or >- does for a block"] : ["white space", ""];
  return {
    code: "white-space",
    message: `${noun} ${where} is not allowed; remove it${how}`,
    start,
    end,
    replacement: trimmed,
  };
}

/** A comma or semicolon behind a literal, as it ends a line in other languages. */
function strayEndProblem(text: string): RegexProblem | undefined {
  const [, literal, mark] = /^(\/.+\/[gim]*)\s*([,;])\s*$/s.exec(text) ?? [];
  if (literal === undefined || !scanRegexLiteral(literal).ok) return undefined;
  const message = `"${mark}" after the last slash or flag is not allowed; remove it`;
  const start = text.lastIndexOf(mark!);
  return { code: "white-space", message, start, end: start + 1, replacement: literal };
}

function noSlashes(text: string): RegexProblem {
  const [, inQuotes] = /^(?:"(\/.+\/[gim]*)"|'(\/.+\/[gim]*)')$/s.exec(text)?.filter(Boolean) ?? [];
  const replacement = inQuotes ?? suggestLiteral(text);
  const fault = `${quote(text)} is not a regex between slashes`;
  const problem = { code: "no-slashes", start: 0, end: text.length } as const;
  return { ...problem, ...withRemedy(fault, replacement, GENERAL_REMEDY) };
}

/** A text that starts with a slash but whose last slash cannot be the closing one. */
function unterminated(text: string): RegexProblem | undefined {
  const parts = split(text);
  if (parts && /^[A-Za-z]{0,8}$/.test(parts.flags) && !readsAsPath(parts)) return undefined;
  // The text after the end, or after a hash, may be a comment.
  const isOpen = text === "/" || /\s#|\$\s/.test(text);
  const replacement = isOpen ? undefined : repairLiteral(text.slice(1), "");
  const problem = { code: "unterminated", start: text.length - 1, end: text.length } as const;
  const fault = `${quote(text)} has no closing slash`;
  return { ...problem, ...withRemedy(fault, replacement, 'add "/" at the end') };
}

const GENERAL_REMEDY = "write it as /regex/";

function withRemedy(fault: string, replacement: string | undefined, other: string) {
  if (!replacement) return { message: `${fault}; ${other}` };
  return { message: `${fault}; write "${replacement}"`, general: `${fault}; ${GENERAL_REMEDY}`, replacement };
}

/** True if the text after the last slash is a word, not flags, as in `/release/foo`. */
function readsAsPath(parts: Parts): boolean {
  if (parts.flags.length > 3) return !/^[dgimsuvyxUX]+$/.test(parts.flags);
  const isInnerSlash = /(?<!\\)\//.test(parts.source);
  return (parts.flags.length === 3 || isInnerSlash) && /^[^gimsuy]+$/.test(parts.flags);
}

/** Slashes that the schema refuses: each inner slash needs a backslash, in a class too. */
function slashProblems({ source }: Parts): RegexProblem[] {
  const bare = [...source.matchAll(/(?<!\\)\//g)].map((match) => match.index);
  if (bare.length === 0) return [];
  const start = bare[0]! + 1;
  const others = bare.length > 1 ? ` (and ${bare.length - 1} more)` : "";
  const before = source.slice(0, bare[0]).replace(/\\./g, "");
  const inClass = before.lastIndexOf("[") > before.lastIndexOf("]");
  const where = inClass ? "inside a character class" : "inside the pattern";
  const star =
    findGlobStars(source).length > 0
      ? ', and ".*" for any text, because "*" only repeats the character before it'
      : "";
  const message = `"/" ${where} is not escaped${others}; write "\\/"${star}`;
  return [{ code: "unescaped-slash", message, start, end: start + 1 }];
}

function flagProblems({ flags, flagsStart }: Parts): RegexProblem[] {
  const problems: RegexProblem[] = [];
  for (const match of flags.matchAll(/[^gim]+/g)) {
    const start = flagsStart + match.index;
    const noun = match[0].length > 1 ? "flags" : "flag";
    const message = `unknown ${noun} "${match[0]}"; write only "g", "i" and "m"`;
    problems.push({ code: "unknown-flag", message, start, end: start + match[0].length });
  }
  for (let index = 1; index < flags.length; index++) {
    const flag = flags[index]!;
    if (!/[gim]/.test(flag) || flags.indexOf(flag) === index) continue;
    const message = `flag "${flag}" is repeated, which does not compile; remove one`;
    problems.push({
      code: "duplicate-flag",
      message,
      start: flagsStart + index,
      end: flagsStart + index + 1,
    });
  }
  return problems;
}

/**
 * Problems of the pattern itself. Syntax that only newer engines compile, such as `(?i:x)`, is
 * found as foreign syntax, so the answer does not depend on the Node.js version.
 */
function syntaxProblems(parts: Parts): RegexProblem[] {
  const foreign = foreignProblems(parts, false);
  if (foreign.length > 0) return foreign;
  try {
    new RegExp(parts.source);
    return [];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const reason = error.message.slice(error.message.lastIndexOf(": ") + 2);
    const message = `${quote(parts.source)} does not compile (${reason}); correct the pattern`;
    return [{ code: "does-not-compile", message, start: 1, end: Math.max(2, 1 + parts.source.length) }];
  }
}

function foreignProblems(parts: Parts, compiles: boolean): RegexProblem[] {
  const pieces = findForeignSyntax(parts.source).filter((piece) => piece.compiles === compiles);
  if (pieces.length === 0) return [];
  const replacement = repairLiteral(parts.source, parts.flags);
  return pieces.map((piece) => {
    const message = `${quote(parts.source.slice(piece.start, piece.end))} ${piece.means}`;
    const problem: RegexProblem = {
      code: "foreign-syntax",
      message,
      start: piece.start + 1,
      end: piece.end + 1,
    };
    return piece.instead === undefined ? problem : withReplacement(problem, replacement);
  });
}
