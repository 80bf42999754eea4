import { defineRule } from "../src/lint/rule.ts";
import { malformedReferences } from "./support/malformed-references.ts";
import { eachCondition } from "./support/step-conditions.ts";
import { shellVariablesIn, testOfUnset, WRONG_EXISTS_TEST } from "./support/step-whens.ts";

export default defineRule({
  id: "constant-condition",
  severity: "warning",
  summary: "a condition of a step has the same result for all values of its variables",
  why: 'With quotes around the whole condition it is a text, and a text with a character is true: `"${{CF_BRANCH}} == main"` lets the step always run. A comparison of texts that can never be equal lets it never run.',
  sources: [
    "docs.codefresh.io _docs/pipelines/conditional-execution-of-steps.md",
    "@codefresh-io/tevale 0.9.4: the evaluator; that the service runs it is inferred",
  ],
  pipeline(pipeline, context) {
    return eachCondition(pipeline, context, (condition, evaluate) => {
      const { value } = condition;
      // Other rules report these.
      if (value.search(WRONG_EXISTS_TEST) >= 0 || shellVariablesIn(value, pipeline).length > 0) return;
      if (malformedReferences(value, "text", pipeline).length > 0) return;
      if (!value.includes("${{") && !/\b(?:steps|workflow)\b/.test(value)) return;
      const { outcome } = evaluate(value);
      if (outcome !== "true" && outcome !== "false") return;
      const isOneText = /^\s*(["'])(?:(?!\1)[^\\]|\\.)*\1\s*$/.test(value);
      const message = isOneText
        ? "quotes around the whole condition make it a text, which is always true; quote each value only"
        : `this condition is always ${outcome}, whatever its variables are; ${remedyOf(value)}`;
      context.report(condition, message);
    });
  },
});

/** A variable that is not set stays as text, which is never null. */
function remedyOf(condition: string): string {
  const name = /["']\$\{\{(\w+)\}\}["']\s*[=!]=\s*null\b/.exec(condition)?.[1];
  return name === undefined
    ? "correct it or remove it"
    : `the test that ${name} is not set is ${testOfUnset(name)}`;
}
