import { escapeKey } from "../util/json-pointer.ts";
import { numberOfText } from "../util/text.ts";
import {
  isMerge,
  type MappingNode,
  type Pair,
  type ResolvedNode,
  resolve,
  type ScalarNode,
  type SequenceNode,
  type YamlNode,
} from "./node.ts";
import type { Span } from "./source.ts";

/** The path from the root to a value, as a linked list: one more step is one small object. */
export interface Path {
  readonly parent: Path | undefined;
  readonly key: string | number;
}

/** A place: the span to point at, and the path from the root (undefined for the root itself). */
export interface Place {
  readonly span: Span;
  readonly path: Path | undefined;
  /** The span of the text of an aliased or merged value; `span` is then the alias. */
  readonly anchor?: Span;
}

/** A value with its place and the node that it was read from. */
export interface Located<T> extends Place {
  readonly value: T;
  readonly node: ResolvedNode;
}

/** A scalar value with its place. */
export type LocatedScalar = Located<string | number | boolean | null | Date | Uint8Array>;

/** Up to this many pairs a linear search is faster than building a map. */
const FEW = 12;

/** A pair of a mapping: the place and name of the key, and the value. */
export interface Entry {
  /** The name of the key, which is read more often than its place. */
  readonly name: string;
  readonly key: Located<string>;
  readonly value: Value;
}

/** Any value with its place. */
export type Value = LocatedScalar | LocatedMapping | LocatedSequence;

/** A list with its place. */
export interface LocatedSequence extends Place {
  readonly node: SequenceNode;
  readonly items: readonly Value[];
}

/**
 * A mapping with its place. `entries` are all pairs as written, duplicates included, then the
 * merged pairs (`<<`) with other keys. `get` follows js-yaml: the last of several equal keys wins.
 */
export class LocatedMapping implements Place {
  readonly node: MappingNode;
  readonly span: Span;
  readonly path: Path | undefined;
  readonly anchor?: Span;
  #entries: readonly Entry[] | undefined;
  #byKey: Map<string, Entry> | undefined;

  constructor(node: MappingNode, place: Place, entries?: readonly Entry[]) {
    this.node = node;
    this.span = place.span;
    this.path = place.path;
    if (place.anchor) this.anchor = place.anchor;
    if (entries) this.#entries = entries;
  }

  get entries(): readonly Entry[] {
    return this.#pairs();
  }

  /** The entries that js-yaml keeps: of several with one key, the last. */
  get kept(): readonly Entry[] {
    return this.#pairs().filter((entry) => this.entry(entry.name) === entry);
  }

  #pairs(): readonly Entry[] {
    this.#entries ??= entriesOf(this);
    return this.#entries;
  }

  /** Returns the entry of a key, or undefined. */
  entry(key: string): Entry | undefined {
    const pairs = this.#pairs();
    if (pairs.length <= FEW) {
      for (let index = pairs.length - 1; index >= 0; index--)
        if (pairs[index]!.name === key) return pairs[index];
      return undefined;
    }
    if (!this.#byKey) {
      this.#byKey = new Map();
      for (const entry of this.#pairs()) this.#byKey.set(entry.name, entry);
    }
    return this.#byKey.get(key);
  }

  /** Returns the value of a key, or undefined. */
  get(key: string): Value | undefined {
    return this.entry(key)?.value;
  }

  has(key: string): boolean {
    return this.entry(key) !== undefined;
  }

  /** Returns the value of a key if it is a mapping. */
  mapping(key: string): LocatedMapping | undefined {
    const value = this.get(key);
    return value instanceof LocatedMapping ? value : undefined;
  }

  /** Returns the items of a key if it is a list, else an empty list. */
  items(key: string): readonly Value[] {
    const value = this.get(key);
    return value && isSequence(value) ? value.items : [];
  }

  /** Returns the text of a key if it is a string. */
  string(key: string): Located<string> | undefined {
    const value = this.get(key);
    return value && isText(value) ? value : undefined;
  }

  /** Returns a boolean, or a text that the platform converts to one (joi 13.7 `boolean`). */
  boolean(key: string): Located<boolean> | undefined {
    const value = this.get(key);
    if (!value || !isScalar(value)) return undefined;
    const converted = toBoolean(value.value);
    return converted === undefined ? undefined : located(value, converted, value.node);
  }

  /** Returns a number, or a text that the platform converts to one (joi 13.7 `number`). */
  number(key: string): Located<number> | undefined {
    const value = this.get(key);
    if (!value || !isScalar(value)) return undefined;
    const converted = toNumber(value.value);
    return converted === undefined ? undefined : located(value, converted, value.node);
  }

  /** Returns the items of a key that are strings. */
  strings(key: string): readonly Located<string>[] {
    return this.items(key).filter(isText);
  }

  /** Returns the items of a key that are mappings. */
  mappings(key: string): readonly LocatedMapping[] {
    return this.items(key).filter((item) => item instanceof LocatedMapping);
  }
}

