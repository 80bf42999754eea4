import type { YamlFault } from "./error-messages.ts";
import type { Span } from "./source.ts";

/** The style in which a scalar is written; `empty` is a value that is missing. */
export type ScalarStyle = "plain" | "single-quoted" | "double-quoted" | "literal" | "folded" | "empty";

/** The value of a scalar in js-yaml 3. */
export type ScalarValue = string | number | boolean | null | Date | Uint8Array;

/** A scalar: the platform's value, and the span of its text without tag and anchor. */
export interface ScalarNode {
  readonly kind: "scalar";
  readonly span: Span;
  readonly style: ScalarStyle;
  readonly value: ScalarValue;
}

/** Returns a scalar with its place. */
export function scalar(start: number, end: number, style: ScalarStyle, value: unknown): ScalarNode {
  return { kind: "scalar", span: { start, end }, style, value: value as ScalarValue };
}

/** One `key: value` as written. Several pairs may share a key; a merge key is one as well. */
export interface Pair {
  readonly key: ScalarNode;
  readonly value: YamlNode;
}

/** A mapping with its pairs in the order of the text. */
export interface MappingNode {
  readonly kind: "mapping";
  readonly span: Span;
  readonly pairs: readonly Pair[];
}

/** A sequence with its items in the order of the text. */
export interface SequenceNode {
  readonly kind: "sequence";
  readonly span: Span;
  readonly items: readonly YamlNode[];
}

/** An alias: its span is the `*name`, its target the node with the anchor. */
export interface AliasNode {
  readonly kind: "alias";
  readonly span: Span;
  readonly target: ResolvedNode;
}

/** A node other than an alias. */
export type ResolvedNode = ScalarNode | MappingNode | SequenceNode;

/** A node of the located tree. */
export type YamlNode = ResolvedNode | AliasNode;

/** Returns the node itself, or the target of an alias. */
export function resolve(node: YamlNode): ResolvedNode {
  return node.kind === "alias" ? node.target : node;
}

/** True if one of the scalars in a node passes a test; keys and aliases are left out. */
export function someScalar(node: YamlNode, test: (scalar: ScalarNode) => boolean): boolean {
  if (node.kind === "scalar") return test(node);
  if (node.kind === "sequence") for (const item of node.items) if (someScalar(item, test)) return true;
  if (node.kind === "mapping") for (const { value } of node.pairs) if (someScalar(value, test)) return true;
  return false;
}

/** True if a pair is a merge (`<<: *base`); a quoted `<<` is an ordinary key. */
export function isMerge(pair: Pair): boolean {
  return pair.key.value === "<<" && pair.key.style === "plain";
}

/**
 * The content of a text: its documents, and the faults that the platform's reader (error) or only a
 * stricter one (warning) reports. A document that could not be read has no root.
 */
export interface YamlText {
  readonly documents: readonly YamlDocument[];
  readonly faults: readonly YamlFault[];
  /** The values of js-yaml 3, if the documents are read in another way because of tabs. */
  readonly platformValues?: readonly unknown[];
  /** True if some spans are approximate, because no other reader agrees with js-yaml 3. */
  readonly inexact?: boolean;
}

/** One document of a text: the located tree, and the plain value of js-yaml 3. */
export interface YamlDocument {
  readonly root: YamlNode | undefined;
  readonly value: unknown;
  /** True if no mapping has a duplicate key or a merge key; undefined if not checked. */
  readonly keysAreUnique?: boolean;
}

/** Returns the plain value of a tree as js-yaml 3 builds it, with merge keys resolved. */
export function toValue(node: YamlNode, made = new Map<YamlNode, unknown>()): unknown {
  const resolved = resolve(node);
  if (made.has(resolved)) return made.get(resolved);
  const value = plainValue(resolved, made);
  made.set(resolved, value);
  return value;
}

function plainValue(node: ResolvedNode, made: Map<YamlNode, unknown>): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "sequence") return node.items.map((item) => toValue(item, made));
  const own = new Map<string, unknown>();
  const inherited = new Map<string, unknown>();
  for (const pair of node.pairs) {
    const value = toValue(pair.value, made);
    if (!isMerge(pair)) own.set(String(pair.key.value), value);
    else for (const [key, part] of mergedEntries(value)) if (!inherited.has(key)) inherited.set(key, part);
  }
  return Object.fromEntries([...inherited, ...own]);
}

/** Returns the entries that a merge key adds: of a mapping, or of each one in a list. */
export function mergedEntries(value: unknown): [string, unknown][] {
  const sources = Array.isArray(value) ? value : [value];
  return sources.flatMap((source) => (source && typeof source === "object" ? Object.entries(source) : []));
}
