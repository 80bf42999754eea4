import type { RegexLiteral } from "../../match/regex/index.ts";

/** `.*`, `.*?`, `[\s\S]*`, `[^]*`, alone or in a group. */
const anyText = /^(?:(\.|\[\\s\\S\]|\[^\])\*\??|\((?:\?:)?(\.|\[\\s\\S\]|\[^\])\*\??\))?$/;

/**
 * Whether a filter is found in every text, an empty one and one of several lines included, such as a comment. A form that is not
 * known gives false: the filter is then put to the text, which has to be given.
 */
export function matchesEveryText({ source }: RegexLiteral): boolean {
  const start = source.startsWith("^");
  const end = source.endsWith("$") && !source.endsWith("\\$");
  const parts = anyText.exec(source.slice(start ? 1 : 0, end ? -1 : undefined));
  if (!parts) return false;
  const wildcard = parts[1] ?? parts[2];
  return !(start && end) || (wildcard !== undefined && wildcard !== ".");
}