function toBoolean(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  const text = typeof value === "string" ? value.toLowerCase() : "";
  return text === "true" ? true : text === "false" ? false : undefined;
}

function toNumber(value: unknown): number | undefined {
  const number = typeof value === "string" ? numberOfText(value) : value;
  return typeof number === "number" && !Number.isNaN(number) ? number : undefined;
}

/** True if a value is a list. */
export function isSequence(value: Value): value is LocatedSequence {
  return value.node.kind === "sequence";
}

/** True if a value is a scalar of any type. */
export function isScalar(value: Value): value is LocatedScalar {
  return value.node.kind === "scalar";
}

/** True for a value that JavaScript does not read as false. */
export function isTruthy(value: Value | undefined): value is Value {
  return value !== undefined && (!isScalar(value) || Boolean(value.value));
}

/** True for a value that is null. */
export function isNull(value: Value | undefined): boolean {
  return value !== undefined && isScalar(value) && value.value === null;
}

/** True if a value is a string. */
export function isText(value: Value): value is Located<string> {
  return isScalar(value) && typeof value.value === "string";
}

/** True for a value that is not written at all, as that of `key:`. */
export function isUnwritten({ node }: Value): boolean {
  return node.kind === "scalar" && node.style === "empty";
}

/** Returns a node with its place; behind an alias, it points at the alias. */
export function locate(node: YamlNode, path: Path | undefined, parent?: Place): Value {
  const place = placeOf(node, path, parent);
  const resolved = resolve(node);
  if (resolved.kind === "mapping") return new LocatedMapping(resolved, place);
  return resolved.kind === "scalar"
    ? located(place, resolved.value, resolved)
    : new LocatedList(resolved, place);
}

/** Files hold thousands of values: all have one shape, and their parts are built on demand. */
function located<T>({ span, path, anchor }: Place, value: T, node: ResolvedNode): Located<T> {
  return anchor ? { span, path, anchor, value, node } : { span, path, value, node };
}

class LocatedList implements LocatedSequence {
  readonly node: SequenceNode;
  readonly span: Span;
  readonly path: Path | undefined;
  readonly anchor?: Span;
  #items: readonly Value[] | undefined;

  constructor(node: SequenceNode, place: Place) {
    this.node = node;
    this.span = place.span;
    this.path = place.path;
    if (place.anchor) this.anchor = place.anchor;
  }

  get items(): readonly Value[] {
    const { path } = this;
    this.#items ??= this.node.items.map((item, index) => locate(item, { parent: path, key: index }, this));
    return this.#items;
  }
}

/** Returns a mapping at a place with entries of several mappings; each keeps its own place. */
export function mappingOf(entries: readonly Entry[], place: Place): LocatedMapping {
  const pairs = entries.map(({ key, value }) => ({ key: key.node as ScalarNode, value: value.node }));
  return new LocatedMapping({ kind: "mapping", span: place.span, pairs }, place, entries);
}

/** Returns a list at a place with items of several lists; each keeps its own place. */
export function listOf(items: readonly Value[], place: Place): LocatedSequence {
  const node: SequenceNode = { kind: "sequence", span: place.span, items: items.map((item) => item.node) };
  const { span, path, anchor } = place;
  return anchor ? { span, path, anchor, node, items } : { span, path, node, items };
}

