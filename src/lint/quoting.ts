import type { Located } from "../spec/located.ts";

/**
 * A text as a YAML scalar in the style in which the value stands now: single quotes stay single quotes, double quotes stay double; a
 * plain or block text, which may need quotes that it does not have, gets single ones. Line breaks and control characters need double quotes.
 */
export function quotedLike(located: Located<string>, text: string): string {
  const style = located.node.kind === "scalar" ? located.node.style : "plain";
  if (style === "double-quoted" || /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/.test(text))
    return JSON.stringify(text);
  return `'${text.replaceAll("'", "''")}'`;
}

/** A fix that writes another text in place of a value. */
export function replaceValue(located: Located<string>, text: string, safe: boolean) {
  return {
    title: `write ${JSON.stringify(text)}`,
    safe,
    edits: [{ span: located.span, text: quotedLike(located, text) }],
  };
}
