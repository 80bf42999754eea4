import type { YamlNode } from "../../document/node.ts";
import { endOfLine, skipTrivia } from "../../document/scan.ts";
import type { Span } from "../../document/source.ts";
import { firstNotBefore } from "../../util/binary-search.ts";

/** What the tree says about the text: which stretches are scalars, and how far what begins at an offset reaches. */
export class TextLayout {
  readonly #text: string;
  readonly #scalars: Span[] = [];
  readonly #begins: Span[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  /** Takes in a tree; trees come in the order of the text. `begin` is where the node begins, its key or dash included. */
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

  /** The scalar that begins last before an offset. */
  scalarBefore(offset: number): Span | undefined {
    return this.#scalars[firstFrom(this.#scalars, offset) - 1];
  }

  /** The farthest end of what begins between two offsets, or the second offset. */
  reach(from: number, until: number): number {
    let end = until;
    for (let index = firstFrom(this.#begins, from); index < this.#begins.length; index++) {
      const begun = this.#begins[index]!;
      if (begun.start > until) break;
      end = Math.max(end, begun.end);
    }
    return end;
  }

  /** The header of a block text may carry a comment, so only what is below it is text. */
  #scalar(node: YamlNode): void {
    const { start, end } = node.span;
    const block = node.kind === "scalar" && (node.style === "literal" || node.style === "folded");
    if (start < end) this.#scalars.push({ start: block ? endOfLine(this.#text, start) : start, end });
  }

  /** Where an item of a list begins, its dash included; the item before it ends at `from`. */
  #beginOf(item: YamlNode, from: number): number {
    const dash = skipTrivia(this.#text, from);
    return this.#text[dash] === "-" && dash < item.span.start ? dash : item.span.start;
  }
}

/** The index of the first span that starts at or after an offset; the spans are in the order of the text. */
function firstFrom(spans: readonly Span[], offset: number): number {
  return firstNotBefore(spans, ({ start }) => start < offset);
}
