import { type CST, Parser } from "yaml";

/** Returns the trimmed comments of a YAML text, in any order. */
export function commentsOf(original: string): string[] {
  // `yaml` does not treat a lone CR as a line break; the platform's reader does.
  const text = original.replace(/\r\n?/g, "\n");
  // It accepts a comment without white space before it.
  const isComment = ({ offset }: { offset: number }) => /^\s?$/.test(text[offset - 1] ?? "");
  const found: string[] = [];
  const open: unknown[] = [...new Parser().parse(text)];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== "object" || value === null) continue;
    const token = value as CST.SourceToken;
    if (token.type === "comment" && isComment(token)) found.push(token.source.trim());
    for (const inner of Object.values(value)) open.push(inner);
  }
  return found;
}
