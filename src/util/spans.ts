import { firstNotBefore } from "./binary-search.ts";

/** A span of a text: offsets, end exclusive. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Joins spans that overlap or touch, and sorts them. */
export function joinSpans(spans: readonly Span[]): Span[] {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
}

/** True for an offset in one of some spans, or at its end; they are as `joinSpans` returns them. */
export function isCovered(spans: readonly Span[], offset: number): boolean {
  const next = spans[firstNotBefore(spans, ({ end }) => end < offset)];
  return next !== undefined && next.start <= offset;
}

/** True if a span overlaps one of some spans; they are as `joinSpans` returns them. */
export function overlaps(spans: readonly Span[], span: Span): boolean {
  return !within(spans, span).next().done;
}

/** The parts of a span that are in one of some spans; they are as `joinSpans` returns them. */
export function* within(spans: readonly Span[], { start, end }: Span): Generator<Span> {
  for (let index = firstNotBefore(spans, (each) => each.end <= start); index < spans.length; index++) {
    const found = spans[index]!;
    if (found.start >= end) return;
    yield { start: Math.max(found.start, start), end: Math.min(found.end, end) };
  }
}
