import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Range as LspRange, Position } from "vscode-languageserver/node";
import type { Range, Source, Span } from "../../document/source.ts";

/** Returns a range as the protocol has it: lines and UTF-16 columns from 0. */
export function toLspRange({ start, end }: Range): LspRange {
  return { start: toLspPosition(start), end: toLspPosition(end) };
}

function toLspPosition({ line, column }: Range["start"]): Position {
  return { line: line - 1, character: column - 1 };
}

/** Returns a span of a text as a range of the protocol. */
export function spanToRange(source: Source, span: Span): LspRange {
  return toLspRange(source.range(span));
}

/** True if a span has an offset; its end counts too, since a cursor may be there. */
export function covers({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

/** True if two ranges share a position; an end counts too. */
export function touches(a: LspRange, b: LspRange): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

/**
 * Returns the absolute path, without a slash at its end, of a document that is a file of this
 * machine; undefined for any other
 * address, such as that of a document without a file.
 */
export function pathOfUri(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    return resolve(fileURLToPath(uri));
  } catch {
    return undefined;
  }
}

/** Returns the address of a file. */
export function uriOfPath(path: string): string {
  return pathToFileURL(path).href;
}
