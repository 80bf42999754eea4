import type { YamlNode } from "../../src/document/node.ts";
import { readYamlSync } from "../../src/document/read.ts";
import * as tolerant from "../../src/document/tolerant-reader.ts";

/** A node of a text that mutations can be made at. */
export interface Spot {
  readonly node: YamlNode;
  readonly start: number;
  readonly end: number;
  /** Spaces before the first character of the node's line. */
  readonly indent: number;
  readonly role: "key" | "value" | "item" | "root";
  /** Whether it begins on the line of its key or dash, or in a flow collection. */
  readonly inline: boolean;
}

/** Every written node of a text, in its order; none where it cannot be read. */
export function spotsOf(text: string): Spot[] {
  const spots: Spot[] = [];
  const open: [YamlNode, Spot["role"]][] = readYamlSync(text, tolerant).documents.flatMap(({ root }) =>
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

/** Whether a node is written in brackets or is no collection, so that it can be replaced in its line. */
export function isCompact({ node, start }: Spot, text: string): boolean {
  return node.kind === "scalar" || node.kind === "alias" || "{[".includes(text[start]!);
}
