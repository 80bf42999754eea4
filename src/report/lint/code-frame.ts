import type { Range, Span } from "../../document/source.ts";
import { maskSpan } from "../../secrets/redact.ts";
import { joinSpans } from "../../util/spans.ts";
import { printable } from "../text/escape.ts";
import { displayWidth, takeEnd, takeStart } from "../text/width.ts";
import { lastLine } from "./lint-report.ts";

/** A text prepared for frames: built once per file, which may have many findings. */
export interface FramedText {
  readonly text: string;
  /** The offset of each line. */
  readonly starts: readonly number[];
  /** Spans that are shown as asterisks, sorted and disjoint. */
  readonly secrets: readonly Span[];
}

/** The lines of a frame with gutter, without colour: source line and marker. */
export interface Frame {
  readonly gutter: string;
  readonly code: string;
  readonly blank: string;
  readonly marker: string;
}

/** Finds the lines of a text; LF, CR LF and a single CR end one, as in positions. */
export function framedText(text: string, secrets: readonly Span[]): FramedText {
  return {
    text,
    secrets: joinSpans(secrets),
    starts: [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), endOf)],
  };
}

function endOf(match: RegExpExecArray): number {
  return match.index + match[0].length;
}

/**
 * Returns the first line of a range with a marker under the span, cut to `width` columns around it.
 * Secrets are masked at equal width, control characters made visible. A range of several lines
 * mentions its last one.
 */
export function codeFrame(source: FramedText, range: Range, width: number): Frame {
  const { line } = range.start;
  const gutter = `${line} │ `;
  const until = lastLine(range) > line ? ` to line ${lastLine(range)}` : "";
  const parts = cutToWidth(partsOf(source, range, width), Math.max(20, width - gutter.length - until.length));
  return {
    gutter,
    code: parts.lead + parts.span + parts.tail,
    blank: `${" ".repeat(String(line).length)} │ `,
    marker: " ".repeat(displayWidth(parts.lead)) + "^".repeat(Math.max(1, displayWidth(parts.span))) + until,
  };
}

interface Parts {
  readonly lead: string;
  readonly span: string;
  readonly tail: string;
}

/**
 * The text before, in and after the span on its first line in printable form; for a very long line
 * only the part around the span.
 */
function partsOf({ text, starts, secrets }: FramedText, { start, end }: Range, width: number): Parts {
  const lineStart = starts[start.line - 1] ?? text.length;
  const lineEnd = endOfLine(text, lineStart, starts[start.line] ?? text.length);
  const from = Math.min(start.offset, lineEnd);
  const until = Math.max(from, Math.min(end.offset, lineEnd));
  const near = width * 4;
  const show = (left: number, right: number) =>
    printable(maskSpan(text, { start: left, end: right }, secrets));
  const span = show(from, Math.min(until, from + near));
  return {
    lead: show(Math.max(lineStart, from - near), from),
    span: end.line > start.line ? span.trimEnd() : span,
    tail: show(until, Math.min(lineEnd, until + near)).trimEnd(),
  };
}

/** The end of a line without its line break, from the start of the next line. */
function endOfLine(text: string, start: number, next: number): number {
  let end = next;
  while (end > start && (text[end - 1] === "\n" || text[end - 1] === "\r")) end--;
  return end;
}

/** Cuts the three parts to a width with the span in view, with `…` at each cut. */
function cutToWidth({ lead, span, tail }: Parts, width: number): Parts {
  const [before, within, after] = [displayWidth(lead), displayWidth(span), displayWidth(tail)];
  if (before + within + after <= width) return { lead, span, tail };
  if (before + within < width) return { lead, span, tail: cutEnd(tail, width - before - within) };
  const room = Math.max(Math.min(before, 10), width - within - Math.min(after, 10));
  const left = before <= room ? lead : `…${takeEnd(lead, room - 1)}`;
  const middle = cutEnd(span, width - displayWidth(left));
  return { lead: left, span: middle, tail: cutEnd(tail, width - displayWidth(left) - displayWidth(middle)) };
}

function cutEnd(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  return width < 1 ? "" : `${takeStart(text, width - 1)}…`;
}
