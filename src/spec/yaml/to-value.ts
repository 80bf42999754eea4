import { isMerge, type ResolvedNode, resolve, type YamlNode } from "./node.ts";

/** The plain value of a tree, as js-yaml 3 would make it: merge keys resolved, the last of equal keys wins, aliases shared. */
export function toValue(node: YamlNode, made = new Map<YamlNode, unknown>()): unknown {
  const resolved = resolve(node);
  if (made.has(resolved)) return made.get(resolved);
  const value = plainValue(resolved, made);
  made.set(resolved, value);
  return value;
}

function plainValue(node: ResolvedNode, made: Map<YamlNode, unknown>): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "sequence") return node.items.map((item) => toValue(item, made));
  const own = new Map<string, unknown>();
  const inherited = new Map<string, unknown>();
  for (const pair of node.pairs) {
    const value = toValue(pair.value, made);
    if (!isMerge(pair)) own.set(String(pair.key.value), value);
    else for (const [key, part] of mergedEntries(value)) if (!inherited.has(key)) inherited.set(key, part);
  }
  return Object.fromEntries([...inherited, ...own]);
}

/** The entries that the value of a merge key brings: those of a mapping, or of each mapping of a list. */
export function mergedEntries(value: unknown): [string, unknown][] {
  const sources = Array.isArray(value) ? value : [value];
  return sources.flatMap((source) => (source && typeof source === "object" ? Object.entries(source) : []));
}
