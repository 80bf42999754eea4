import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { Pipeline, Variable } from "../src/pipeline/model.ts";

export default defineRule({
  id: "overridden-variable",
  severity: "info",
  preset: "strict",
  summary: "a trigger overrides a variable of the pipeline",
  why: "The trigger's value wins in its builds. That is the purpose of such variables, but it is easy to overlook if the two are far from each other in the file.",
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
      `variable "${key.value}" overrides the pipeline's variable in builds of this trigger; check that this is intended`,
      {
        related: [{ place: other, message: "the pipeline's variable" }],
      },
    );
  }
}
