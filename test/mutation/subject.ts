import { isSequence, LocatedMapping, type Value } from "../../src/document/located.ts";
import type { ScalarNode } from "../../src/document/node.ts";
import type { Span } from "../../src/document/source.ts";
import type { SpecFile } from "../../src/pipeline/model.ts";

/** A text after one change, and the place where its finding must be. */
export interface Broken {
  readonly text: string;
  readonly span: Span;
}

/** A place of a spec: the mapping or list around it, its key or index, and its value if any. */
export interface Site {
  readonly text: string;
  readonly parent: Value;
  readonly key: string | number;
  readonly value: Value | undefined;
}

/**
 * The places of a file that match a pattern: keys separated by slashes, a number for an item of a
 * list, `*` for all items. The last key may be absent. Values of aliases and merge keys are left
 * out, because they are written elsewhere.
 */
export function sitesOf(file: SpecFile, pattern: string): Site[] {
  const keys = pattern.split("/").slice(1);
  return file.pipelines.flatMap(({ node }) => reach(file.source.text, node, keys));
}

function reach(text: string, from: Value, [key, ...rest]: string[]): Site[] {
  if (from.anchor || key === undefined) return [];
  if (key === "*" && isSequence(from))
    return from.items.flatMap((item, index) => step(text, from, index, item, rest));
  if (isSequence(from)) {
    const item = from.items[Number(key)];
    return item ? step(text, from, Number(key), item, rest) : [];
  }
  if (!(from instanceof LocatedMapping)) return [];
  const value = from.get(key);
  return value?.anchor ? [] : step(text, from, key, value, rest);
}

function step(
  text: string,
  parent: Value,
  key: string | number,
  value: Value | undefined,
  rest: string[],
): Site[] {
  if (value?.anchor) return [];
  if (rest.length === 0) return [{ text, parent, key, value }];
  return value ? reach(text, value, rest) : [];
}

/** Replaces the text of a span. */
export const splice = (text: string, { start, end }: Span, insert: string): string =>
  text.slice(0, start) + insert + text.slice(end);

/** Whether a value has lines of its own, so that other text cannot simply replace it. */
export function isBlock(text: string, value: Value): boolean {
  const { node } = value;
  if (node.kind === "scalar") return ["literal", "folded"].includes((node as ScalarNode).style);
  return !["{", "["].includes(text[node.span.start]!);
}

/** The number of characters before an offset on its line. */
export const columnOf = (text: string, offset: number): number =>
  offset - (text.lastIndexOf("\n", offset - 1) + 1);
