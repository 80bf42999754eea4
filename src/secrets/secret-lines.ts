import type { Span } from "../document/source.ts";
import { isSecretValue, isTellingKey } from "./names.ts";

/** Keys under which specs hold secrets. */
const KEYS: ReadonlySet<string> = new Set(["value", "secret", "endpoint"]);
const KEY = /(?<=^|[\s{[,"'-])([\w.-]+)["']?[ \t]*:(?=[ \t"'[{]|$)[ \t]*/gm;

/**
 * What may be a secret in a text that cannot be read, so that no tree tells: whatever stands after a key that tells or that holds values, to
 * the end of its quotes or of its line, and the lines below that are indented deeper. Too much rather than too little.
 */
export function secretLines(text: string): Span[] {
  const found: Span[] = [];
  for (const match of text.matchAll(KEY)) {
    if (!KEYS.has(match[1]!) && !isTellingKey(match[1]!)) continue;
    const start = match.index + match[0].length;
    const end = endOfValue(text, start, columnOf(text, match.index));
    if (isSecretValue(text.slice(start, end).trim())) found.push({ start, end });
  }
  return found;
}

function endOfValue(text: string, start: number, column: number): number {
  const quoted = /(?:"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\r\n]|'')*')(?=[ \t]*(?:[,}\]\r\n]|$))/y;
  quoted.lastIndex = start;
  if (quoted.test(text)) return quoted.lastIndex;
  const below = new RegExp(
    `[^\\r\\n]*(?:\\r?\\n(?:[ \\t]*(?=\\r?\\n)|[ \\t]{${column + 1},}[^\\r\\n]*))*`,
    "y",
  );
  below.lastIndex = start;
  below.test(text);
  return Math.max(start, below.lastIndex);
}

function columnOf(text: string, offset: number): number {
  return offset - (Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1);
}
