/** Returns the offset of the first character after white space, line breaks and comments. */
export function skipTrivia(text: string, offset: number): number {
  let at = offset;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d) at++;
    else if (code === 0x23) at = endOfLine(text, at);
    else return at;
  }
}

/** Returns the offset of the line break after `offset`, or the end of the text. */
export function endOfLine(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && text.charCodeAt(at) !== 0x0a && text.charCodeAt(at) !== 0x0d) at++;
  return at;
}

/** Returns the end of the text before `end` without trailing white space; at least `start`. */
export function trimEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}

/** True if a character code is white space or a line break. */
function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

/** Skips tags and anchors (`!tag`, `&name`) and the white space and comments around them. */
export function skipProperties(text: string, offset: number): number {
  let at = skipTrivia(text, offset);
  while (text[at] === "!" || text[at] === "&") {
    while (at < text.length && !isSpace(text.charCodeAt(at)) && !",[]{}".includes(text[at]!)) at++;
    at = skipTrivia(text, at);
  }
  return at;
}

/** A template tag that YAML cannot read; `${{…}}` is the platform's own syntax. */
const TAG =
  /^[ \t]*(?:\{\{|\{%)|^[^"'#\n{]*[^"'#\n{$]\{\{[^{\n]|\{%-?\s*(?:if|for|end|include|raw|set|block)\b/m;

/** Finds the first tag of a template engine (gomplate, Helm, nunjucks) that is not YAML. */
export function findTemplateTag(text: string): number | undefined {
  const match = TAG.exec(text);
  if (!match) return undefined;
  return match.index + match[0].search(/\{\{|\{%/);
}
