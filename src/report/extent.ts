import type { Range } from "../spec/source.ts";

/** The last line of which a range covers something: one that ends in column 1 stops before that line. */
export function lastLine({ start, end }: Range): number {
  return end.column === 1 && end.line > start.line ? end.line - 1 : end.line;
}
