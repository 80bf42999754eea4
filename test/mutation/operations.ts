import { isSequence, LocatedMapping } from "../../src/document/located.ts";
import type { Pair } from "../../src/document/node.ts";
import type { Span } from "../../src/document/source.ts";
import { type Broken, columnOf, isBlock, type Site, splice } from "./subject.ts";

/** Changes one place; undefined where the change cannot be made there. */
export type Operation = (site: Site) => Broken | undefined;

const at = (start: number, text: string): Span => ({ start, end: start + text.length });

/** A part of a written value: its text, or its offset and length. */
export type Mark = string | readonly [offset: number, length: number];

/** The span of `mark` in a written value, or of all of it. */
function marked(start: number, written: string, mark?: Mark): Span {
  if (mark !== undefined && typeof mark !== "string")
    return { start: start + mark[0], end: start + mark[0] + mark[1] };
  return mark === undefined ? at(start, written) : at(start + written.indexOf(mark), mark);
}

/** Writes a value as YAML over the present one, or adds the key. The finding is at `mark`. */
export const write =
  (written: string, mark?: Mark): Operation =>
  (site) =>
    site.value ? replace(site, written, mark) : insert(site, written, mark);

/** Like `write`, but only if there is a value. */
export const change =
  (written: string, mark?: Mark): Operation =>
  (site) =>
    site.value && replace(site, written, mark);

function replace({ text, parent, key, value }: Site, written: string, mark?: Mark): Broken | undefined {
  const { node } = value!;
  if (text.slice(node.span.start, node.span.end) === written) return undefined;
  if (!isBlock(text, value!))
    return { text: splice(text, node.span, written), span: marked(node.span.start, written, mark) };
  if (!(parent instanceof LocatedMapping) || node.kind === "scalar") return undefined;
  const name = parent.entry(String(key))!.key;
  const start = text.indexOf(":", name.span.end) + 1;
  if (text.slice(start, node.span.start).includes("&")) return undefined;
  return {
    text: splice(text, { start, end: node.span.end }, ` ${written}`),
    span: marked(start + 1, written, mark),
  };
}

function insert({ text, parent, key }: Site, written: string, mark?: Mark): Broken | undefined {
  const added = addTo(text, parent, `${key}: ${written}`);
  return added && { text: added.text, span: marked(added.start + `${key}: `.length, written, mark) };
}

/** Adds a pair before the first one of a mapping. */
function addTo(
  text: string,
  mapping: Site["parent"],
  pair: string,
): { text: string; start: number } | undefined {
  const first = mapping instanceof LocatedMapping ? mapping.node.pairs[0] : undefined;
  if (!first) return undefined;
  const { start } = first.key.span;
  const gap = isBlock(text, mapping) ? `\n${" ".repeat(columnOf(text, start))}` : ", ";
  return { text: splice(text, { start, end: start }, pair + gap), start };
}

/** Adds a pair to the mapping at the site; the finding is at its key. */
export const add =
  (key: string, written: string): Operation =>
  ({ text, value }) => {
    if (!(value instanceof LocatedMapping) || value.has(key)) return undefined;
    const added = addTo(text, value, `${key}: ${written}`);
    return added && { text: added.text, span: at(added.start, key) };
  };

/** Leaves the key and takes its value away; the finding is at the key. */
export const emptied: Operation = ({ text, parent, key, value }) => {
  if (!value || !(parent instanceof LocatedMapping) || value.node.span.start === value.node.span.end)
    return undefined;
  const name = parent.entry(String(key))!.key;
  const start = text.indexOf(":", name.span.end) + 1;
  if (text.slice(start, value.node.span.start).includes("&")) return undefined;
  return { text: splice(text, { start, end: value.node.span.end }, ""), span: name.node.span };
};

/** Takes everything out of the mapping at the site; the finding is at its key. */
export const hollow: Operation = (site) => {
  const broken = site.value && replace(site, "{}");
  const name = site.parent instanceof LocatedMapping && site.parent.entry(String(site.key))?.key;
  return broken && name ? { text: broken.text, span: name.node.span } : undefined;
};

