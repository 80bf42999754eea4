import { parseRegexLiteral } from "../../src/match/regex/syntax/parse-literal.ts";
import type { RegexLiteral } from "../../src/match/regex/types.ts";

/** Returns a literal that can be used. Throws for any other text. */
export function literal(text: string): RegexLiteral {
  const parsed = parseRegexLiteral(text);
  if (!parsed.ok) throw new Error(`not a usable literal: ${text}`);
  return parsed;
}
