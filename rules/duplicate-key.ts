import { isSequence, type Located, LocatedMapping, type Value } from "../src/document/located.ts";
import type { MappingNode, YamlNode } from "../src/document/node.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";

export default defineRule({
  id: "duplicate-key",
  severity: "error",
  summary: "a mapping has the same key twice",
  why: "The platform's reader refuses a mapping with two equal keys. In readers that let it through, one of the two values is lost without a word.",
  sources: ['js-yaml 3.15: "duplicated mapping key"'],
  file({ documents }, context) {
    for (const { root, keysAreUnique } of documents)
      if (root && !keysAreUnique && repeats(root.node)) walk(root, context);
  },
});

/** A look at the bare tree, which is all that almost every file needs. */
function repeats(node: YamlNode): boolean {
  if (node.kind === "sequence") return node.items.some(repeats);
  return node.kind === "mapping" && (hasRepeatedKey(node) || node.pairs.some(({ value }) => repeats(value)));
}

function hasRepeatedKey({ pairs }: MappingNode): boolean {
  return pairs.length > 1 && new Set(pairs.map(({ key }) => String(key.value))).size < pairs.length;
}

/** What an alias stands for is judged where it is written. */
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
      context.report(key, `key "${key.value}" stands here a second time; keep one of the two`, {
        related: [{ place: earlier, message: "first used here" }],
      });
    }
    walk(value, context);
  }
}
