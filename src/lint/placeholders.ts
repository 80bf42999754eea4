import type { Span } from "../spec/source.ts";

/** What people and generators leave to be filled in; `${{NAME}}` is a reference, and `(?<name>` a group of a regex. */
const PLACEHOLDERS: readonly RegExp[] = [
  /(?<![$\w]|\(\?|\\k)<[A-Za-z][\w ./-]*>/,
  /(?<!\$)\{\{-?\s*[.\w$"'][^{},]*\}\}/,
  /\{%.*?%\}/,
  /(?<![A-Za-z])(?:change|replace|fill|insert|edit)[-_ ]?me(?![A-Za-z])/i,
  /(?<![A-Za-z])(?:[A-Z]+_?TOKEN|[A-Z_]*PLACEHOLDER[A-Z_]*)(?![A-Za-z])/,
  /(?<![A-Za-z])your[-_](?:org|organization|organisation|owner|account|user|username|company|repo|repository)(?:[-_]name)?(?![A-Za-z\d])/i,
  /(?<![A-Za-z_])YOUR_[A-Z_]+/,
];

/** The first stretch of a text that somebody was to fill in, by offsets into the text; undefined where there is none. */
export function findPlaceholder(text: string): Span | undefined {
  for (const pattern of PLACEHOLDERS) {
    const match = pattern.exec(text);
    if (match) return { start: match.index, end: match.index + match[0].length };
  }
  return undefined;
}
