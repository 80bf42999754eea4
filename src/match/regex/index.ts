export type { RegexMatch, RegexMatcher } from "./matcher.ts";
export { compileRegex } from "./matcher.ts";
export { parseRegexLiteral } from "./syntax/parse-literal.ts";
export type {
  RegexLiteral,
  RegexLiteralError,
  RegexProblem,
} from "./types.ts";
