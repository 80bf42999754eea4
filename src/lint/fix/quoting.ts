import type { Located } from "../../document/located.ts";
import type { SpecFile } from "../../pipeline/model.ts";
import { withoutEnd } from "../../util/text.ts";
import type { FixProposal } from "../rule.ts";

/** A text that needs no quotes for any YAML reader, in block and flow style. */
const PLAIN = /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[a-z/][^\s:#,[\]{}]*$/i;

/** The characters that only double quotes can hold. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/;

/**
 * Returns a text as a YAML scalar in the style of the current value: single or double quotes are
 * kept; a plain or block text gets single ones if it may need them. Line breaks and control
 * characters need double quotes.
 */
export function quotedLike(located: Located<string>, text: string): string {
  const style = located.node.kind === "scalar" ? located.node.style : "plain";
  if (style === "plain" && PLAIN.test(text)) return text;
  if (style === "double-quoted" || CONTROL.test(text)) return JSON.stringify(text);
  return inSingleQuotes(text);
}

/** Only the quote itself is special in single quotes. */
function inSingleQuotes(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Returns a text in quotes for a file: in double ones if it is JSON, else in single ones. */
export function inQuotes(text: string, { format }: Pick<SpecFile, "format">): string {
  return format === "json" ? JSON.stringify(text) : inSingleQuotes(text);
}

/** A fix that replaces a value by another text. */
export function replaceValue(located: Located<string>, text: string, safe: boolean): FixProposal {
  const shown = withoutEnd(text, "\n");
  return {
    title: text.includes('"') ? `write ${shown}` : `write "${shown}"`,
    safe,
    edits: [{ span: located.span, text: quotedLike(located, text), values: [located.value, text] }],
  };
}

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

/** Quotes of word processors and web pages, which are ordinary characters in YAML and JSON. */
const IN_QUOTES =
  /^[\u2018\u2019\u201a\u201c\u201d\u201e]([^\u2018\u2019\u201a\u201c\u201d\u201e]+)[\u2018\u2019\u201c\u201d]$/;

/** A comma or semicolon after a value without any other, as it ends a line of JSON. */
const BEFORE_COMMA = /^([^,;]*[^\s,;])[,;]$/;

/** Punctuation that a value has as a part of it, with the value that was meant. */
export interface StrayPunctuation {
  readonly kind: "quotes" | "comma";
  readonly meant: string;
}

/** Returns the punctuation that was meant to delimit a value, if the value has any at its ends. */
export function strayPunctuation(value: string): StrayPunctuation | undefined {
  const quoted = IN_QUOTES.exec(value)?.[1];
  if (quoted !== undefined) return { kind: "quotes", meant: quoted };
  const before = BEFORE_COMMA.exec(value)?.[1];
  return before === undefined ? undefined : { kind: "comma", meant: before };
}
