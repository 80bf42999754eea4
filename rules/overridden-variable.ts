import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { Pipeline, Variable } from "../src/pipeline/model.ts";

export default defineRule({
  id: "overridden-variable",
  severity: "info",
  preset: "strict",
  summary: "a trigger sets a variable that the pipeline sets too",
  why: "The trigger's value wins in its builds. That is what such variables are for, yet it is easily overlooked where the two stand far apart.",
  sources: [
    "docs.codefresh.io _docs/pipelines/variables.md: trigger over pipeline",
    "docs.codefresh.io _docs/integrations/codefresh-api.md: values of the trigger take higher priority",
  ],
  gitTrigger: ({ variables, pipeline }, context) => check(variables, pipeline, context),
  cronTrigger: ({ variables, pipeline }, context) => check(variables, pipeline, context),
});

function check(variables: readonly Variable[], pipeline: Pipeline, { report }: RuleContext): void {
  for (const { key } of variables) {
    const other = pipeline.variables.find((variable) => key?.value && variable.key?.value === key.value)?.key;
    if (!key || !other) continue;
    report(
      key,
      `variable "${key.value}" overrides the pipeline's in builds of this trigger; see that this is meant`,
      {
        related: [{ place: other, message: "the pipeline's variable" }],
      },
    );
  }
}
