import type { Located } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { reportRepeated } from "./support/walk.ts";

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

function check(contexts: readonly Located<string>[], context: RuleContext): void {
  const named = contexts.filter(({ value }) => value);
  const messageFor = (name: string) => `duplicate context "${name}"; remove one of the two`;
  reportRepeated(named, context, messageFor, "first listed here");
}
