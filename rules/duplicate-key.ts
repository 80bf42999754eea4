import { isSequence, type Located, LocatedMapping, type Value } from "../src/document/located.ts";
import type { MappingNode, YamlNode } from "../src/document/node.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";

export default defineRule({
  id: "duplicate-key",
  severity: "error",
  summary: "a mapping has the same key twice",
  why: "Codefresh's YAML reader rejects a mapping with duplicate keys. Readers that accept it silently drop one of the two values.",
  sources: ['js-yaml 3.15: "duplicated mapping key"'],
  file({ documents }, context) {
    for (const { root, keysAreUnique } of documents)
      if (root && !keysAreUnique && repeats(root.node)) walk(root, context);
  },
});

/** Searches the plain tree first, which is enough for almost every file. */
function repeats(node: YamlNode): boolean {
  if (node.kind === "sequence") return node.items.some(repeats);
  return node.kind === "mapping" && (hasRepeatedKey(node) || node.pairs.some(({ value }) => repeats(value)));
}

function hasRepeatedKey({ pairs }: MappingNode): boolean {
  return pairs.length > 1 && new Set(pairs.map(({ key }) => String(key.value))).size < pairs.length;
}

/** Aliased values are checked at their anchor. */
function walk(value: Value, context: RuleContext): void {
  if (value.anchor) return;
  if (isSequence(value)) for (const item of value.items) walk(item, context);
  if (value instanceof LocatedMapping) checkKeys(value, context);
}

function checkKeys(mapping: LocatedMapping, context: RuleContext): void {
  const first = new Map<string, Located<string>>();
  for (const { key, value } of mapping.entries) {
    const earlier = first.get(key.value);
    if (!earlier) first.set(key.value, key);
    else if (!key.anchor) {
      context.report(key, `duplicate key "${key.value}"; remove one of the two`, {
        related: [{ place: earlier, message: "first used here" }],
      });
    }
    walk(value, context);
  }
}
