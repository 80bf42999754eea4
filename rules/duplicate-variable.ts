import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { Variable } from "../src/pipeline/model.ts";
import { eachRepeated } from "./support/walk.ts";

export default defineRule({
  id: "duplicate-variable",
  severity: "warning",
  summary: "a list of variables has the same name twice",
  why: "The platform accepts it, and which of the two values the build gets is documented nowhere.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: the keys of variables are not unique",
  ],
  pipeline: ({ variables }, context) => check(variables, context),
  gitTrigger: ({ variables }, context) => check(variables, context),
  cronTrigger: ({ variables }, context) => check(variables, context),
});

function check(variables: readonly Variable[], { report }: RuleContext): void {
  if (variables.length < 2) return;
  eachRepeated(
    variables.flatMap(({ key }) => key ?? []),
    ({ value }) => value || undefined,
    (key, earlier) =>
      report(key, `variable "${key.value}" stands in this list a second time; keep one of the two`, {
        related: [{ place: earlier, message: "first set here" }],
      }),
  );
}
