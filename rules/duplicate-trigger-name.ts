import type { Located } from "../src/document/located.ts";
import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "duplicate-trigger-name",
  severity: "warning",
  summary: "two triggers of one pipeline share a name",
  why: "The platform accepts equal names, but `codefresh run -t NAME` and the list of builds tell triggers apart by name alone.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: trigger names are not unique",
    "codefresh run --help: -t takes a trigger's name",
  ],
  pipeline({ triggers, cronTriggers }, { report }) {
    for (const kind of [triggers, cronTriggers]) {
      const first = new Map<string, Located<string>>();
      for (const { name } of kind) {
        if (!name) continue;
        const earlier = first.get(name.value);
        if (!earlier) first.set(name.value, name);
        else {
          report(
            name,
            `trigger name "${name.value}" is already used in this pipeline; give each trigger its own name`,
            {
              related: [{ place: earlier, message: "first used here" }],
            },
          );
        }
      }
    }
  },
});
