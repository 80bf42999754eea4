import type { Located } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { eachRepeated } from "./support/walk.ts";

export default defineRule({
  id: "duplicate-context",
  severity: "warning",
  summary: "a list of contexts names the same shared configuration twice",
  why: "The second one adds nothing; most often another shared configuration was meant.",
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
      report(item, `context "${item.value}" is listed twice; keep one of the two`, {
        related: [{ place: earlier, message: "first listed here" }],
      }),
  );
}
