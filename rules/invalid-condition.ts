import { defineRule } from "../src/lint/rule.ts";
import { eachCondition } from "./support/step-conditions.ts";

export default defineRule({
  id: "invalid-condition",
  severity: "warning",
  summary: "a condition of a step is an error in the expression language",
  why: "Nothing checks the expressions of `when.condition` when a pipeline is saved. The language has no `===`, `?:` or regex literals, never converts between types, and knows a short list of functions. An error is only found in the build, where the step does not run.",
  sources: [
    "docs.codefresh.io _docs/pipelines/conditional-execution-of-steps.md",
    "@codefresh-io/tevale 0.9.4: the evaluator; that the service runs it is inferred",
  ],
  pipeline(pipeline, context) {
    return eachCondition(pipeline, context, (condition, evaluate) => {
      const answer = evaluate(condition.value);
      if (answer.outcome !== "error") return;
      const { start, end } = answer.place;
      const text = condition.value.slice(start, end);
      const dashed = /^-[\w-]+/.exec(condition.value.slice(end))?.[0];
      const isStep = answer.fault === "member:undefined" && dashed !== undefined;
      const isVariable = answer.fault === "identifier:unknown" && /^[A-Z][A-Z\d_]+$/.test(text);
      const hint = isVariable
        ? `; write "\${{${text}}}"`
        : isStep
          ? `; for a name with a dash write Member(steps, '${text}${dashed}')`
          : "";
      const message = `the condition is an error: ${answer.message}${hint}`;
      context.report(context.subLocation(condition, start, end), message);
    });
  },
});
