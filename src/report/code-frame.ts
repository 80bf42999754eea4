import type { Range, Span } from "../spec/source.ts";
import { maskLine } from "./mask.ts";
import { displayWidth, printable } from "./printable.ts";

/** The lines of a frame with their gutter, before colour: the source line, and the marker under the exact span. */
export interface Frame {
  readonly gutter: string;
  readonly code: string;
  readonly blank: string;
  readonly marker: string;
}

/**
 * The first line of a range with a marker under the span, cut to `width` columns round the span. Secrets are masked at equal width,
 * control characters made visible.
 */
export function codeFrame(
  lines: readonly string[],
  range: Range,
  secrets: readonly Span[],
  width: number,
): Frame {
  const { line: number, column } = range.start;
  const line = lines[number - 1] ?? "";
  const masked = maskLine(line, range.start.offset - (column - 1), secrets);
  const until = range.end.line === number ? range.end.column - 1 : line.trimEnd().length;
  const gutter = `${number} │ `;
  const view = window(masked, column - 1, Math.max(until, column), width - gutter.length);
  const lead = view.ellipsis + printable(masked.slice(view.from, column - 1));
  const marked = printable(masked.slice(column - 1, Math.min(until, view.to)));
  return {
    gutter,
    code: view.ellipsis + printable(masked.slice(view.from, view.to)) + (view.to < masked.length ? "…" : ""),
    blank: `${" ".repeat(String(number).length)} │ `,
    marker: " ".repeat(displayWidth(lead)) + "^".repeat(Math.max(1, displayWidth(marked))),
  };
}

/** Which part of a line to show so that the span is in view. */
function window(
  line: string,
  start: number,
  end: number,
  width: number,
): { from: number; to: number; ellipsis: string } {
  const room = Math.max(20, width - 2);
  if (displayWidth(line) <= room + 1) return { from: 0, to: line.length, ellipsis: "" };
  const from = end <= room ? 0 : Math.max(0, Math.min(start - 10, end - room + 1));
  return { from, to: Math.min(line.length, from + room), ellipsis: from > 0 ? "…" : "" };
}

/** The lines of a text; LF, CR LF and a lone CR break one, as positions count them. Made once per file, which may have many findings. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}
