import type { YamlNode } from "../../document/node.ts";
import { endOfLine, skipTrivia } from "../../document/scan.ts";
import type { Span } from "../../document/source.ts";
import { firstNotBefore } from "../../util/binary-search.ts";

/** The spans of scalars in the text, and the end of everything that starts at an offset. */
export class TextLayout {
  readonly #text: string;
  readonly #scalars: Span[] = [];
  readonly #begins: Span[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  /** Adds a tree, in the order of the text. `begin` is the node's start with key or dash. */
  add(node: YamlNode, begin: number): void {
    this.#begins.push({ start: begin, end: node.span.end });
    if (node.kind === "mapping") {
      for (const { key, value } of node.pairs) {
        this.#scalar(key);
        this.add(value, key.span.start);
      }
    } else if (node.kind === "sequence") {
      let end = node.span.start;
      for (const item of node.items) {
        this.add(item, this.#beginOf(item, end));
        end = item.span.end;
      }
    } else this.#scalar(node);
  }

  /** The last scalar that starts before an offset. */
  scalarBefore(offset: number): Span | undefined {
    return this.#scalars[firstFrom(this.#scalars, offset) - 1];
  }

  /** The last end of everything that starts between two offsets, or the second offset. */
  reach(from: number, until: number): number {
    let end = until;
    for (let index = firstFrom(this.#begins, from); index < this.#begins.length; index++) {
      const begun = this.#begins[index]!;
      if (begun.start > until) break;
      end = Math.max(end, begun.end);
    }
    return end;
  }

  /** The header of a block text may have a comment, so only the lines below it are text. */
  #scalar(node: YamlNode): void {
    const { start, end } = node.span;
    const block = node.kind === "scalar" && (node.style === "literal" || node.style === "folded");
    if (start < end) this.#scalars.push({ start: block ? endOfLine(this.#text, start) : start, end });
  }

  /** The start of a list item with its dash; the previous item ends at `from`. */
  #beginOf(item: YamlNode, from: number): number {
    const dash = skipTrivia(this.#text, from);
    return this.#text[dash] === "-" && dash < item.span.start ? dash : item.span.start;
  }
}

/** The index of the first span that starts at or after an offset. */
function firstFrom(spans: readonly Span[], offset: number): number {
  return firstNotBefore(spans, ({ start }) => start < offset);
}