class PairEntry implements Entry {
  readonly name: string;
  readonly #pair: Pair;
  readonly #parent: Place;
  readonly #path: Path;
  #key: Located<string> | undefined;
  #value: Value | undefined;

  constructor(pair: Pair, mapping: LocatedMapping) {
    this.name = String(pair.key.value);
    this.#pair = pair;
    this.#parent = mapping;
    this.#path = { parent: mapping.path, key: this.name };
  }

  get key(): Located<string> {
    const { key } = this.#pair;
    this.#key ??= located(placeOf(key, this.#path, this.#parent), this.name, key);
    return this.#key;
  }

  get value(): Value {
    this.#value ??= locate(this.#pair.value, this.#path, this.#parent);
    return this.#value;
  }
}

function placeOf(node: YamlNode, path: Path | undefined, parent: Place | undefined): Place {
  if (parent?.anchor) return { span: parent.span, path, anchor: resolve(node).span };
  if (node.kind === "alias") return { span: node.span, path, anchor: node.target.span };
  return { span: node.span, path };
}

function entriesOf(mapping: LocatedMapping): PairEntry[] {
  const entries = ownEntries(mapping);
  return entries.length === mapping.node.pairs.length
    ? entries
    : [...entries, ...mergedEntries(mapping, entries)];
}

/** The pairs of the mapping itself, without those of merge keys. */
function ownEntries(mapping: LocatedMapping): PairEntry[] {
  const entries: PairEntry[] = [];
  for (const pair of mapping.node.pairs) if (!isMerge(pair)) entries.push(new PairEntry(pair, mapping));
  return entries;
}

/** The node behind a merge key, and the mapping with that key. */
interface Merge {
  readonly node: YamlNode;
  readonly into: LocatedMapping;
}

/**
 * Returns the entries that merge keys add to a mapping's own, the first of several equal keys; each
 * points at its alias. A node that was visited before adds nothing, so nested merges cost no more
 * than the length of the text.
 */
function mergedEntries(mapping: LocatedMapping, own: readonly PairEntry[]): PairEntry[] {
  const found = new Map<string, PairEntry>();
  const taken = new Set(own.map(({ name }) => name));
  const seen = new Set<YamlNode>();
  const open = mergesOf(mapping);
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, into } = next;
    const resolved = resolve(node);
    if (seen.has(resolved)) continue;
    seen.add(resolved);
    if (resolved.kind === "sequence")
      open.push(...resolved.items.map((item) => ({ node: item, into })).reverse());
    if (resolved.kind !== "mapping") continue;
    const place = into.anchor ? into : placeOf(node, into.path, undefined);
    const source = new LocatedMapping(resolved, { ...place, path: into.path });
    const entries = ownEntries(source);
    for (const entry of entries) if (!taken.has(entry.name)) found.set(entry.name, entry);
    for (const { name } of entries) taken.add(name);
    open.push(...mergesOf(source));
  }
  return [...found.values()];
}

/** Returns the nodes behind the merge keys of a mapping, the first one last. */
function mergesOf(into: LocatedMapping): Merge[] {
  return into.node.pairs.flatMap((pair) => (isMerge(pair) ? [{ node: pair.value, into }] : [])).reverse();
}

/** Returns the keys of a path from the root down. */
export function pathKeys(path: Path | undefined): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let step = path; step; step = step.parent) keys.push(step.key);
  return keys.reverse();
}

/** Returns the keys of the path from a value down to a place in it. */
export function pathWithin(root: Pick<Place, "path">, { path }: Pick<Place, "path">): (string | number)[] {
  return pathKeys(path).slice(pathKeys(root.path).length);
}

/** Returns a path as a JSON Pointer (RFC 6901). */
export function toPointer(path: Path | undefined): string {
  return pathKeys(path)
    .map((key) => `/${escapeKey(String(key))}`)
    .join("");
}

/** Returns the value at a path of keys below another value, or undefined if there is none. */
export function valueAt(root: Value, keys: readonly (string | number)[]): Value | undefined {
  let value: Value | undefined = root;
  for (const key of keys) {
    if (value instanceof LocatedMapping) value = value.get(String(key));
    else value = value && isSequence(value) && typeof key === "number" ? value.items[key] : undefined;
  }
  return value;
}
