import { RESULT_SYNONYMS } from "../src/catalogue/steps/common-keys.ts";
import { PLANNER_TYPES } from "../src/catalogue/steps/step-types.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import type { Step } from "../src/simulate/steps/step-model.ts";
import { closestMatch } from "../src/util/closest-match.ts";
import { quoteList } from "../src/util/text.ts";
import { onWaits } from "./support/step-waits.ts";

/** The results of a step, and of the whole build, as a condition reads them. */
const OF_STEP = "success failure skipped pending running terminating terminated approved denied".split(" ");
const OF_WORKFLOW = ["running", "terminated", "failure", "pending-approval", "success"];

/** The results of approvals only. */
const OF_APPROVAL = ["approved", "denied"];

/** True for a step that is certain not to be an approval; a step of another type may be one. */
function neverAsks(step: Step | undefined): boolean {
  return step !== undefined && step.type !== "pending-approval" && PLANNER_TYPES.has(step.type);
}

function ofApproval(result: string, name: string): string {
  return `"${result}" is a result of approvals, and "${name}" is not one, so this never holds; write "success"`;
}

export default defineRule({
  id: "unknown-step-result",
  severity: "warning",
  summary: "a condition compares the result of a step with a word that is not a result",
  why: "The results are `success`, `failure`, `skipped` and a few more, in lower case. A comparison with another word, such as `error`, is never true with `==` and always true with `!=`. `finished` is for `when.steps` only, and only an approval is `approved`.",
  sources: [
    "docs.codefresh.io _docs/pipelines/advanced-workflows.md: custom steps dependencies",
    "docs.codefresh.io _docs/kb/articles/condition-evaluates-false-finished-status.md: finished in a condition",
  ],
  pipeline(pipeline, { report, subLocation }) {
    return onWaits(pipeline, ({ reads, otherReads, byName, waits }) => {
      for (const { name, on, words } of waits)
        if (
          on.includes("approved") &&
          on.every((word) => OF_APPROVAL.includes(word)) &&
          neverAsks(byName.get(name.value))
        )
          report(words[0]!, ofApproval("approved", name.value));
      for (const { name, value, operator, condition, valuePlace } of [...reads, ...otherReads]) {
        const { start, end } = valuePlace;
        const results = name === "workflow" ? OF_WORKFLOW : OF_STEP;
        if (value === "approved" && operator === "==" && neverAsks(byName.get(name)))
          report(subLocation(condition, start, end), ofApproval(value, name));
        if (results.includes(value) || value.includes("${{") || !(name === "workflow" || byName.has(name)))
          continue;
        const word = RESULT_SYNONYMS.get(value.toLowerCase()) ?? value.toLowerCase();
        const meant = results.find((each) => each === word);
        const near = meant ?? closestMatch(value, results);
        const always = operator === "==" ? "never true" : "always true";
        const hint =
          word === "finished"
            ? `use "finished" in when.steps for it`
            : near === undefined
              ? `use ${quoteList(results, "or")}`
              : `did you mean "${near}"?`;
        const { value: text } = condition;
        const fixed = text.slice(0, start + 1) + near + text.slice(end - 1);
        const hasFix = near !== undefined && word !== "finished";
        report(
          subLocation(condition, start, end),
          `"${value}" is not a result, so this is ${always}; ${hint}`,
          { fix: hasFix ? replaceValue(condition, fixed, meant !== undefined) : undefined },
        );
      }
    });
  },
});
