import type { RegexLiteral, RegexLiteralError, RegexProblem } from "../types.ts";
import { parsePattern } from "./ast.ts";
import { scanRegexLiteral } from "./literal.ts";
import { locateSyntaxError } from "./syntax-error.ts";

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
