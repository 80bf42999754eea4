import type { Span } from "../document/source.ts";
import { firstNotBefore } from "../util/binary-search.ts";

/** Stretches in order and apart from each other that cover the same as the given ones. */
export function apart(spans: readonly Span[]): Span[] {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
}

/** Of stretches that are in order and apart those that a span meets, cut to it. */
export function* within(secrets: readonly Span[], { start, end }: Span): Generator<Span> {
  for (
    let index = firstNotBefore(secrets, (secret) => secret.end <= start);
    index < secrets.length;
    index++
  ) {
    const secret = secrets[index]!;
    if (secret.start >= end) return;
    yield { start: Math.max(secret.start, start), end: Math.min(secret.end, end) };
  }
}

/** A stretch of a text with every secret in it blanked out at equal width. `secrets` are in order and apart, as `apart` gives them. */
export function maskSpan(text: string, span: Span, secrets: readonly Span[]): string {
  let masked = "";
  let at = span.start;
  for (const { start, end } of within(secrets, span)) {
    masked += text.slice(at, start) + text.slice(start, end).replace(/\S/g, "*");
    at = end;
  }
  return masked + text.slice(at, span.end);
}
