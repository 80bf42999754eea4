import type { MappingNode, Pair, SequenceNode, YamlNode } from "../../document/node.ts";
import type { Span } from "../../document/source.ts";
import { firstNotBefore } from "../../util/binary-search.ts";
import { groupBy } from "../../util/group-by.ts";

/**
 * True if a text means the same before and after its edits wherever no edit touches it: `before`
 * and `after` are the trees of one document, `edits` the replaced spans of the text before, sorted
 * and disjoint. An alias is compared at its anchor. `until` is where the text continues behind the
 * node, since a missing value could be anywhere before it.
 */
export function keepsTheRest(
  before: YamlNode,
  after: YamlNode,
  edits: readonly Span[],
  until = Number.POSITIVE_INFINITY,
): boolean {
  if (!touched(extent(before, until), edits)) return same(before, after);
  if (covered(before.span, edits)) return true;
  if (before.kind === "mapping" && after.kind === "sequence" && after.items.length === 1)
    return keepsTheRest(before, after.items[0]!, edits, until) || isAssigned(before, after);
  if (before.kind === "mapping")
    return after.kind === "mapping" ? keepsPairs(before, after, edits, until) : isAssigned(before, after);
  if (before.kind === "sequence" && after.kind === "mapping")
    return keepsPairs(joined(before), after, edits, until);
  if (before.kind === "sequence") return after.kind === "sequence" && keepsItems(before, after, edits, until);
  return true;
}

/** The pairs of the items of a list as one mapping. */
function joined({ span, items }: SequenceNode): MappingNode {
  return {
    kind: "mapping",
    span,
    pairs: items.flatMap((item) => (item.kind === "mapping" ? item.pairs : [])),
  };
}

/** The span of a node, including the place of a missing last value. */
function extent(node: YamlNode, until: number): Span {
  return endsUnwritten(node) ? { start: node.span.start, end: until - 1 } : node.span;
}

function endsUnwritten(node: YamlNode | undefined): boolean {
  if (node?.kind === "mapping") return endsUnwritten(node.pairs.at(-1)?.value);
  if (node?.kind === "sequence") return endsUnwritten(node.items.at(-1));
  return node?.kind === "scalar" && node.style === "empty";
}

function keepsPairs(before: MappingNode, after: MappingNode, edits: readonly Span[], until: number): boolean {
  const left = groupBy(after.pairs.toReversed(), nameOf);
  return before.pairs.every((pair, index) => {
    const now = left.get(nameOf(pair))?.pop();
    const next = before.pairs[index + 1]?.key.span.start ?? until;
    if (now) return keepsTheRest(pair.value, now.value, edits, next);
    return touched(pair.key.span, edits) || touched(pair.value.span, edits);
  });
}

/** True if the pairs of a mapping became one text or a list of texts, as NAME=value. */
function isAssigned(before: MappingNode, after: YamlNode): boolean {
  const texts = after.kind === "sequence" ? after.items : [after];
  return (
    texts.length === before.pairs.length &&
    before.pairs.every((pair, index) => {
      const text = texts[index]!;
      return text.kind === "scalar" && String(text.value).startsWith(`${nameOf(pair)}=`);
    })
  );
}

function nameOf({ key }: Pair): string {
  return String(key.value);
}

/** Items that no edit touches must remain, in order; equal ones if the length is kept. */
function keepsItems(
  before: SequenceNode,
  after: SequenceNode,
  edits: readonly Span[],
  until: number,
): boolean {
  const next = (index: number) => before.items[index + 1]?.span.start ?? until;
  if (before.items.length === after.items.length)
    return before.items.every((item, index) => keepsTheRest(item, after.items[index]!, edits, next(index)));
  let found = 0;
  return before.items.every((item) => {
    if (touched(item.span, edits)) return true;
    while (found < after.items.length && !same(item, after.items[found]!)) found++;
    return found++ < after.items.length;
  });
}

function touched(span: Span, edits: readonly Span[]): boolean {
  const edit = edits[firstEndingFrom(edits, span.start)];
  return edit !== undefined && edit.start <= span.end;
}

function covered(span: Span, edits: readonly Span[]): boolean {
  const edit = edits[firstEndingFrom(edits, span.end)];
  return edit !== undefined && edit.start <= span.start;
}

/** The index of the first edit that ends at or after an offset. */
function firstEndingFrom(edits: readonly Span[], offset: number): number {
  return firstNotBefore(edits, ({ end }) => end < offset);
}

/** True if two nodes are the same tree with the same scalars. */
function same(a: YamlNode, b: YamlNode): boolean {
  if (a.kind === "alias" || b.kind === "alias") return a.kind === b.kind;
  if (a.kind === "scalar") return b.kind === "scalar" && sameScalar(a.value, b.value);
  if (a.kind === "sequence") return b.kind === "sequence" && sameList(a.items, b.items);
  return (
    b.kind === "mapping" &&
    sameList(
      a.pairs.flatMap(({ key, value }) => [key, value]),
      b.pairs.flatMap(({ key, value }) => [key, value]),
    )
  );
}

function sameList(a: readonly YamlNode[], b: readonly YamlNode[]): boolean {
  return a.length === b.length && a.every((node, index) => same(node, b[index]!));
}

function sameScalar(a: unknown, b: unknown): boolean {
  return typeof a === "object" && a !== null ? String(a) === String(b) : Object.is(a, b);
}
