import { endOfLine, startOfLine, trimEnd } from "../scan.ts";
import type { Span } from "../source.ts";

/** A line that is not blank, with its parts. */
export interface TextLine {
  /** The whole line, without white space at its end. */
  readonly span: Span;
  /** The number of characters before the dashes, and before the content. */
  readonly indent: number;
  readonly column: number;
  /** True if the line begins with a dash. */
  readonly item: boolean;
  /** The text behind indentation and dashes, and its span. */
  readonly content: string;
  readonly body: Span;
  /** The span of the value behind a key. */
  readonly value: Span | undefined;
}

/** Returns the line at an offset and some lines before it, without blank ones. */
export function linesFrom(text: string, offset: number, count: number): TextLine[] {
  const lines: TextLine[] = [];
  let at = Math.min(offset, text.length);
  while (at >= 0 && lines.length < count) {
    const start = startOfLine(text, at);
    const end = trimEnd(text, start, endOfLine(text, start));
    if (end > start) lines.push(lineOf(text, { start, end }));
    at = start - 1;
  }
  return lines;
}

/** The first line behind an offset that is not blank. */
export function lineBehind(text: string, offset: number): TextLine | undefined {
  const found = /\S/g;
  found.lastIndex = endOfLine(text, offset);
  const next = found.exec(text);
  return next ? linesFrom(text, next.index, 1)[0] : undefined;
}

/** The maximum number of lines in each direction that belong together. */
const MAX_AROUND = 200;

/** A line and those around it that pass a test, in the order of the text, without blank ones. */
export function linesAround(text: string, line: TextLine, passes: (line: TextLine) => boolean): TextLine[] {
  const before = linesFrom(text, line.span.start - 1, MAX_AROUND);
  const end = before.findIndex((each) => !passes(each));
  const found = [line, ...(end < 0 ? before : before.slice(0, end))].reverse();
  for (let behind = lineBehind(text, line.span.end); behind; behind = lineBehind(text, behind.span.end)) {
    if (!passes(behind) || found.length > 2 * MAX_AROUND) break;
    found.push(behind);
  }
  return found;
}

/** The first keys of list items in specs. */
export const ITEM_KEY = /^(?:name|key|type)$/;

const QUOTED_KEY = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*:[ \t]+(?=\S)/;

/** The length of a key with its colon, up to the value; 0 without a value behind a key. */
function keyLength(content: string): number {
  const quoted = QUOTED_KEY.exec(content);
  if (quoted || /^["']/.test(content)) return quoted?.[0].length ?? 0;
  const colon = /:[ \t]+(?=\S)/.exec(content);
  return colon ? colon.index + colon[0].length : 0;
}

function lineOf(text: string, span: Span): TextLine {
  const written = text.slice(span.start, span.end);
  const [, lead = "", dashes = ""] = /^([ \t\ufeff]*)((?:-(?:[ \t]+|$))*)/.exec(written) ?? [];
  const content = written.slice(lead.length + dashes.length);
  const key = keyLength(content);
  const body = { start: span.end - content.length, end: span.end };
  return {
    span,
    indent: lead.length,
    column: lead.length + dashes.length,
    item: dashes !== "",
    content,
    body,
    value: key === 0 ? undefined : { start: body.start + key, end: body.end },
  };
}

/** The end of the lines below a line that are indented deeper. */
export function endOfBlock(text: string, start: number, indent: number): number {
  let end = endOfLine(text, start);
  for (let at = end; at < text.length; ) {
    const from = at + (text.startsWith("\r\n", at) ? 2 : 1);
    at = endOfLine(text, from);
    const line = text.slice(from, at);
    if (line.trim() === "") continue;
    if (line.search(/\S/) <= indent) break;
    end = at;
  }
  return end;
}
