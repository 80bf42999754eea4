import { firstNotBefore } from "../../util/binary-search.ts";
import type { YamlFault, YamlFaultId } from "../error-messages.ts";
import { type Pair, type ResolvedNode, resolve, type ScalarNode, type YamlNode } from "../node.ts";
import type { Span } from "../source.ts";

/** A replacement of a span of a text; an empty span inserts. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** The place where js-yaml 3 stops, with the nodes that it was reading. */
export interface Refusal {
  readonly offset: number;
  readonly id: YamlFaultId;
  /** The starts of the open nodes and of the last texts over several lines, the innermost first. */
  readonly openings: readonly number[];
  readonly fault: YamlFault;
}

/** A change that may be what was meant, where js-yaml 3 refuses a text. */
export interface Candidate {
  /** The kind and the place of the fault, if they are not those of js-yaml. */
  readonly id?: YamlFaultId;
  readonly at?: Span;
  /** The span whose content is a guess. */
  readonly span: Span;
  readonly edits: readonly Edit[];
  /** True if a part of the text is lost; else nothing but the span is a guess. */
  readonly isLoss?: boolean;
  /** True if the fault hid the text behind it, so that js-yaml may now stop earlier. */
  readonly swallowed?: boolean;
  /** True if the change puts the span in quotes. */
  readonly quotes?: boolean;
  /** The title of the fix, if the change may be offered as one. */
  readonly title?: string;
}

interface Placed extends Edit {
  /** The span of the new text. */
  readonly to: Span;
}

/** A text after disjoint edits, and the way back from its offsets to those of the original. */
export class EditedText {
  readonly text: string;
  readonly #edits: readonly Placed[];
  readonly #tree = new Map<YamlNode, YamlNode>();

  constructor(original: string, edits: readonly Edit[]) {
    const sorted = [...edits].sort((a, b) => a.span.start - b.span.start);
    let text = "";
    let done = 0;
    this.#edits = sorted.map((edit) => {
      text += original.slice(done, edit.span.start);
      const start = text.length;
      text += edit.text;
      done = edit.span.end;
      return { ...edit, to: { start, end: text.length } };
    });
    this.text = text + original.slice(done);
  }

  /** Returns the offset in the original text; inside a replaced span the nearest one. */
  back(offset: number): number {
    const edit = this.#edits[firstNotBefore(this.#edits, ({ to }) => to.start <= offset) - 1];
    if (!edit) return offset;
    if (offset >= edit.to.end) return edit.span.end + (offset - edit.to.end);
    return Math.min(edit.span.start + (offset - edit.to.start), edit.span.end);
  }

  /** Returns a span of the original text. */
  backSpan({ start, end }: Span): Span {
    return { start: this.back(start), end: this.back(end) };
  }

  /** Returns a tree of the edited text with the spans of the original. */
  backTree(node: YamlNode): YamlNode {
    const known = this.#tree.get(node);
    if (known) return known;
    const made: YamlNode =
      node.kind === "alias"
        ? { ...node, span: this.backSpan(node.span), target: resolve(this.backTree(node.target)) }
        : this.#resolved(node);
    this.#tree.set(node, made);
    return made;
  }

  #resolved(node: ResolvedNode): ResolvedNode {
    if (node.kind === "scalar") return this.#scalar(node);
    const span = this.backSpan(node.span);
    if (node.kind === "sequence")
      return { ...node, span, items: node.items.map((item) => this.backTree(item)) };
    return { ...node, span, pairs: node.pairs.map((pair) => this.#pair(pair)) };
  }

  #pair({ key, value }: Pair): Pair {
    return { key: this.backTree(key) as ScalarNode, value: this.backTree(value) };
  }

  /** Added quotes are not in the original, whose scalar is plain. */
  #scalar(node: ScalarNode): ScalarNode {
    const span = this.backSpan(node.span);
    const quotes = span.end - span.start < node.span.end - node.span.start;
    return quotes && node.style.endsWith("quoted") ? { ...node, span, style: "plain" } : { ...node, span };
  }
}

/** A change whose fault is in the whole span that is a guess. */
export function changeAt(id: YamlFaultId, at: Span, edits: readonly Edit[], title: string): Candidate {
  return { id, at, span: at, edits, title };
}

/** The edits that put a span of a text in single quotes, in which only the quote is special. */
export function singleQuotes(text: string, { start, end }: Span): Edit[] {
  const edits = [insertion(start, "'")];
  for (let at = text.indexOf("'", start); at >= 0 && at < end; at = text.indexOf("'", at + 1))
    edits.push(insertion(at, "'"));
  return [...edits, insertion(end, "'")];
}

/** The edit that inserts a text at an offset. */
export function insertion(offset: number, text: string): Edit {
  return { span: { start: offset, end: offset }, text };
}
