export type { RegexHit, RegexMatch, RegexMatcher, RegexMiss, RegexUnknown } from "./matcher.ts";
export { compileRegex } from "./matcher.ts";
export { parseRegexLiteral } from "./syntax/parse-literal.ts";
export type {
  Outcome,
  RegexLiteral,
  RegexLiteralError,
  RegexProblem,
  RegexProblemCode,
  Span,
} from "./types.ts";
