import type { Located } from "../../document/located.ts";
import type { Span } from "../../document/source.ts";
import type { SpecFile } from "../../pipeline/model.ts";
import { commonEnd, commonStart } from "../../util/closest-match.ts";
import { withoutEnd } from "../../util/text.ts";
import type { FixProposal } from "../rule.ts";

/** A text that needs no quotes for any YAML reader, in block and flow style. */
const PLAIN = /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[a-z/][^\s:#,[\]{}]*$/i;

/** The characters that only double quotes can hold. */
export const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/;

/**
 * Returns a text as a YAML scalar in the style of the current value: single or double quotes are
 * kept; a plain or block text that may need quotes gets single ones, or double ones if it has
 * only single ones. Line breaks and control characters need double quotes.
 */
export function quotedLike(located: Located<string>, text: string): string {
  const style = located.node.kind === "scalar" ? located.node.style : "plain";
  if (style === "plain" && PLAIN.test(text)) return text;
  const needsNone = style !== "single-quoted" && text.includes("'") && !/["\\]/.test(text);
  if (style === "double-quoted" || needsNone || CONTROL.test(text)) return JSON.stringify(text);
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

/** A fix of some edits. */
export const fixOf = (title: string, safe: boolean, ...edits: FixProposal["edits"]): FixProposal => ({
  title,
  safe,
  edits,
});

/** A fix that quotes a text, which is that of a span. */
export function quoteIt(span: Span, text: string, file: Pick<SpecFile, "format">, safe = true): FixProposal {
  return fixOf("quote it", safe, { span, text: inQuotes(text, file) });
}

/** The length above which a fix does not repeat the whole value, which may have many faults. */
export const MAX_WHOLE = 1000;

/** A fix that replaces a value by another text; undefined without a text. */
export function replaceValue(
  located: Located<string>,
  text: string | undefined,
  safe: boolean,
): FixProposal | undefined {
  if (text === undefined) return undefined;
  const shown = withoutEnd(text, "\n");
  const title = text.includes('"') ? `write ${shown}` : `write "${shown}"`;
  return fixOf(text.length > MAX_WHOLE ? "change only this part" : title, safe, {
    span: located.span,
    text: quotedLike(located, text),
    values: [located.value, text],
  });
}

/** A character between two words; no secret that is detected by its form has one. */
const BOUNDARY = /[\s"'|&(),]/;

/** Returns the part of an edit that changes `written`, the text at its span, by whole words. */
export function changedPart(
  written: string,
  { span, text }: { readonly span: Span; readonly text: string },
): { span: Span; text: string } {
  let start = commonStart(written, text);
  let end = commonEnd(written, text, start);
  while (start > 0 && !BOUNDARY.test(written[start - 1]!)) start--;
  while (end > 0 && !BOUNDARY.test(written[written.length - end]!)) end--;
  return {
    span: { start: span.start + start, end: span.end - end },
    text: text.slice(start, text.length - end),
  };
}
