import { findSystemVariable, type SystemVariableRow } from "../src/catalogue/system-variables.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { Variable } from "../src/pipeline/model.ts";

export default defineRule({
  id: "shadows-system-variable",
  severity: "warning",
  summary: "a variable has the name of one that the platform sets",
  why: "The platform sets this variable for every build that has it, so one of the two values is lost, and steps that rely on the platform's meaning go wrong without a word. A cron trigger that simulates no Git trigger may stand in for what a Git event would set.",
  sources: [
    "docs.codefresh.io _docs/pipelines/variables.md",
    "docs.codefresh.io _docs/pipelines/triggers/cron-triggers.md: Git variables only with a simulated trigger",
  ],
  pipeline: ({ variables }, context) => check(variables, context, () => true),
  gitTrigger: ({ variables }, context) => check(variables, context, () => true),
  cronTrigger({ variables, node }, context) {
    const isGitBuild = node.has("gitTriggerId");
    check(variables, context, ({ scope }) => isGitBuild || scope === "every" || scope === "cron");
  },
});

function check(
  variables: readonly Variable[],
  { report }: RuleContext,
  isSet: (variable: SystemVariableRow) => boolean,
): void {
  for (const { key } of variables) {
    const system = key && findSystemVariable(key.value);
    if (system && isSet(system))
      report(key, `the platform sets "${key.value}" (${system.description}); use another name`);
  }
}
