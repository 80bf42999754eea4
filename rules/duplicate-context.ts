import type { Located } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { eachRepeated } from "./support/walk.ts";

export default defineRule({
  id: "duplicate-context",
  severity: "warning",
  marks: "unneeded",
  summary: "a list of contexts contains the same shared configuration twice",
  why: "The second entry has no effect. Usually another shared configuration was intended.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md: contexts, imported from shared configuration",
  ],
  pipeline: ({ contexts }, context) => check(contexts, context),
  gitTrigger: ({ contexts }, context) => check(contexts, context),
});

function check(contexts: readonly Located<string>[], { report }: RuleContext): void {
  eachRepeated(
    contexts,
    ({ value }) => value || undefined,
    (item, earlier) =>
      report(item, `duplicate context "${item.value}"; remove one of the two`, {
        related: [{ place: earlier, message: "first listed here" }],
      }),
  );
}
