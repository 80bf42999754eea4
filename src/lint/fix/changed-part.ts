import type { Span } from "../../document/source.ts";
import { commonEnd, commonStart } from "../../util/closest-match.ts";

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
