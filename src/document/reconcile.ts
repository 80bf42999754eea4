import { CircularAlias } from "./fast-reader.ts";
import {
  isMerge,
  type MappingNode,
  type ResolvedNode,
  type ScalarNode,
  type ScalarValue,
  toValue,
  type YamlNode,
} from "./node.ts";
import type { Span } from "./source.ts";

/**
 * Returns a tree of the tolerant reader, changed where js-yaml 3 reads another value. `value` is
 * js-yaml's value of the same document, and the result has exactly this value. A changed node has
 * the span of the nearest node that both readers see. Throws `CircularAlias` for a value that
 * contains itself.
 */
export function agreeing(root: YamlNode | undefined, value: unknown): YamlNode | undefined {
  if (root) return new Agreement().node(root, value);
  return value === null || value === undefined
    ? undefined
    : new Agreement().made(value, { start: 0, end: 0 });
}

class Agreement {
  readonly #values = new Map<YamlNode, unknown>();
  readonly #made = new Map<object, ResolvedNode>();
  readonly #open = new Set<object>();

  node(node: YamlNode, value: unknown): YamlNode {
    if (isSame(toValue(node, this.#values), value)) return node;
    if (node.kind === "sequence" && Array.isArray(value) && value.length === node.items.length)
      return { ...node, items: node.items.map((item, index) => this.node(item, value[index])) };
    if (node.kind === "mapping" && isObject(value) && hasKeys(node, value)) return this.#mapping(node, value);
    if (node.kind === "scalar" && !isCollection(value)) return { ...node, value: value as ScalarValue };
    return this.made(value, node.span);
  }

  #mapping(node: MappingNode, value: Record<string, unknown>): MappingNode {
    const last = new Map(node.pairs.map((pair) => [String(pair.key.value), pair]));
    const pairs = node.pairs.map((pair) => {
      const key = String(pair.key.value);
      return last.get(key) === pair ? { key: pair.key, value: this.node(pair.value, value[key]) } : pair;
    });
    return { ...node, pairs };
  }

  /** Returns a tree of a value whose nodes all have the same span. */
  made(value: unknown, span: Span): ResolvedNode {
    if (!isCollection(value)) return scalar(value as ScalarValue, span);
    const known = this.#made.get(value);
    if (known) return known;
    if (this.#open.has(value)) throw new CircularAlias(span.start);
    this.#open.add(value);
    const node: ResolvedNode = Array.isArray(value)
      ? { kind: "sequence", span, items: value.map((item) => this.made(item, span)) }
      : {
          kind: "mapping",
          span,
          pairs: Object.entries(value).map(([key, part]) => this.#pair(key, part, span)),
        };
    this.#open.delete(value);
    this.#made.set(value, node);
    return node;
  }

  #pair(key: string, value: unknown, span: Span): MappingNode["pairs"][number] {
    // Quoted, so that "<<" is not a merge key.
    return { key: { ...scalar(key, span), style: "double-quoted" }, value: this.made(value, span) };
  }
}

function scalar(value: ScalarValue, span: Span): ScalarNode {
  return { kind: "scalar", span, style: "plain", value: value ?? null };
}

function isCollection(value: unknown): value is object {
  return Array.isArray(value) || isObject(value);
}

/** True for a mapping of js-yaml; its other objects are dates and bytes. */
function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** True if a mapping without merge keys has the keys of a value. */
function hasKeys(node: MappingNode, value: Record<string, unknown>): boolean {
  const keys = new Set(node.pairs.map(({ key }) => String(key.value)));
  return (
    !node.pairs.some(isMerge) &&
    keys.size === Object.keys(value).length &&
    [...keys].every((key) => Object.hasOwn(value, key))
  );
}

/** True if two values are equal; `ours` never contains itself. */
function isSame(ours: unknown, theirs: unknown): boolean {
  if (Array.isArray(ours))
    return (
      Array.isArray(theirs) &&
      ours.length === theirs.length &&
      ours.every((item, i) => isSame(item, theirs[i]))
    );
  if (isObject(ours)) {
    const keys = Object.keys(ours);
    return (
      isObject(theirs) &&
      keys.length === Object.keys(theirs).length &&
      keys.every((key) => Object.hasOwn(theirs, key) && isSame(ours[key], theirs[key]))
    );
  }
  if (ours instanceof Date) return theirs instanceof Date && Object.is(ours.getTime(), theirs.getTime());
  return Object.is(ours, theirs ?? null);
}
