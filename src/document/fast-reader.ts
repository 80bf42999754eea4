import { loadDocuments, type ReaderState, refusal } from "./js-yaml.ts";
import type { AliasNode, Pair, ScalarNode, ScalarStyle, YamlDocument, YamlNode, YamlText } from "./node.ts";
import { isMerge, mergedEntries, resolve, scalar } from "./node.ts";
import { skipProperties, skipTrivia, trimEnd } from "./scan.ts";
import { MOST_LEVELS, tooHeavy } from "./size-limits.ts";

/** Thrown for text that needs the tolerant reader: explicit keys, pairs in flow lists, depth. */
export class UnusualShape extends Error {}

/** Thrown for an alias inside its own target, which JSON cannot represent. */
export class CircularAlias extends Error {
  readonly offset: number;
  constructor(offset: number) {
    super("circular alias");
    this.offset = offset;
  }
}

/** A node next to the plain value that js-yaml 3 built for it; the value links the two. */
interface Built {
  readonly node: YamlNode;
  readonly value: unknown;
  /** The offsets where js-yaml began to look for the node, and where the node ends. */
  readonly open: number;
  readonly end: number;
}

/**
 * Reads a text with js-yaml 3 and builds the located tree from its `listener`, which reports where
 * each node opens and closes (js-yaml 3.15 `lib/js-yaml/loader.js`, composeNode). One reader gives
 * both meaning and offsets, so they cannot disagree.
 *
 * Throws js-yaml's `YAMLException` for text that the platform's reader rejects, `UnusualShape` for
 * text that needs the tolerant reader, `CircularAlias`, and `RangeError` for nesting that is too
 * deep.
 */
export function readFast(text: string): YamlDocument[] {
  const builder = new TreeBuilder(text);
  const values = loadDocuments(text, builder);
  if (builder.roots.length !== values.length) throw new UnusualShape();
  if (
    builder.aliased &&
    tooHeavy(
      builder.roots.map(({ node }) => node),
      text,
    )
  )
    throw new UnusualShape();
  const { keysAreUnique } = builder;
  return values.map((value, index) => ({ root: builder.roots[index]?.node, value, keysAreUnique }));
}

/** Like `readFast`, but returns undefined for a text that needs the recovery. */
export function tryReadFast(text: string): YamlText | undefined {
  try {
    return { documents: readFast(text), faults: [] };
  } catch (error) {
    const isKnown = [UnusualShape, CircularAlias, RangeError].some((kind) => error instanceof kind);
    if (isKnown || refusal(error, text)) return undefined;
    throw error;
  }
}

/**
 * Builds the nodes on stacks of plain values, since one more object per node costs 5 % of a
 * run, mostly garbage collection (bench/ATTEMPTS.md). The children of a node are those built since
 * it opened.
 */
class TreeBuilder {
  readonly roots: Built[] = [];
  /** True if a node is an alias. */
  aliased = false;
  /** True if no mapping has a duplicate key or a merge key. */
  keysAreUnique = true;
  readonly #text: string;
  readonly #shift: number;
  readonly #anchors = new Map<string, Built>();
  #level = 0;
  readonly #openAt: number[] = [];
  readonly #firstChild: number[] = [];
  #count = 0;
  readonly #nodes: YamlNode[] = [];
  readonly #values: unknown[] = [];
  readonly #opens: number[] = [];
  readonly #ends: number[] = [];

