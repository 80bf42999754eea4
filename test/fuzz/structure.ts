import type { YamlNode } from "../../src/document/node.ts";
import { readYamlSync } from "../../src/document/read.ts";
import * as recovery from "../../src/document/recover.ts";

/** A node of a text that can be mutated. */
export interface Spot {
  readonly node: YamlNode;
  readonly start: number;
  readonly end: number;
  /** Number of spaces at the start of the node's line. */
  readonly indent: number;
  readonly role: "key" | "value" | "item" | "root";
  /** True if it begins on the line of its key or dash, or in a flow collection. */
  readonly inline: boolean;
}

/** Returns the written nodes of a text in order; an empty list if the text cannot be parsed. */
export function spotsOf(text: string): Spot[] {
  const spots: Spot[] = [];
  const open: [YamlNode, Spot["role"]][] = readYamlSync(text, recovery).documents.flatMap(({ root }) =>
    root ? [[root, "root"] as [YamlNode, Spot["role"]]] : [],
  );
  for (let next = open.pop(); next; next = open.pop()) {
    const [node, role] = next;
    if (node.span.end > node.span.start) spots.push(spotOf(node, role, text));
    if (node.kind === "sequence") for (const item of node.items) open.push([item, "item"]);
    if (node.kind === "mapping")
      for (const { key, value } of node.pairs) open.push([key, "key"], [value, "value"]);
  }
  return spots.sort((a, b) => a.start - b.start);
}

function spotOf(node: YamlNode, role: Spot["role"], text: string): Spot {
  const { start, end } = node.span;
  const line = text.lastIndexOf("\n", start - 1) + 1;
  const indent = /^ */.exec(text.slice(line, start))![0].length;
  return { node, role, start, end, indent, inline: line + indent < start };
}

/** True if a node is a flow collection or a scalar, which can be replaced within its line. */
export function isCompact({ node, start }: Spot, text: string): boolean {
  return node.kind === "scalar" || node.kind === "alias" || "{[".includes(text[start]!);
}
