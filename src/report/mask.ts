import type { Span } from "../spec/source.ts";

/** A stretch of a text with every secret in it blanked out at equal width. */
export function maskSpan(text: string, { start, end }: Span, secrets: readonly Span[]): string {
  let masked = text.slice(start, end);
  for (const secret of secrets) {
    const from = Math.max(secret.start, start) - start;
    const to = Math.min(secret.end, end) - start;
    if (from < to)
      masked = masked.slice(0, from) + masked.slice(from, to).replace(/\S/g, "*") + masked.slice(to);
  }
  return masked;
}
