import { endOfLine } from "../../document/scan.ts";
import type { Source, Span } from "../../document/source.ts";
import type { SpecFile } from "../../pipeline/model.ts";
import { TextLayout } from "./span-index.ts";
import type { IgnoreEntry } from "./suppress.ts";

/** The word that makes a comment an ignore comment. */
const IGNORE_WORD = "dryfire-ignore";

/** One rule in an ignore comment. */
export interface IgnoredRule {
  /** The id as written; empty if the comment has none; the word of a comment of other tools. */
  readonly rule: string;
  /** The place of the id, or of the comment without one. */
  readonly span: Span;
  /** Findings that start in this span are hidden; the end is inclusive. */
  readonly covers: Span;
  /** True if the line that the comment covers is empty. */
  readonly isBlank?: boolean;
}

/**
 * Returns the ignore comments of a file, `# dryfire-ignore rule-id, other-id -- reason`, one entry
 * per id. A comment covers its own line, or the next one if it is alone on its line, and everything
 * that starts there: a value, a trigger, a step, the whole spec. Comments are only searched between
 * the scalars of the tree, so a `#` inside a text never counts.
 */
export function ignoreComments({ source, documents }: SpecFile): IgnoredRule[] {
  const layout = new TextLayout(source.text);
  for (const { root } of documents) if (root) layout.add(root.node, root.span.start);
  const reader = new CommentReader(source, layout);
  return reader.read();
}

/** The same as plain data, each with the pipeline that it is in or above. */
export function ignoreEntries(file: SpecFile): IgnoreEntry[] {
  const unsure = file.faults.some(({ severity }) => severity === "error");
  const owners = [...file.pipelines, ...file.definitions];
  return ignoreComments(file).map(({ rule, span, covers, isBlank }) => {
    const owner = owners.find(({ node }) => covers.start <= node.span.end);
    return {
      rule,
      range: file.source.range(span),
      covers,
      ...(owner && file.documents.length > 1 && { document: owner.document }),
      ...(owner?.name && { pipeline: owner.name.value }),
      ...(unsure && { unsure }),
      ...(isBlank && { isBlank }),
    };
  });
}

/**
 * The characters that a comment may directly follow: js-yaml 3 also accepts a `#` after a quote or
 * bracket (`loader.js`, skipSeparationSpace).
 */
const OPENING = /[\s\ufeff"'[\]{},]/;

/** A colon after the word is usual in other tools. */
const DIRECTIVE = /^#[ \t]*dryfire-ignore(?![\w-])(?:[ \t]*:)?/;

/** Words like that of other tools, such as `dryfire-ignore-next-line`, which hide nothing. */
const OTHER_WORD = /^#[ \t]*(dryfire-ignore-[a-z-]+)/;

class CommentReader {
  readonly #text: string;
  readonly #source: Source;
  readonly #layout: TextLayout;
  readonly #reaches = new Map<number, number>();
  /** Every comment before this offset has been read. */
  #searched = 0;
  #skipped: Span & { readonly target: number } = { start: 0, end: -1, target: 0 };

  constructor(source: Source, layout: TextLayout) {
    this.#source = source;
    this.#text = source.text;
    this.#layout = layout;
  }

  read(): IgnoredRule[] {
    const found: IgnoredRule[] = [];
    let at = this.#text.indexOf(IGNORE_WORD);
    while (at >= 0) {
      const comment = this.#commentAt(at);
      const written = comment && this.#text.slice(comment.start, comment.end);
      const [whole = "", word] = OTHER_WORD.exec(written ?? "") ?? [];
      if (comment && word !== undefined) {
        const end = comment.start + whole.length;
        found.push({ rule: word, span: { start: end - word.length, end }, covers: comment });
      } else if (comment && DIRECTIVE.test(written!)) found.push(...this.#entries(comment));
      at = this.#text.indexOf(IGNORE_WORD, comment?.end ?? at + IGNORE_WORD.length);
    }
    return found;
  }

  /** The comment at an offset, up to the end of its line. */
  #commentAt(offset: number): Span | undefined {
    const before = this.#layout.scalarBefore(offset);
    if (before && before.end > offset) return undefined;
    const line = this.#lineStart(offset);
    for (let at = Math.max(line, before?.end ?? 0, this.#searched); at < offset; at++) {
      const opens = this.#text[at] === "#" && (at === line || OPENING.test(this.#text[at - 1]!));
      if (opens) return { start: at, end: endOfLine(this.#text, at) };
    }
    this.#searched = offset;
    return undefined;
  }

  #entries(comment: Span): IgnoredRule[] {
    const covers = this.#covers(comment);
    const written = this.#text.slice(comment.start, comment.end);
    const from = DIRECTIVE.exec(written)![0].length;
    const named = written.slice(from).replace(/(?:^|\s)--(?:\s.*)?$/s, "");
    const colon = /^\s*[\w-]+(?:[\s,]+[\w-]+)*?\s*(:(?:\s.*)?)$/s.exec(named)?.[1] ?? "";
    const ids = named.slice(0, named.length - colon.length);
    const entry = (rule: string, index: number): IgnoredRule => {
      const start = comment.start + from + index;
      return { rule, span: { start, end: start + rule.length }, covers };
    };
    const entries = Array.from(ids.matchAll(/[^\s,]+/g), ({ 0: rule, index }) => entry(rule, index));
    // The text after a colon is reported as an unknown id.
    if (colon !== "") return [...entries, entry(colon.trim(), ids.length)];
    if (entries.length === 0) entries.push({ rule: "", span: comment, covers });
    const isBlank = /^[ \t]*(?:\r\n?|\n)\s*\S/.test(this.#text.slice(covers.start));
    return isBlank ? entries.map((each) => ({ ...each, isBlank })) : entries;
  }

  #covers(comment: Span): Span {
    const own = this.#lineStart(comment.start);
    const alone =
      this.#text
        .slice(own, comment.start)
        .replace(/^\ufeff/, "")
        .trim() === "";
    const start = alone ? this.#lineAfter(comment.end) : own;
    const known = this.#reaches.get(start);
    const end = known ?? this.#layout.reach(start, endOfLine(this.#text, start));
    this.#reaches.set(start, end);
    return { start, end };
  }

  /** The next line that is not a comment or document marker: comments can be stacked. */
  #lineAfter(end: number): number {
    if (end >= this.#skipped.start && end <= this.#skipped.end) return this.#skipped.target;
    let at = end;
    for (;;) {
      const next = this.#nextLine(at);
      const line = this.#text.slice(next, endOfLine(this.#text, next)).trim();
      if (!(line.startsWith("#") || line === "---") || next >= this.#text.length) {
        this.#skipped = { start: end, end: at, target: next };
        return next;
      }
      at = endOfLine(this.#text, next);
    }
  }

  #nextLine(lineEnd: number): number {
    return this.#text.startsWith("\r\n", lineEnd) ? lineEnd + 2 : Math.min(lineEnd + 1, this.#text.length);
  }

  #lineStart(offset: number): number {
    return this.#source.position(offset).offset - (this.#source.position(offset).column - 1);
  }
}
