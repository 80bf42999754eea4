import type { LocatedMapping } from "../spec/located.ts";
import type { FixProposal } from "./rule.ts";

/** The edit that writes a pair (`key: value`) before the first one of a mapping, in its style; undefined for an empty mapping. */
export function insertFirst(
  mapping: LocatedMapping,
  pair: string,
  text: string,
): FixProposal["edits"][number] | undefined {
  const first = mapping.node.pairs[0];
  if (!first) return undefined;
  const at = first.key.span.start;
  const isFlow = text[mapping.node.span.start] === "{";
  const column = at - (text.lastIndexOf("\n", at - 1) + 1);
  const gap = isFlow ? ", " : `${lineBreakOf(text)}${" ".repeat(column)}`;
  return { span: { start: at, end: at }, text: pair + gap };
}

function lineBreakOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}
