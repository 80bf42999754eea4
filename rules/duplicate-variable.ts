import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { Variable } from "../src/pipeline/model.ts";
import { reportRepeated } from "./support/walk.ts";

export default defineRule({
  id: "duplicate-variable",
  severity: "warning",
  summary: "a list of variables contains the same name twice",
  why: "Codefresh accepts this, but it is undocumented which of the two values a build gets.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: the keys of variables are not unique",
  ],
  pipeline: ({ variables }, context) => check(variables, context),
  gitTrigger: ({ variables }, context) => check(variables, context),
  cronTrigger: ({ variables }, context) => check(variables, context),
});

function check(variables: readonly Variable[], context: RuleContext): void {
  const keys = variables.flatMap(({ key }) => (key?.value ? key : []));
  const messageFor = (name: string) => `duplicate variable "${name}"; remove one of the two`;
  reportRepeated(keys, context, messageFor, "first set here");
}
