import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type ParsedNode,
  parseAllDocuments,
  type Range,
  type Scalar,
  type YAMLError,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { Span } from "../source.ts";
import { wordsForYamlError } from "./faults.ts";
import { resolvePlain } from "./js-yaml.ts";
import type { AliasNode, Pair, ResolvedNode, ScalarNode, ScalarStyle, YamlFault, YamlNode } from "./node.ts";
import { resolve } from "./node.ts";
import { trimEnd } from "./trivia.ts";

type TolerantDocument = Document.Parsed<ParsedNode, true>;

const STYLES: Record<string, ScalarStyle> = {
  PLAIN: "plain",
  QUOTE_DOUBLE: "double-quoted",
  QUOTE_SINGLE: "single-quoted",
  BLOCK_LITERAL: "literal",
  BLOCK_FOLDED: "folded",
};

/**
 * Reads a text with `yaml`, which recovers from faults and lists every one of them. The trees are of the same kind as the fast
 * reader's, plain scalars resolved as js-yaml 3 does. Throws `RangeError` for nesting too deep to read.
 */
export function readTolerant(text: string): { roots: (YamlNode | undefined)[]; faults: YamlFault[] } {
  const documents = parseAllDocuments(text, {
    schema: "failsafe",
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  const list: TolerantDocument[] = Array.isArray(documents) ? documents : [];
  const builders = list.map((document) => new TolerantBuilder(text, document));
  const roots = builders.map((builder) => builder.root());
  const faults = list.flatMap((document) => document.errors.map(toFault));
  return { roots, faults: [...faults, ...builders.flatMap((builder) => builder.faults)] };
}

function toFault(error: YAMLError): YamlFault {
  const [start, end] = error.pos;
  return {
    span: { start, end: Math.max(start, end) },
    message: wordsForYamlError(error.code),
    severity: "error",
  };
}

class TolerantBuilder {
  readonly faults: YamlFault[] = [];
  readonly #text: string;
  readonly #document: TolerantDocument;
  readonly #built = new Map<Node, ResolvedNode>();

  constructor(text: string, document: TolerantDocument) {
    this.#text = text;
    this.#document = document;
  }

  root(): YamlNode | undefined {
    const { contents } = this.#document;
    return contents ? this.#node(contents, contents.range[0]) : undefined;
  }

  #node(node: Node | null | undefined, offset: number): YamlNode {
    if (!node) return empty(offset);
    if (isAlias(node)) return this.#alias(node);
    const built = this.#resolved(node, offset);
    this.#built.set(node, built);
    return built;
  }

  #resolved(node: Node, offset: number): ResolvedNode {
    if (isScalar(node)) return this.#scalar(node, offset);
    if (isMap(node)) return { kind: "mapping", span: this.#span(node), pairs: this.#pairs(node) };
    if (isSeq(node)) return { kind: "sequence", span: this.#span(node), items: this.#items(node) };
    return empty(offset);
  }

  #items(node: YAMLSeq): YamlNode[] {
    const start = node.range?.[0] ?? 0;
    return node.items.map((item) => {
      // A pair in a flow list, `[a: b]`, is a mapping of its own.
      if (item && typeof item === "object" && "key" in item) {
        const pair = item as { key: Node; value: Node | null };
        const [entry] = this.#pair(pair.key, pair.value, start);
        return entry ? { kind: "mapping", span: joined(entry), pairs: [entry] } : empty(start);
      }
      return this.#node(item as Node | null, start);
    });
  }

  #pairs(node: YAMLMap): Pair[] {
    const start = node.range?.[0] ?? 0;
    return node.items.flatMap((pair) =>
      this.#pair(pair.key as Node | null, pair.value as Node | null, start),
    );
  }

  #pair(key: Node | null, value: Node | null, offset: number): Pair[] {
    const built = resolve(this.#node(key, offset));
    const name = built.kind === "scalar" ? built : keyOf(built);
    return [{ key: name, value: this.#node(value, name.span.end) }];
  }

  #alias(node: Alias): YamlNode {
    const span = { start: node.range![0], end: node.range![1] };
    const source = node.resolve(this.#document);
    const target = source ? this.#built.get(source) : undefined;
    if (target) return { kind: "alias", span, target } satisfies AliasNode;
    const message = source
      ? "this alias stands inside the node that it names; a spec cannot contain itself"
      : "an unquoted * begins an alias, and no anchor before it has this name; quote the value";
    this.faults.push({ span, message, severity: "error" });
    return { kind: "scalar", span, style: "plain", value: null };
  }

  #scalar(node: Scalar, offset: number): ScalarNode {
    const style = STYLES[String(node.type)] ?? "plain";
    const span = this.#span(node);
    if (style === "plain" && span.start === span.end) return empty(node.range?.[0] ?? offset);
    const text = String(node.value ?? "");
    const untagged = node.tag === undefined;
    return { kind: "scalar", span, style, value: style === "plain" && untagged ? resolvePlain(text) : text };
  }

  #span(node: Node): Span {
    const [start, end] = node.range as Range;
    const flow = "flow" in node && node.flow;
    return { start, end: flow ? end : trimEnd(this.#text, start, end) };
  }
}

function empty(offset: number): ScalarNode {
  return { kind: "scalar", span: { start: offset, end: offset }, style: "empty", value: null };
}

/** js-yaml makes a string of a collection that stands as a key; no spec has one that means anything. */
function keyOf(node: ResolvedNode): ScalarNode {
  return { kind: "scalar", span: node.span, style: "plain", value: "[object Object]" };
}

function joined(pair: Pair): Span {
  return { start: pair.key.span.start, end: Math.max(pair.key.span.end, pair.value.span.end) };
}
