import type { Located } from "../../document/located.ts";
import type { SpecFile } from "../../pipeline/model.ts";

/** A text that needs no quotes for any YAML reader, in block and flow style. */
const PLAIN = /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[a-z/][^\s:#,[\]{}]*$/i;

/**
 * Returns a text as a YAML scalar in the style of the current value: single or double quotes are
 * kept; a plain or block text gets single ones if it may need them. Line breaks and control
 * characters need double quotes.
 */
export function quotedLike(located: Located<string>, text: string): string {
  const style = located.node.kind === "scalar" ? located.node.style : "plain";
  if (style === "plain" && PLAIN.test(text)) return text;
  if (style === "double-quoted" || /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/.test(text))
    return JSON.stringify(text);
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
export function replaceValue(located: Located<string>, text: string, safe: boolean) {
  return {
    title: text.includes('"') ? `write ${text}` : `write "${text}"`,
    safe,
    edits: [{ span: located.span, text: quotedLike(located, text) }],
  };
}

/** The replacement of a block text on one line, with the comment of its header (`key: | # why`). */
export function withHeaderComment(before: string, after: string): string {
  const comment = /^[|>][-+\d]*[ \t]+(#[^\r\n]*)[\r\n]/.exec(before)?.[1];
  return comment === undefined || after.includes("\n") ? after : `${after} ${comment.trimEnd()}`;
}
