import { withoutEnd } from "../../util/text.ts";
import { CONTROL } from "./quoting.ts";

/** The header of a block without an indentation indicator. */
const HEADER = /^([|>])[-+]?[ \t]*(?:(?<=[ \t])#[^\r\n]*)?(?:\r\n|\n|\r)/;

/** True for a block text (`key: |`). */
export function isBlock(written: string): boolean {
  return /^[|>]/.test(written);
}

/**
 * Returns a block with another value and the form that it has: its header, its indentation, and the
 * line breaks of a folded one outside the part that changes. Undefined where that is not possible.
 */
export function blockLike(written: string, before: string, after: string): string | undefined {
  const [header, style] = HEADER.exec(written) ?? [];
  if (header === undefined) return undefined;
  const content = written.slice(header.length).trimEnd();
  const [, indent = ""] = /^( +)/.exec(content) ?? [];
  const lines = content.split(/\r\n|\n|\r/).map((line) => line.slice(indent.length));
  const end = before.slice(withoutEnd(before, "\n").length);
  const old = lines.join(style === "|" ? "\n" : " ");
  const text = after.slice(0, after.length - end.length);
  if (old + end !== before || text + end !== after) return undefined;
  const changed = style === "|" ? text.split("\n") : foldedLike(lines, old, text);
  const isOther = (line: string) =>
    CONTROL.test(line) || (style === ">" && (line === "" || line.trim() !== line));
  if (text === "" || text.trim() !== text || changed.some(isOther)) return undefined;
  const indented = changed.map((line) => (line === "" ? "" : `${indent}${line}`));
  return `${header}${indented.join("\n")}${written.slice(header.length + content.length)}`;
}

/** Splits a new text at the line breaks of an old one that are before or after the change. */
function foldedLike(lines: readonly string[], old: string, text: string): readonly string[] {
  const most = Math.min(old.length, text.length);
  let start = 0;
  while (start < most && old[start] === text[start]) start++;
  let end = 0;
  while (end < most - start && old.at(-1 - end) === text.at(-1 - end)) end++;
  const found: string[] = [];
  let [at, from] = [-1, 0];
  for (const line of lines.slice(0, -1)) {
    at += line.length + 1;
    const to = at < start ? at : at >= old.length - end ? at + text.length - old.length : undefined;
    if (to === undefined) continue;
    found.push(text.slice(from, to));
    from = to + 1;
  }
  return [...found, text.slice(from)];
}

/** The replacement of a block text on one line, with the comment of its header (`key: | # why`). */
export function withHeaderComment(before: string, after: string): string {
  const comment = /^[|>][-+\d]*[ \t]+(#[^\r\n]*)[\r\n]/.exec(before)?.[1];
  return comment === undefined || after.includes("\n") ? after : `${after} ${comment.trimEnd()}`;
}
