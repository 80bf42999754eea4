import { findDuplicateKeys } from "../src/document/duplicate-keys.ts";
import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "overridden-key",
  severity: "warning",
  marks: "unneeded",
  summary: "a mapping in a `.json` file has the same key twice, and only the last one counts",
  why: "Codefresh's command line reads a `.json` file with JSON.parse, which accepts a repeated key and drops its earlier values. In YAML the same is an error.",
  sources: ["codefresh-io/cli lib/interface/cli/helpers/general.js, which reads .json files with JSON.parse"],
  file({ documents, format }, { report }) {
    if (format !== "json") return;
    for (const { root, keysAreUnique } of documents)
      for (const { key, first } of root && !keysAreUnique ? findDuplicateKeys(root) : [])
        report(first, `key "${first.value}" is overridden by a later one; remove one of the two`, {
          related: [{ place: key, message: "overridden here" }],
        });
  },
});
