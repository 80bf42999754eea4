import { type Entry, isScalar } from "../../document/located.ts";
import type { Span } from "../../document/source.ts";

/**
 * Returns the line of an entry that is alone on it, so that it can be removed. The whole text may
 * be one line.
 */
export function ownLine({ key, value }: Entry, text: string): Span | undefined {
  // In JSON, the comma before the last entry would be left.
  if (!isScalar(value) || value.anchor || text[key.span.start] === '"') return undefined;
  let { start } = key.span;
  while (start > 0 && /[^\S\n]/.test(text[start - 1]!)) start--;
  const rest = /[^\S\n]*\n/y;
  rest.lastIndex = value.span.end;
  const isAlone = rest.test(text) && (start === 0 || text[start - 1] === "\n");
  return isAlone ? { start, end: rest.lastIndex } : undefined;
}
