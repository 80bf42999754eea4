import { loadDocuments, type ReaderState } from "./js-yaml.ts";
import type {
  AliasNode,
  MappingNode,
  Pair,
  ScalarNode,
  ScalarStyle,
  YamlDocument,
  YamlNode,
} from "./node.ts";
import { isMerge, resolve } from "./node.ts";
import { mergedEntries } from "./to-value.ts";
import { skipProperties, skipTrivia, trimEnd } from "./trivia.ts";
import { MOST_LEVELS, tooHeavy } from "./weigh.ts";

/** Thrown for what the fast reader leaves to the tolerant one: shapes such as explicit keys or a pair in a flow list, and great depth. */
export class UnusualShape extends Error {}

/** Thrown for an alias inside the very node that it names; js-yaml 3 reads it, but no spec can be sent that contains itself. */
export class CircularAlias extends Error {
  readonly offset: number;
  constructor(offset: number) {
    super("circular alias");
    this.offset = offset;
  }
}

interface Frame {
  readonly open: number;
  readonly parent: Frame | undefined;
  readonly level: number;
  /** Undefined while there are none: most frames never have any, and a file has thousands of frames. */
  children: Built[] | undefined;
}

const NO_CHILDREN: Built[] = [];

/** A node beside the plain value that js-yaml 3 made of it: the value is how the two are held together. */
interface Built {
  readonly node: YamlNode;
  readonly value: unknown;
  /** Where js-yaml began to look for the node, and where the node ends. */
  readonly open: number;
  readonly end: number;
}

