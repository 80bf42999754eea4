export type { RegexHit, RegexMatch, RegexMatcher, RegexMiss, RegexUnknown } from "./regex/matcher.ts";
export { compileRegex } from "./regex/matcher.ts";
export { parseRegexLiteral } from "./regex/parse.ts";
export type {
  Outcome,
  RegexLiteral,
  RegexLiteralError,
  RegexProblem,
  RegexProblemCode,
  Span,
} from "./regex/types.ts";
