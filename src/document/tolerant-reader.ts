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
import { idOfYamlError, type YamlFault, yamlFault } from "./error-messages.ts";
import { resolvePlain } from "./js-yaml.ts";
import type { AliasNode, Pair, ResolvedNode, ScalarNode, ScalarStyle, YamlNode } from "./node.ts";
import { resolve, scalar } from "./node.ts";
import { skipTrivia, trimEnd } from "./scan.ts";
import type { Span } from "./source.ts";

type TolerantDocument = Document.Parsed<ParsedNode, true>;

const STYLES: Record<string, ScalarStyle> = {
  PLAIN: "plain",
  QUOTE_DOUBLE: "double-quoted",
  QUOTE_SINGLE: "single-quoted",
  BLOCK_LITERAL: "literal",
  BLOCK_FOLDED: "folded",
};

/**
 * Reads a text with `yaml`, which recovers from faults and reports all of them. The trees are like
 * those of the fast reader, with plain scalars resolved as in js-yaml 3. Throws `RangeError` for
 * nesting that is too deep.
 */
export function readTolerant(text: string): { roots: (YamlNode | undefined)[]; faults: YamlFault[] } {
  // js-yaml 3 reads a single CR as a line break, `yaml` does not; to `yaml` a byte order mark is a
  // column. An empty line has the same offsets.
  const documents = parseAllDocuments(text.replace(/^\ufeff|\r(?!\n)/g, "\n"), {
    schema: "failsafe",
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  const list: TolerantDocument[] = Array.isArray(documents) ? documents : [];
  const builders = list.map((document) => new TolerantBuilder(text, document));
  const roots = builders.map((builder) => builder.root());
  const faults = list.flatMap((document) => document.errors.map((error) => toFault(error, text.length)));
  return { roots, faults: [...faults, ...builders.flatMap((builder) => builder.faults)] };
}

/** `yaml` may report an offset behind a text without a final line break. */
function toFault(error: YAMLError, length: number): YamlFault {
  const [start, end] = error.pos.map((offset) => Math.min(offset, length)) as [number, number];
  return yamlFault(idOfYamlError(error.code), { start, end: Math.max(start, end) });
}

class TolerantBuilder {
  readonly faults: YamlFault[] = [];
  readonly #text: string;
  readonly #document: TolerantDocument;
  readonly #built = new Map<Node, ResolvedNode>();
  /** The last node with each anchor; `yaml` itself searches the whole document per alias. */
  readonly #anchors = new Map<string, Node>();

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
    if ("anchor" in node && node.anchor) this.#anchors.set(node.anchor as string, node);
    const built = this.#resolved(node, offset);
    this.#built.set(node, built);
    return built;
  }

  #resolved(node: Node, offset: number): ResolvedNode {
    // For an empty item of `!!omap` or `!!pairs`, `yaml` makes a node that is not in the text.
    if (!node.range) return empty(offset);
    if (isScalar(node)) return this.#scalar(node, offset);
    if (isMap(node)) return this.#mapping(node);
    return isSeq(node) ? this.#sequence(node) : empty(offset);
  }

  #mapping(node: YAMLMap): ResolvedNode {
    const pairs = this.#pairs(node);
    const last = pairs.at(-1);
    const end = last && Math.max(last.key.span.end, last.value.span.end);
    return { kind: "mapping", span: this.#collectionSpan(node, end), pairs };
  }

  #sequence(node: YAMLSeq): ResolvedNode {
    const items = this.#items(node);
    return { kind: "sequence", span: this.#collectionSpan(node, items.at(-1)?.span.end), items };
  }

  #items(node: YAMLSeq): YamlNode[] {
    let at = node.range?.[0] ?? 0;
    return node.items.map((item) => {
      // An item without a value is placed behind its dash.
      const dash = skipTrivia(this.#text, at);
      const built = this.#item(item as Node | null, this.#text[dash] === "-" ? dash + 1 : at);
      at = built.span.end;
      return built;
    });
  }

  #item(item: Node | null, offset: number): YamlNode {
    // A pair in a flow list, `[a: b]`, is a mapping.
    if (!item || !("key" in item)) return this.#node(item, offset);
    const pair = item as unknown as { key: Node; value: Node | null };
    const [entry] = this.#pair(pair.key, pair.value, offset);
    return entry ? { kind: "mapping", span: joined(entry), pairs: [entry] } : empty(offset);
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
    const colon = skipTrivia(this.#text, name.span.end);
    const after = this.#text[colon] === ":" ? colon + 1 : name.span.end;
    return [{ key: name, value: this.#node(value, after) }];
  }

  #alias(node: Alias): YamlNode {
    const span = { start: node.range![0], end: node.range![1] };
    const source = this.#anchors.get(node.source);
    const target = source ? this.#built.get(source) : undefined;
    if (target) return { kind: "alias", span, target } satisfies AliasNode;
    this.faults.push(yamlFault(source ? "circular-alias" : "unknown-alias", span));
    return { kind: "scalar", span, style: "plain", value: null };
  }

  #scalar(node: Scalar, offset: number): ScalarNode {
    const style = STYLES[String(node.type)] ?? "plain";
    const span = this.#span(node);
    if (style === "plain" && span.start === span.end) return empty(offset);
    const text = String(node.value ?? "");
    const untagged = node.tag === undefined;
    return { kind: "scalar", span, style, value: style === "plain" && untagged ? resolvePlain(text) : text };
  }

  #span(node: Node): Span {
    const [start, end] = node.range as Range;
    return { start, end: trimEnd(this.#text, start, end) };
  }

  /** A block collection ends with its last entry; `yaml` adds the comments behind it. */
  #collectionSpan(node: YAMLMap | YAMLSeq, lastEnd: number | undefined): Span {
    const [start, end] = node.range as Range;
    return { start, end: node.flow ? end : Math.max(start, lastEnd ?? start) };
  }
}

function empty(offset: number): ScalarNode {
  return scalar(offset, offset, "empty", null);
}

/** js-yaml 3 converts a collection used as a key to a string (loader.js, storeMappingPair). */
function keyOf(node: ResolvedNode): ScalarNode {
  const value = node.kind === "sequence" ? node.items.map(partOfKey).join() : "[object Object]";
  return { kind: "scalar", span: node.span, style: "plain", value };
}

function partOfKey(item: YamlNode): string {
  const node = resolve(item);
  return node.kind === "scalar" ? String(node.value ?? "") : "[object Object]";
}

function joined(pair: Pair): Span {
  return { start: pair.key.span.start, end: Math.max(pair.key.span.end, pair.value.span.end) };
}