/**
 * Reads a text through js-yaml 3 and builds the located tree from its `listener`, which tells where each node opens and closes
 * (js-yaml 3.15 `lib/js-yaml/loader.js`, composeNode). One reader gives meaning and offsets, so the two cannot part.
 *
 * Throws js-yaml's `YAMLException` for what the platform's reader refuses, `UnusualShape` for what it leaves to the tolerant
 * reader, `CircularAlias`, and `RangeError` for nesting too deep to read.
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
  return values.map((value, index) => ({ root: builder.roots[index]?.node, value }));
}

class TreeBuilder {
  readonly roots: Built[] = [];
  /** Whether any node is an alias. */
  aliased = false;
  readonly #text: string;
  readonly #shift: number;
  readonly #anchors = new Map<string, Built>();
  #frame: Frame | undefined;

  constructor(text: string) {
    this.#text = text;
    this.#shift = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  }

  open(state: ReaderState): void {
    const level = (this.#frame?.level ?? 0) + 1;
    if (level > MOST_LEVELS) throw new UnusualShape();
    this.#frame = { open: this.#at(state), parent: this.#frame, level, children: undefined };
  }

  close(state: ReaderState): void {
    const frame = this.#frame!;
    const built = this.#build(frame, state);
    if (state.anchor !== null) this.#anchors.set(state.anchor, built);
    this.#frame = frame.parent;
    const { parent } = frame;
    if (parent?.children) parent.children.push(built);
    else if (parent) parent.children = [built];
    else {
      this.roots.push(built);
      this.#anchors.clear();
    }
  }

  /** Where js-yaml stands in the text; it puts a line break behind one that ends without. */
  #at({ position }: ReaderState): number {
    return Math.min(position + this.#shift, this.#text.length);
  }

  #build(frame: Frame, state: ReaderState): Built {
    const value: unknown = state.result;
    const collection = state.kind === "mapping" || state.kind === "sequence";
    // Before a block text js-yaml looks for a key and finds nothing.
    const all = frame.children ?? NO_CHILDREN;
    const children = state.kind === "scalar" && all.some(isEmpty) ? all.filter(isFilled) : all;
    // js-yaml reads a lone node as if it were a key, finds no colon and keeps it: one child, which is the node itself.
    if (children.length === 1 && (!collection || children[0]!.value === value))
      return this.#unwrap(children[0]!, value);
    const start = skipProperties(this.#text, frame.open);
    const end = this.#at(state);
    if (collection) return this.#collection(frame.open, start, end, children, value);
    if (children.length > 0) throw new UnusualShape();
    return this.#leaf(start, end, frame.open, value, state);
  }

  #unwrap(child: Built, value: unknown): Built {
    if (Object.is(child.value, value)) return child;
    if (child.node.kind !== "scalar") throw new UnusualShape();
    const { span, style } = child.node;
    const node: ScalarNode = { kind: "scalar", span, style, value: value as ScalarNode["value"] };
    return { node, value, open: child.open, end: child.end };
  }

  #leaf(start: number, end: number, open: number, value: unknown, state: ReaderState): Built {
    const first = this.#text[start];
    if (state.kind === null && first === "*" && start < end) return this.#alias(open, start, value);
    if (state.kind === null || start >= end) {
      return { node: scalar(open, open, "empty", value), value, open, end: open };
    }
    const style = styleOf(first!);
    const stop = style.endsWith("quoted") ? end : trimEnd(this.#text, start, end);
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

  #collection(open: number, start: number, end: number, children: Built[], value: unknown): Built {
    const flow = this.#text[start] === "{" || this.#text[start] === "[";
    if (Array.isArray(value)) {
      const built = flow ? children : this.#blockItems(start, children, value.length);
      if (value.length !== built.length) throw new UnusualShape();
      const items = built.map((child, index) => sameValue(child, value[index]));
      const stop = flow ? end : built.at(-1)!.end;
      return { node: { kind: "sequence", span: { start, end: stop }, items }, value, open, end: stop };
    }
    const pairs = flow ? this.#flowPairs(children) : this.#blockPairs(children);
    checkPairs(pairs, value as Record<string, unknown>);
    const stop = flow ? end : pairs.at(-1)![1].end;
    const node: MappingNode = { kind: "mapping", span: { start, end: stop }, pairs: pairs.map(toPair) };
    return { node, value, open, end: stop };
  }

  /** js-yaml reads a dash with nothing behind it without opening a node: such an item is made here. */
  #blockItems(start: number, children: Built[], length: number): Built[] {
    if (children.length === length) return children;
    const items: Built[] = [];
    let at = start;
    for (let next = 0; items.length < length; ) {
      const dash = skipTrivia(this.#text, at);
      const child = children[next];
      const opened = child?.open === skipTrivia(this.#text, dash + 1);
      items.push(opened ? child! : emptyAt(dash + 1));
      if (opened) next++;
      at = items.at(-1)!.end;
    }
    return items;
  }

  #blockPairs(children: Built[]): [Built, Built][] {
    const pairs: [Built, Built][] = [];
    for (let index = 0; index + 1 < children.length; index += 2)
      pairs.push([children[index]!, children[index + 1]!]);
    // After the last pair js-yaml may look for one more key and find nothing.
    if (children.length % 2 === 1 && !isEmpty(children.at(-1)!)) throw new UnusualShape();
    return pairs;
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

function scalar(start: number, end: number, style: ScalarStyle, value: unknown): ScalarNode {
  return { kind: "scalar", span: { start, end }, style, value: value as ScalarNode["value"] };
}

function emptyAt(offset: number): Built {
  return { node: scalar(offset, offset, "empty", null), value: null, open: offset, end: offset };
}

function isEmpty(built: Built): boolean {
  return built.node.kind === "scalar" && built.node.style === "empty";
}

function isFilled(built: Built): boolean {
  return !isEmpty(built);
}

function styleOf(first: string): ScalarStyle {
  if (first === '"') return "double-quoted";
  if (first === "'") return "single-quoted";
  if (first === "|") return "literal";
  return first === ">" ? "folded" : "plain";
}

function sameValue(child: Built, value: unknown): YamlNode {
  if (!Object.is(child.value, value)) throw new UnusualShape();
  return child.node;
}

function toPair([key, value]: [Built, Built]): Pair {
  return { key: resolve(key.node) as ScalarNode, value: value.node };
}

/** Holds the pairs against the object that js-yaml made: what does not fit was paired wrongly, and is left to the other reader. */
function checkPairs(pairs: readonly [Built, Built][], value: Record<string, unknown>): void {
  let merges = false;
  for (const [key, { node }] of pairs) {
    if (resolve(key.node).kind !== "scalar") throw new UnusualShape();
    if (key.value === "<<") merges ||= isMerge({ key: key.node as ScalarNode, value: node });
  }
  const keys = Object.keys(value).length;
  if (merges || keys !== pairs.length) checkLastOnes(pairs, value, keys);
  else for (const [key, made] of pairs) checkPair(String(key.value), made.value, value);
}

/** Of equal keys the last one counts; beside them there is only what merge keys bring. */
function checkLastOnes(pairs: readonly [Built, Built][], value: Record<string, unknown>, keys: number): void {
  const last = new Map<string, unknown>();
  const all = new Set<string>();
  for (const [key, { node, value: made }] of pairs) {
    if (isMerge({ key: key.node as ScalarNode, value: node }))
      for (const [name] of mergedEntries(made)) all.add(name);
    else last.set(String(key.value), made);
  }
  for (const [key, made] of last) {
    checkPair(key, made, value);
    all.add(key);
  }
  if (keys !== all.size) throw new UnusualShape();
}

function checkPair(key: string, made: unknown, value: Record<string, unknown>): void {
  if (!Object.is(value[key], made)) throw new UnusualShape();
}
