const LONGEST = 80;

/** Control characters, line separators and halves of surrogate pairs. */
const UNPRINTABLE =
  /[\x00-\x1f\x7f-\x9f\u2028\u2029]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * Quotes a value for a message: control characters and lone surrogates as escapes, long texts cut in the middle.
 *
 * @param text any text
 * @returns the text in double quotes, on one line
 */
export function quote(text: string): string {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST - 20)}…${text.slice(-15)}` : text;
  return `"${shown.replace(UNPRINTABLE, escapeControl)}"`;
}

function escapeControl(char: string): string {
  if (char === "\n") return "\\n";
  if (char === "\r") return "\\r";
  if (char === "\t") return "\\t";
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
