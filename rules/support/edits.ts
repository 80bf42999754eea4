import type { LocatedMapping, LocatedSequence, Value } from "../../src/document/located.ts";
import { endOfLine, lineBreakOf, startOfLine } from "../../src/document/scan.ts";
import type { Span } from "../../src/document/source.ts";
import type { FixProposal } from "../../src/lint/rule.ts";

/** Returns the edit that inserts a pair before the first one of a mapping, in its style. */
export function insertFirst(
  mapping: LocatedMapping,
  key: string,
  value: string | boolean,
  text: string,
): FixProposal["edits"][number] | undefined {
  const first = mapping.node.pairs[0];
  if (!first) return undefined;
  const at = first.key.span.start;
  const isFlow = text[mapping.node.span.start] === "{";
  const pair = text[at] === '"' ? `"${key}": ${JSON.stringify(value)}` : `${key}: ${value}`;
  const gap = isFlow ? ", " : `${lineBreakOf(text)}${" ".repeat(at - startOfLine(text, at))}`;
  return { span: { start: at, end: at }, text: pair + gap };
}

/** Returns a fix that removes items of a list cleanly; undefined if none would be left. */
export function removeItems(
  text: string,
  { items, node, anchor }: LocatedSequence,
  indexes: ReadonlySet<number>,
  safe: boolean,
): FixProposal | undefined {
  if (anchor || indexes.size >= items.length || items.some((item) => item.anchor)) return undefined;
  const inFlow = text[node.span.start] === "[";
  const firstKept = items.findIndex((_, index) => !indexes.has(index));
  const spans = [...indexes].map((index) =>
    inFlow ? inBrackets(text, items, index, index < firstKept) : onItsLine(text, items[index]!.span),
  );
  if (!spans.every((span) => span !== undefined)) return undefined;
  const edits = spans.map((span) => ({ span, text: "" }));
  return { title: indexes.size === 1 ? "remove it" : "remove them", safe, edits };
}

/** Returns the item with the comma before it, or after it if no item stays before it. */
function inBrackets(
  text: string,
  items: readonly Value[],
  index: number,
  isFirst: boolean,
): Span | undefined {
  const [first, second] = isFirst ? [items[index]!, items[index + 1]!] : [items[index - 1]!, items[index]!];
  if (!/^\s*,\s*$/.test(text.slice(first.span.end, second.span.start))) return undefined;
  if (isFirst) return { start: first.span.start, end: second.span.start };
  return { start: first.span.end, end: second.span.end };
}

function onItsLine(text: string, { start, end }: Span): Span | undefined {
  const from = startOfLine(text, start);
  const until = endOfLine(text, end);
  if (!/^[ \t]*- +$/.test(text.slice(from, start)) || text.slice(end, until).trim() !== "") return undefined;
  const lineBreak = /^(?:\r\n|\n|\r)/.exec(text.slice(until))?.[0].length ?? 0;
  return { start: from, end: until + lineBreak };
}
