import type { Located, Place } from "./located.ts";
import type { ScalarNode } from "./node.ts";
import type { Span } from "./source.ts";

/**
 * Returns the place of a part of a text value: `start` and `end` are 0-based offsets into the
 * value, end exclusive; one outside it counts as its nearest end. Quotes and escapes are taken into
 * account. For block and folded scalars it is the whole value; for an aliased value the alias, with
 * the part as anchor.
 */
export function within(text: string, located: Located<string>, start: number, end: number): Place {
  const part = partOf(text, located, start, Math.max(start, end)) ?? located.node.span;
  if (located.anchor) return { span: located.span, path: located.path, anchor: part };
  return { span: part, path: located.path };
}

function partOf(text: string, located: Located<string>, start: number, end: number): Span | undefined {
  const { value } = located;
  const node = located.node as ScalarNode;
  const written = text.slice(node.span.start, node.span.end);
  const offsets = offsetsOf(written, node.style, value);
  if (!offsets) return undefined;
  const base = node.span.start;
  const at = (offset: number): number => base + offsets[Math.min(Math.max(offset, 0), value.length)]!;
  const from = at(start);
  const to = end > start ? at(end) : from;
  return { start: from, end: Math.max(from, to) };
}

/** Returns the offset in the written text for each character; undefined if they do not align. */
function offsetsOf(written: string, style: ScalarNode["style"], value: string): number[] | undefined {
  if (style === "plain") return written === value ? [...Array(value.length + 1).keys()] : undefined;
  if (style === "single-quoted")
    return aligned(written, value, (at) => (written.startsWith("''", at) ? 2 : 1));
  if (style === "double-quoted") return aligned(written, value, (at) => escapeLength(written, at));
  return undefined;
}

function aligned(written: string, value: string, width: (at: number) => number): number[] | undefined {
  const offsets: number[] = [];
  let at = 1;
  for (let index = 0; index < value.length; index++) {
    if (written[at] === "\n" || written[at] === "\r") return undefined;
    offsets.push(at);
    const step = width(at);
    // An escape for a character beyond U+FFFF is two code units of the value.
    if (step === 10 && value.codePointAt(index)! > 0xffff) {
      offsets.push(at);
      index++;
    }
    at += step;
  }
  if (at !== written.length - 1) return undefined;
  return [...offsets, at];
}

function escapeLength(written: string, at: number): number {
  if (written[at] !== "\\") return 1;
  const width = { x: 4, u: 6, U: 10 }[written[at + 1]!];
  return width ?? 2;
}
