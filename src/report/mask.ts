import type { Span } from "../spec/source.ts";

/** A line of a file with every secret in it blanked out at equal width. `start` is the offset of the line in the text. */
export function maskLine(line: string, start: number, secrets: readonly Span[]): string {
  let masked = line;
  for (const secret of secrets) {
    const from = Math.max(secret.start, start) - start;
    const to = Math.min(secret.end, start + line.length) - start;
    if (from < to)
      masked = masked.slice(0, from) + masked.slice(from, to).replace(/\S/g, "*") + masked.slice(to);
  }
  return masked;
}
