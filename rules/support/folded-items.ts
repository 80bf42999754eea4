import type { LocatedScalar } from "../../src/document/located.ts";
import type { Span } from "../../src/document/source.ts";

/** Returns the lines of a plain text of one word that YAML would read as list items elsewhere. */
export function foldedItems(
  { node, span }: Pick<LocatedScalar, "node" | "span">,
  text: string,
): Span | undefined {
  if (node.kind !== "scalar" || node.style !== "plain") return undefined;
  const [, word, lines] =
    /^(\S+)[ \t]*\r?\n([ \t]+- [^\n]*(?:\n[ \t]+- [^\n]*)*)$/.exec(text.slice(span.start, span.end)) ?? [];
  if (word === undefined || lines === undefined) return undefined;
  const start = span.end - lines.trimStart().length;
  return { start, end: span.end };
}

/** Returns the message about a list that is a part of the text of a key. */
export function foldedMessage(key: string): string {
  return `this list is a part of the text of "${key}" above; write the key of the list on a line between them`;
}
