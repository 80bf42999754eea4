/** A template tag where YAML takes none: a line that begins with one, or one in a value without quotes; `${{…}}` is the platform's own. */
const TAG =
  /^[ \t]*(?:\{\{|\{%)|^[^"'#\n{]*[^"'#\n{$]\{\{[^{\n]|\{%-?\s*(?:if|for|end|include|raw|set|block)\b/m;

/** Where the first tag of a template engine (gomplate, Helm, nunjucks) stands in a text that is no YAML; undefined where there is none. */
export function findTemplateTag(text: string): number | undefined {
  const match = TAG.exec(text);
  if (!match) return undefined;
  return match.index + match[0].search(/\{\{|\{%/);
}
