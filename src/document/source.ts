import { firstNotBefore } from "../util/binary-search.ts";
import { withoutEnd } from "../util/text.ts";

/** A span of the text: 0-based offsets in UTF-16 code units, end exclusive. */
export interface Span {
  /** The first offset. */
  readonly start: number;
  /** The offset after the last one. */
  readonly end: number;
}

/** A position in the text: 1-based line and column, 0-based offset, in UTF-16 code units. */
export interface Position {
  /**
   * The line, from 1.
   * @asType integer
   * @minimum 1
   */
  readonly line: number;
  /**
   * The column, from 1.
   * @asType integer
   * @minimum 1
   */
  readonly column: number;
  /** The number of code units before it. */
  readonly offset: number;
}

/** A span as line and column, end exclusive. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A text with a name, and the conversion between offsets and lines (LF, CR LF, single CR). */
export class Source {
  readonly path: string;
  readonly text: string;
  #lineStarts: number[] | undefined;

  /** `path` is the name in reports; `text` the whole content, byte order mark included. */
  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
  }

  /** Returns the position of an offset; one outside the text counts as its nearest end. */
  position(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.text.length));
    const starts = this.#starts();
    const line = firstNotBefore(starts, (start) => start <= at) - 1;
    return { line: line + 1, column: at - starts[line]! + 1, offset: at };
  }

  /** Returns both ends of a span as positions. */
  range(span: Span): Range {
    return { start: this.position(span.start), end: this.position(span.end) };
  }

  /** Returns a 1-based line without its line break; an empty string if there is none. */
  line(line: number): string {
    const starts = this.#starts();
    const start = starts[line - 1];
    if (start === undefined) return "";
    return withoutEnd(this.text.slice(start, starts[line] ?? this.text.length), "\r\n");
  }

  #starts(): number[] {
    this.#lineStarts ??= lineStarts(this.text);
    return this.#lineStarts;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  if (!text.includes("\r")) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    return starts;
  }
  const breaks = /\r\n|\n|\r/g;
  while (breaks.exec(text)) starts.push(breaks.lastIndex);
  return starts;
}