  constructor(text: string) {
    this.#text = text;
    this.#shift = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  }

  open(state: ReaderState): void {
    if (++this.#level > MOST_LEVELS) throw new UnusualShape();
    this.#openAt[this.#level] = this.#at(state);
    this.#firstChild[this.#level] = this.#count;
  }

  close(state: ReaderState): void {
    const level = this.#level--;
    const first = this.#firstChild[level]!;
    this.#build(this.#openAt[level]!, first, state);
    if (state.anchor !== null) this.#anchors.set(state.anchor, this.#built(first));
    if (level > 1) return;
    this.roots.push(this.#built(first));
    this.#count = 0;
    this.#anchors.clear();
  }

  /** The current offset of js-yaml, which adds a line break to a text without a final one. */
  #at({ position }: ReaderState): number {
    return Math.min(position + this.#shift, this.#text.length);
  }

  /** Replaces the children of a node by the node. */
  #put(first: number, node: YamlNode, value: unknown, open: number, end: number): void {
    this.#nodes[first] = node;
    this.#values[first] = value;
    this.#opens[first] = open;
    this.#ends[first] = end;
    this.#count = first + 1;
  }

  #built(index: number): Built {
    return {
      node: this.#nodes[index]!,
      value: this.#values[index],
      open: this.#opens[index]!,
      end: this.#ends[index]!,
    };
  }

  #children(first: number): Built[] {
    return Array.from({ length: this.#count - first }, (_, index) => this.#built(first + index));
  }

  #build(open: number, first: number, state: ReaderState): void {
    const value: unknown = state.result;
    const collection = state.kind === "mapping" || state.kind === "sequence";
    // Before a block scalar js-yaml looks for a key and finds none.
    if (state.kind === "scalar") this.#dropEmpty(first);
    const children = this.#count - first;
    // js-yaml first reads a single node as a possible key: its only child is itself.
    if (children === 1 && (!collection || this.#values[first] === value)) {
      this.#unwrap(first, value);
      return;
    }
    const start = skipProperties(this.#text, open);
    const end = this.#at(state);
    if (collection) this.#collection(open, start, end, first, value);
    else if (children > 0) throw new UnusualShape();
    else this.#leaf(first, start, end, open, value, state);
  }

  #dropEmpty(first: number): void {
    const all = this.#count;
    this.#count = first;
    for (let index = first; index < all; index++) {
      if (isEmpty(this.#nodes[index]!)) continue;
      this.#put(
        this.#count,
        this.#nodes[index]!,
        this.#values[index],
        this.#opens[index]!,
        this.#ends[index]!,
      );
    }
  }

  #unwrap(index: number, value: unknown): void {
    if (Object.is(this.#values[index], value)) return;
    const node = this.#nodes[index]!;
    if (node.kind !== "scalar") throw new UnusualShape();
    this.#values[index] = value;
    this.#nodes[index] = {
      kind: "scalar",
      span: node.span,
      style: node.style,
      value: value as ScalarNode["value"],
    };
  }

  #leaf(place: number, start: number, end: number, open: number, value: unknown, state: ReaderState): void {
    const begins = this.#text[start];
    if (state.kind === null && begins === "*" && start < end) this.#alias(place, open, start, value);
    else if (state.kind === null || start >= end)
      this.#put(place, scalar(open, open, "empty", value), value, open, open);
    else {
      const style = styleOf(begins!);
      const isQuoted = style === "double-quoted" || style === "single-quoted";
      const stop = isQuoted ? end : trimEnd(this.#text, start, end);
      this.#put(place, scalar(start, stop, style, value), value, open, stop);
    }
  }

  #alias(place: number, open: number, start: number, value: unknown): void {
    let end = start + 1;
    while (end < this.#text.length && !/[\s,[\]{}]/.test(this.#text[end]!)) end++;
    const target = this.#anchors.get(this.#text.slice(start + 1, end));
    if (!target || !Object.is(target.value, value)) throw new CircularAlias(start);
    this.aliased = true;
    const node: AliasNode = { kind: "alias", span: { start, end }, target: resolve(target.node) };
    this.#put(place, node, value, open, end);
  }

  #collection(open: number, start: number, end: number, first: number, value: unknown): void {
    const flow = this.#text[start] === "{" || this.#text[start] === "[";
    if (Array.isArray(value)) this.#sequence(open, start, flow ? end : undefined, first, value);
    else if (flow) this.#flowMapping(open, start, end, first, value as Record<string, unknown>);
    else this.#blockMapping(open, start, first, value as Record<string, unknown>);
  }

  /** `end` is the end of a flow sequence; a block sequence ends with its last item. */
  #sequence(
    open: number,
    start: number,
    end: number | undefined,
    first: number,
    value: readonly unknown[],
  ): void {
    if (end === undefined && this.#count - first !== value.length)
      this.#fillItems(start, first, value.length);
    if (this.#count - first !== value.length) throw new UnusualShape();
    const items: YamlNode[] = [];
    for (let index = 0; index < value.length; index++) {
      if (!Object.is(this.#values[first + index], value[index])) throw new UnusualShape();
      items.push(this.#nodes[first + index]!);
    }
    const stop = end ?? this.#ends[this.#count - 1]!;
    this.#put(first, { kind: "sequence", span: { start, end: stop }, items }, value, open, stop);
  }

  #flowMapping(
    open: number,
    start: number,
    end: number,
    first: number,
    value: Record<string, unknown>,
  ): void {
    const built = this.#flowPairs(this.#children(first));
    if (!checkPairs(built, value)) this.keysAreUnique = false;
    this.#put(first, { kind: "mapping", span: { start, end }, pairs: built.map(toPair) }, value, open, end);
  }

  #blockMapping(open: number, start: number, first: number, value: Record<string, unknown>): void {
    const children = this.#count - first;
    // After the last pair js-yaml may look for another key and find none.
    if (children % 2 === 1 && !isEmpty(this.#nodes[this.#count - 1]!)) throw new UnusualShape();
    const last = first + children - (children % 2);
    if (last === first) throw new UnusualShape();
    if (!this.#hasOrdinaryPairs(first, last, value)) {
      const built = this.#children(first);
      const pairs = Array.from(
        { length: (last - first) / 2 },
        (_, at) => [built[2 * at]!, built[2 * at + 1]!] as const,
      );
      if (!checkPairs(pairs, value)) this.keysAreUnique = false;
    }
    const pairs: Pair[] = [];
    for (let index = first; index < last; index += 2)
      pairs.push({
        key: resolve(this.#nodes[index]!) as ScalarNode,
        value: this.#nodes[index + 1]!,
      });
    const stop = this.#ends[last - 1]!;
    this.#put(first, { kind: "mapping", span: { start, end: stop }, pairs }, value, open, stop);
  }

  /** True if all keys are different texts with the values of js-yaml's object, as is usual. */
  #hasOrdinaryPairs(first: number, last: number, value: Record<string, unknown>): boolean {
    if (Object.keys(value).length !== (last - first) / 2) return false;
    for (let index = first; index < last; index += 2) {
      const key = this.#values[index];
      if (typeof key !== "string" || key === "<<" || this.#nodes[index]!.kind !== "scalar") return false;
      if (!Object.is(value[key], this.#values[index + 1])) return false;
    }
    return true;
  }

  /** js-yaml opens no node for a dash without a value, so that item is created here. */
  #fillItems(start: number, first: number, length: number): void {
    const children = this.#children(first);
    let at = start;
    this.#count = first;
    for (let next = 0; this.#count - first < length; ) {
      const dash = skipTrivia(this.#text, at);
      const child = children[next];
      const opened = child?.open === skipTrivia(this.#text, dash + 1);
      const item = opened ? child! : emptyAt(dash + 1);
      if (opened) next++;
      this.#put(this.#count, item.node, item.value, item.open, item.end);
      at = item.end;
    }
  }

  #flowPairs(children: Built[]): [Built, Built][] {
    const pairs: [Built, Built][] = [];
    for (let index = 0; index < children.length; index++) {
      const key = children[index]!;
      const hasValue = this.#text[skipTrivia(this.#text, key.end)] === ":";
      const value = hasValue ? children[++index] : emptyAt(key.end);
      if (!value) throw new UnusualShape();
      pairs.push([key, value]);
    }
    return pairs;
  }
}

function emptyAt(offset: number): Built {
  return { node: scalar(offset, offset, "empty", null), value: null, open: offset, end: offset };
}

function isEmpty(node: YamlNode): boolean {
  return node.kind === "scalar" && node.style === "empty";
}

function styleOf(first: string): ScalarStyle {
  if (first === '"') return "double-quoted";
  if (first === "'") return "single-quoted";
  if (first === "|") return "literal";
  return first === ">" ? "folded" : "plain";
}

function toPair([key, value]: readonly [Built, Built]): Pair {
  return { key: resolve(key.node) as ScalarNode, value: value.node };
}

/**
 * Compares the pairs with js-yaml's object; a mismatch needs the tolerant reader. Returns true if
 * no key is duplicate and none is a merge key.
 */
function checkPairs(pairs: readonly (readonly [Built, Built])[], value: Record<string, unknown>): boolean {
  let merges = false;
  for (const [key, { node }] of pairs) {
    if (resolve(key.node).kind !== "scalar") throw new UnusualShape();
    if (key.value === "<<") merges ||= isMerge({ key: key.node as ScalarNode, value: node });
  }
  const keys = Object.keys(value).length;
  const isOrdinary = !merges && keys === pairs.length;
  if (isOrdinary) for (const [key, made] of pairs) checkPair(String(key.value), made.value, value);
  else checkLastOnes(pairs, value, keys);
  return isOrdinary;
}

/** The last of several equal keys counts; all other keys of the object come from merge keys. */
function checkLastOnes(
  pairs: readonly (readonly [Built, Built])[],
  value: Record<string, unknown>,
  keys: number,
): void {
  const own = new Map<string, unknown>();
  const merged = new Map<string, unknown>();
  for (const [key, { node, value: made }] of pairs) {
    if (!isMerge({ key: key.node as ScalarNode, value: node })) own.set(String(key.value), made);
    else for (const [name, part] of mergedEntries(made)) if (!merged.has(name)) merged.set(name, part);
  }
  const all = new Map([...merged, ...own]);
  for (const [key, made] of all) checkPair(key, made, value);
  if (keys !== all.size) throw new UnusualShape();
}

function checkPair(key: string, made: unknown, value: Record<string, unknown>): void {
  if (!Object.is(value[key], made)) throw new UnusualShape();
}
