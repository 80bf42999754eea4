import { findSystemVariable, type SystemVariableRow } from "../src/catalogue/system-variables.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { Variable } from "../src/pipeline/model.ts";

export default defineRule({
  id: "shadows-system-variable",
  severity: "warning",
  summary: "a variable has the name of a system variable",
  why: "Codefresh sets this variable in its builds, so one of the two values is lost, and steps that rely on the system variable silently get a wrong value. A cron trigger that does not simulate a Git trigger may set the variables of a Git event itself.",
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
      report(key, `"${key.value}" is a system variable (${system.description}); rename this one`);
  }
}
