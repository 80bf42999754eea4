import type { Span } from "./source.ts";

/** How a scalar stands in the text; `empty` is a value that is not written at all. */
export type ScalarStyle = "plain" | "single-quoted" | "double-quoted" | "literal" | "folded" | "empty";

/** What js-yaml 3 makes of a scalar. */
export type ScalarValue = string | number | boolean | null | Date | Uint8Array;

/** A scalar: its value as the platform's reader resolves it, and the span of its text without tag and anchor. */
export interface ScalarNode {
  readonly kind: "scalar";
  readonly span: Span;
  readonly style: ScalarStyle;
  readonly value: ScalarValue;
}

/** One `key: value` as written; several pairs may share a key, and a merge key stands as any other. */
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

/** An alias: the span is the `*name` itself, the target the node that carries the anchor. */
export interface AliasNode {
  readonly kind: "alias";
  readonly span: Span;
  readonly target: ResolvedNode;
}

/** A node that is no alias. */
export type ResolvedNode = ScalarNode | MappingNode | SequenceNode;

/** A node of the located tree. */
export type YamlNode = ResolvedNode | AliasNode;

/** The node itself, or what an alias stands for. */
export function resolve(node: YamlNode): ResolvedNode {
  return node.kind === "alias" ? node.target : node;
}

/** Whether a pair merges another mapping into its own (`<<: *base`); a quoted `<<` is an ordinary key. */
export function isMerge(pair: Pair): boolean {
  return pair.key.value === "<<" && pair.key.style === "plain";
}

/**
 * What a text is: its documents, and the faults that the platform's reader (error) or only a stricter one (warning) finds.
 * A document that could not be read at all has no root.
 */
export interface YamlText {
  readonly documents: readonly YamlDocument[];
  readonly faults: readonly YamlFault[];
  /** Whether some of the nodes stand only near their text: js-yaml 3 reads there what no other reader sees. */
  readonly inexact?: boolean;
}

/** One document of a text: the located tree, and the plain value that js-yaml 3 makes of it. */
export interface YamlDocument {
  readonly root: YamlNode | undefined;
  readonly value: unknown;
  /** True where no mapping has a key twice, nor a merge key; else nobody has looked. */
  readonly keysAreUnique?: boolean;
}

/** A fault of the text itself. `message` is in our words. */
export interface YamlFault {
  readonly span: Span;
  readonly message: string;
  readonly severity: "error" | "warning";
}

/** The plain value of a tree, as js-yaml 3 would make it: merge keys resolved, the last of equal keys wins, aliases shared. */
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

/** The entries that the value of a merge key brings: those of a mapping, or of each mapping of a list. */
export function mergedEntries(value: unknown): [string, unknown][] {
  const sources = Array.isArray(value) ? value : [value];
  return sources.flatMap((source) => (source && typeof source === "object" ? Object.entries(source) : []));
}
