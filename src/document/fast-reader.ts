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

/** Builds each node when it closes, from its children. */
class TreeBuilder {
  readonly roots: Built[] = [];
  /** True if a node is an alias. */
  aliased = false;
  /** True if no mapping has a duplicate key or a merge key. */
  keysAreUnique = true;
  readonly #text: string;
  readonly #shift: number;
  readonly #anchors = new Map<string, Built>();
  /** The offsets of the open nodes, and the nodes that were built in each. */
  readonly #openAt: number[] = [];
  readonly #children: Built[][] = [];

  constructor(text: string) {
    this.#text = text;
    this.#shift = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  }

  open(state: ReaderState): void {
    if (this.#openAt.length >= MOST_LEVELS) throw new UnusualShape();
    this.#openAt.push(this.#at(state));
    this.#children.push([]);
  }

  close(state: ReaderState): void {
    const built = this.#build(this.#openAt.pop()!, this.#children.pop()!, state);
    if (state.anchor !== null) this.#anchors.set(state.anchor, built);
    const around = this.#children.at(-1);
    (around ?? this.roots).push(built);
    if (!around) this.#anchors.clear();
  }

  /** The current offset of js-yaml, which adds a line break to a text without a final one. */
  #at({ position }: ReaderState): number {
    return Math.min(position + this.#shift, this.#text.length);
  }

  #build(open: number, all: readonly Built[], state: ReaderState): Built {
    const value: unknown = state.result;
    const isCollection = state.kind === "mapping" || state.kind === "sequence";
    // Before a block scalar js-yaml looks for a key and finds none.
    const children =
      state.kind === "scalar" && all.length > 0 ? all.filter(({ node }) => !isEmpty(node)) : all;
    const [first] = children;
    // js-yaml first reads a single node as a possible key: its only child is itself.
    if (first && children.length === 1 && (!isCollection || first.value === value))
      return unwrapped(first, value);
    const start = skipProperties(this.#text, open);
    const end = this.#at(state);
    if (isCollection) return this.#collection(open, start, end, children, value);
    if (first) throw new UnusualShape();
    return this.#leaf(open, start, end, state);
  }

  #leaf(open: number, start: number, end: number, { kind, result: value }: ReaderState): Built {
    const begins = this.#text[start];
    if (kind === null && begins === "*" && start < end) return this.#alias(open, start, value);
    if (kind === null || start >= end)
      return { node: scalar(open, open, "empty", value), value, open, end: open };
    const style = styleOf(begins!);
    const isQuoted = style === "double-quoted" || style === "single-quoted";
    const stop = isQuoted ? end : trimEnd(this.#text, start, end);
    return { node: scalar(start, stop, style, value), value, open, end: stop };
  }

  #alias(open: number, start: number, value: unknown): Built {
    let end = start + 1;
    while (end < this.#text.length && !/[\s,[\]{}]/.test(this.#text[end]!)) end++;
    const target = this.#anchors.get(this.#text.slice(start + 1, end));
    if (!target || !Object.is(target.value, value)) throw new CircularAlias(start);
    this.aliased = true;
    const node: AliasNode = { kind: "alias", span: { start, end }, target: resolve(target.node) };
    return { node, value, open, end };
  }

  #collection(open: number, start: number, end: number, children: readonly Built[], value: unknown): Built {
    const isFlow = this.#text[start] === "{" || this.#text[start] === "[";
    if (!Array.isArray(value)) return this.#mapping(open, start, isFlow ? end : undefined, children, value);
    return this.#sequence(open, start, isFlow ? end : undefined, children, value);
  }

  /** `end` is the end of a flow sequence; a block sequence ends with its last item. */
  #sequence(
    open: number,
    start: number,
    end: number | undefined,
    children: readonly Built[],
    value: readonly unknown[],
  ): Built {
    const isComplete = end !== undefined || children.length === value.length;
    const items = isComplete ? children : this.#filledItems(start, children, value.length);
    if (items.length !== value.length || !items.every((item, index) => Object.is(item.value, value[index])))
      throw new UnusualShape();
    const stop = end ?? items.at(-1)!.end;
    const nodes = items.map(({ node }) => node);
    return { node: { kind: "sequence", span: { start, end: stop }, items: nodes }, value, open, end: stop };
  }

  /** `end` is the end of a flow mapping; a block mapping ends with its last value. */
  #mapping(
    open: number,
    start: number,
    end: number | undefined,
    children: readonly Built[],
    value: unknown,
  ): Built {
    const pairs = end === undefined ? blockPairs(children) : this.#flowPairs(children);
    if (!checkPairs(pairs, value as Record<string, unknown>)) this.keysAreUnique = false;
    const stop = end ?? pairs.at(-1)![1].end;
    const span = { start, end: stop };
    return { node: { kind: "mapping", span, pairs: pairs.map(toPair) }, value, open, end: stop };
  }

  /** js-yaml opens no node for a dash without a value, so that item is created here. */
  #filledItems(start: number, children: readonly Built[], length: number): Built[] {
    const items: Built[] = [];
    for (let [at, next] = [start, 0]; items.length < length; ) {
      const dash = skipTrivia(this.#text, at);
      const child = children[next];
      const opened = child?.open === skipTrivia(this.#text, dash + 1);
      const item = opened ? child! : emptyAt(dash + 1);
      if (opened) next++;
      items.push(item);
      at = item.end;
    }
    return items;
  }

  #flowPairs(children: readonly Built[]): [Built, Built][] {
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

/** The pairs of a mapping in lines. */
function blockPairs(children: readonly Built[]): [Built, Built][] {
  // After the last pair js-yaml may look for another key and find none.
  const last = children.length % 2 === 1 ? children.at(-1) : undefined;
  if (children.length < 2 || (last && !isEmpty(last.node))) throw new UnusualShape();
  const pairs: [Built, Built][] = [];
  for (let index = 0; index + 1 < children.length; index += 2)
    pairs.push([children[index]!, children[index + 1]!]);
  return pairs;
}

/** A node that is its own only child, with its value. */
function unwrapped(built: Built, value: unknown): Built {
  if (Object.is(built.value, value)) return built;
  const { node } = built;
  if (node.kind !== "scalar") throw new UnusualShape();
  return { ...built, value, node: scalar(node.span.start, node.span.end, node.style, value) };
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
