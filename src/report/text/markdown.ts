import { cut, plural } from "../../util/text.ts";
import { printable } from "./escape.ts";

/** The maximum length of a value in a cell, and of a sentence. */
const MAX_VALUE = 120;
const MAX_SENTENCE = 300;

/** More rows would be too long for a comment (GitHub: 65,536 characters). */
export const MAX_ROWS = 150;

/** The maximum number of characters of the rows of a table, and of a block of code. */
const MAX_CHARACTERS = 30_000;

/** The maximum number of characters of a comment (GitHub: 65,536), with room for the last line. */
const MAX_COMMENT = 65_000;

/** Joins blocks of lines with an empty line between them; those that do not fit are counted. */
export function formatComment(blocks: readonly (readonly string[])[]): string {
  const filled = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  let room = MAX_COMMENT;
  const shown = filled.filter((text) => {
    const fits = text.length + 2 <= room;
    if (fits) room -= text.length + 2;
    return fits;
  });
  const left = filled.length - shown.length;
  const more =
    left > 0
      ? [`${plural(left, "part")} of this report ${left === 1 ? "does" : "do"} not fit into a comment.`]
      : [];
  const text = `${[...shown, ...more].join("\n\n")}\n`;
  // HTML ends at an empty line, and a step summary consists of several reports.
  return text.endsWith("</details>\n") ? `${text}\n` : text;
}

/** A table of GitHub Flavored Markdown as lines, cut where it would be too long for a comment. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  // A bar would end a cell, even in code (GitHub Flavored Markdown, tables).
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const shown = fitting(rows.map(line));
  const left = rows.length - shown.length;
  return [
    line(head),
    line(head.map(() => "---")),
    ...shown,
    ...(left > 0 ? ["", `and ${plural(left, "more row")}`] : []),
  ];
}

/** A list that opens with a click, as lines; empty without items. */
export function details(title: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const shown = fitting(items.map((each) => `- ${each}`));
  return opened(`${title} (${items.length})`, shown);
}

/** A block of text that opens with a click, as lines; `place` is a text of a spec in its title. */
export function textDetails(title: string, text: string, place?: string): string[] {
  return opened(place === undefined ? title : `${title} ${htmlCode(place)}`, textBlock(text));
}

function htmlCode(text: string): string {
  const shown = printable(cut(text, MAX_VALUE));
  return `<code>${shown.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</code>`;
}

/** A block of text as lines, cut where it would be too long for a comment. */
export function textBlock(text: string): string[] {
  const lines = text.trimEnd().split("\n");
  const shown = fitting(lines, Number.POSITIVE_INFINITY);
  const left = lines.length - shown.length;
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  const more = left > 0 ? [`… and ${plural(left, "more line")}`] : [];
  return [`${fence}text`, ...shown, ...more, fence];
}

function opened(title: string, lines: readonly string[]): string[] {
  return ["<details>", `<summary>${title}</summary>`, "", ...lines, "", "</details>"];
}

/** The first lines that are not too many for a comment. */
function fitting(lines: readonly string[], most = MAX_ROWS): string[] {
  let room = MAX_CHARACTERS;
  const until = lines.findIndex((line, index) => {
    room -= line.length;
    return index >= most || room < 0;
  });
  return lines.slice(0, until < 0 ? lines.length : until);
}

/** A text of a spec as code: as such it mentions no user, and is neither HTML nor Markdown. */
export function code(text: string): string {
  return codeSpan(text, MAX_VALUE);
}

/** A sentence that quotes a spec, as code. */
export function sentenceCode(text: string): string {
  return codeSpan(text, MAX_SENTENCE);
}

function codeSpan(text: string, longest: number): string {
  const shown = printable(cut(text, longest));
  if (shown === "") return "(empty)";
  const fence = "`".repeat(longestRun(shown) + 1);
  const space = /^`|`$|^ | $/.test(shown) ? " " : "";
  return `${fence}${space}${shown}${space}${fence}`;
}

/** The length of the longest run of backticks. */
function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