/** Like `emptied`, but adds an absent key without a value. */
export const bare: Operation = (site) => {
  if (site.value) return emptied(site);
  const added = addTo(site.text, site.parent, `${site.key}:`);
  return added && { text: added.text, span: at(added.start, String(site.key)) };
};

/** Appends an item to the list at the site; the finding is at the item, or at `mark` in it. */
export const append =
  (item: string, mark?: Mark): Operation =>
  ({ text, value }) => {
    if (!value || !isSequence(value) || value.items.length === 0) return undefined;
    const last = value.node.items.at(-1)!.span;
    if (!isBlock(text, value))
      return {
        text: splice(text, { start: last.end, end: last.end }, `, ${item}`),
        span: marked(last.end + 2, item, mark),
      };
    const lead = `\n${" ".repeat(columnOf(text, value.node.span.start))}- `;
    return {
      text: splice(text, { start: last.end, end: last.end }, lead + item),
      span: marked(last.end + lead.length, item, mark),
    };
  };

/** Gives a key another name; the finding is at the key. */
export const rename =
  (name: string): Operation =>
  ({ text, parent, key, value }) => {
    if (!value || !(parent instanceof LocatedMapping)) return undefined;
    const { span } = parent.entry(String(key))!.key.node;
    return { text: splice(text, span, name), span: at(span.start, name) };
  };

/** Writes a pair of a mapping a second time; the finding is at the later key. */
export const twice: Operation = ({ text, parent, key, value }) => {
  if (value?.node.kind !== "scalar" || isBlock(text, value) || !(parent instanceof LocatedMapping))
    return undefined;
  const name = parent.entry(String(key))!.key.node.span;
  const copy = text.slice(name.start, value.node.span.end);
  const added = addTo(text, parent, copy);
  return added && { text: added.text, span: shifted(name, added.text.length - text.length) };
};

const shifted = ({ start, end }: Span, by: number): Span => ({ start: start + by, end: end + by });

/**
 * Removes a pair. The finding is at the key of the mapping that now lacks it; for an item of a list
 * or the root, at its first key.
 */
export const remove: Operation = ({ text, parent, key, value }) => {
  if (!value || !(parent instanceof LocatedMapping) || parent.node.pairs.length < 2) return undefined;
  const { pairs } = parent.node;
  // Another mapping that merges this one would lack the key too.
  if (text.includes("<<")) return undefined;
  const index = pairs.findIndex((pair) => pair.key.value === key);
  const region = regionOf(pairs, index);
  if (text.slice(region.start, region.end).includes("&")) return undefined;
  const first = index === 0 ? shifted(pairs[1]!.key.span, region.start - region.end) : pairs[0]!.key.span;
  return { text: splice(text, region, ""), span: ownKey(text, parent) ?? first };
};

function regionOf(pairs: readonly Pair[], index: number): Span {
  const next = pairs[index + 1];
  if (next) return { start: pairs[index]!.key.span.start, end: next.key.span.start };
  return { start: pairs[index - 1]!.value.span.end, end: pairs[index]!.value.span.end };
}

/** The span of the key that a mapping is the value of, searched backwards from the mapping. */
function ownKey(text: string, mapping: LocatedMapping): Span | undefined {
  const name = mapping.path?.key;
  if (typeof name !== "string") return undefined;
  const start = text.lastIndexOf(name, mapping.node.span.start);
  const quoted = text[start - 1] === '"' || text[start - 1] === "'";
  return quoted ? { start: start - 1, end: start + name.length + 1 } : at(start, name);
}

/** Changes a place only if a condition on its surroundings is true. */
export const where =
  (holds: (site: Site) => boolean | undefined, operation: Operation): Operation =>
  (site) =>
    holds(site) ? operation(site) : undefined;

/** An operation that depends on the value at the place. */
export const given =
  (choose: (site: Site) => Operation | undefined): Operation =>
  (site) =>
    choose(site)?.(site);
