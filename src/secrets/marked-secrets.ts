import type { Place } from "../document/located.ts";
import type { Span } from "../document/source.ts";
import type { SpecFile } from "../pipeline/model.ts";

const marked = new WeakMap<SpecFile, readonly Span[]>();

/** Remembers stretches of a file that are secrets by what they look like, for whoever shows values of it. */
export function markSecrets(file: SpecFile, spans: readonly Span[]): void {
  if (spans.length > 0) marked.set(file, spans);
}

/** Whether a value overlaps a stretch that `markSecrets` was told of. */
export function isMarked(file: SpecFile, { span }: Pick<Place, "span">): boolean {
  const spans = marked.get(file);
  return spans?.some(({ start, end }) => start < span.end && span.start < end) ?? false;
}
