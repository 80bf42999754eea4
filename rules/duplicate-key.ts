import { defineRule } from "../src/lint/rule.ts";
import { duplicateKeysOfSpec } from "../src/pipeline/steps/swallowed-step.ts";

export default defineRule({
  id: "duplicate-key",
  severity: "error",
  summary: "a mapping has the same key twice",
  why: "Codefresh's YAML reader rejects a mapping with duplicate keys. Readers that accept it silently drop one of the two values.",
  sources: ['js-yaml 3.15: "duplicated mapping key"'],
  file({ documents, format }, { report }) {
    // `overridden-key` reports those of JSON.
    if (format === "json") return;
    for (const { root, keysAreUnique } of documents)
      for (const { key, first, message } of root && !keysAreUnique ? duplicateKeysOfSpec(root) : [])
        report(key, message, { related: first ? [{ place: first, message: "first used here" }] : [] });
  },
});
