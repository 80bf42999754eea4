import { eastAsianWidth } from "get-east-asian-width";
import { printable } from "./escape.ts";

/** Text whose characters take one column each: ASCII, Latin-1, and signs of our sentences. */
const NARROW = /^[\x20-\x7e\xa1-\xac\xae-\xff\u2013\u2026\u2192\u2713\u2717]*$/;

/** A character as a reader sees it, with its columns on a terminal. */
interface Cell {
  readonly text: string;
  readonly width: number;
}

let segmenter: Intl.Segmenter | undefined;

function cellsOf(text: string): Cell[] {
  segmenter ??= new Intl.Segmenter("en");
  return Array.from(segmenter.segment(text), ({ segment }) => ({
    text: segment,
    width: widthOf(segment),
  }));
}

/** A cluster is as wide as its first character, an emoji two columns (Unicode UAX #11). */
function widthOf(segment: string): number {
  if (/^[\p{M}\u200c\u200d]/u.test(segment)) return 0;
  if (/\ufe0f|^\p{RI}{2}$/u.test(segment)) return 2;
  return eastAsianWidth(segment.codePointAt(0) ?? 0);
}

/** The number of columns of a printable text. */
export function displayWidth(text: string): number {
  if (NARROW.test(text)) return text.length;
  return cellsOf(text).reduce((sum, { width }) => sum + width, 0);
}

/** The longest prefix of a printable text that fits into `width` columns. */
export function takeStart(text: string, width: number): string {
  if (NARROW.test(text)) return text.slice(0, Math.max(0, width));
  let taken = "";
  let room = width;
  for (const cell of cellsOf(text)) {
    room -= cell.width;
    if (room < 0) break;
    taken += cell.text;
  }
  return taken;
}

/** The longest suffix of a printable text that fits into `width` columns. */
export function takeEnd(text: string, width: number): string {
  if (NARROW.test(text)) return width > 0 ? text.slice(-width) : "";
  let taken = "";
  let room = width;
  for (const cell of cellsOf(text).reverse()) {
    room -= cell.width;
    if (room < 0) break;
    taken = cell.text + taken;
  }
  return taken;
}

/** Wraps a text at spaces into lines of `width` columns; a longer word gets its own. */
export function wrap(text: string, width: number): string[] {
  if (displayWidth(text) <= width) return [text];
  const lines: string[] = [];
  let [line, used] = ["", 0];
  for (const word of text.split(" ")) {
    const own = displayWidth(word);
    if (line === "") [line, used] = [word, own];
    else if (used + 1 + own > width) {
      lines.push(line);
      [line, used] = [word, own];
    } else [line, used] = [`${line} ${word}`, used + 1 + own];
  }
  return [...lines, line];
}

/** A text with its control characters shown, wrapped with an indentation. */
export function hanging(text: string, indent: string, columns: number): string[] {
  return wrap(printable(text), Math.max(20, columns - displayWidth(indent))).map(
    (line) => `${indent}${line}`,
  );
}

/** Puts a text before the first line, and an indentation before the others. */
export function behind(head: string, indent: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => `${index === 0 ? head : indent}${line}`);
}

/** Returns the blocks that have lines, with an empty line between them. */
export function formatBlocks(blocks: readonly (readonly string[])[]): string {
  const texts = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return `${texts.join("\n\n")}\n`;
}
