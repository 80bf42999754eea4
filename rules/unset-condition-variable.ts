import { findSystemVariable } from "../src/catalogue/system-variables.ts";
import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { type Pipeline, variableNamesIn } from "../src/pipeline/model.ts";
import { NEVER_EMPTY, quoteOf, testOfSet, testOfUnset } from "./support/condition-remedies/variables.ts";
import { whensOf } from "./support/step-whens.ts";
import { hasWholeLists } from "./support/walk.ts";

export default defineRule({
  id: "unset-condition-variable",
  severity: "warning",
  summary:
    "a condition compares a system variable that no trigger of the pipeline sets, or tests it with an empty text",
  why: "A variable that is not set stays in the condition as `${{NAME}}`. A comparison with `==` is then never true, and one with `!=` is always true. The number of a pull request and the like are never empty: the test for an empty text does not show whether they are set. A variable that the spec sets or a step exports is not reported.",
  sources: [
    "docs.codefresh.io _docs/pipelines/variables.md: the system variables",
    "docs.codefresh.io _docs/kb/articles/check-env-vars-in-conditionals.md: a missing variable stays as it is written",
  ],
  pipeline(pipeline, context) {
    // Without triggers in the spec, builds start in ways that the spec does not show.
    if (pipeline.triggers.length + pipeline.cronTriggers.length === 0) return;
    if (!hasWholeLists(pipeline)) return;
    const suspicious = whensOf(pipeline).conditions.filter(({ value }) => depends(value));
    if (suspicious.length > 0) return check(suspicious, pipeline, context);
  },
});

/** True if a condition has a system variable that only some builds get. */
function depends(condition: string): boolean {
  return Array.from(
    condition.matchAll(/\$\{\{(\w+)\}\}/g),
    ([, name]) => findSystemVariable(name!)?.scope,
  ).some((scope) => scope !== undefined && scope !== "every" && scope !== "git");
}

async function check(
  conditions: readonly Located<string>[],
  pipeline: Pipeline,
  { report, subLocation }: RuleContext,
): Promise<void> {
  const [{ comparisonsIn }, { possibleVariables }, { exportsOf }, { stepsOf }] = await Promise.all([
    import("../src/expression/comparisons.ts"),
    import("../src/simulate/variables/system-variables.ts"),
    import("../src/pipeline/steps/exports.ts"),
    import("../src/simulate/steps/step-model.ts"),
  ]);
  const set = possibleVariables(pipeline);
  if (!set) return;
  const own = variableNamesIn(pipeline);
  const exported = new Set(stepsOf(pipeline.spec!).flatMap((step) => [...exportsOf(step).names]));
  for (const condition of conditions)
    for (const { name, operator, value, place } of comparisonsIn(condition.value)) {
      const row = findSystemVariable(name);
      if (!row || row.scope === "step" || value.includes("${{")) continue;
      if (own.has(name) || exported.has(name)) continue;
      const always = operator === "==" ? "never true" : "always true";
      if (set.has(name)) {
        if (value !== "" || !NEVER_EMPTY.test(name)) continue;
        const { start, end } = place;
        const quote = quoteOf(condition.value);
        const test = operator === "==" ? testOfUnset(name, quote) : testOfSet(name, quote);
        const fixed = condition.value.slice(0, start) + test + condition.value.slice(end);
        const fault = `the text of ${name} is never empty, even if it is not set, so this is ${always}`;
        report(subLocation(condition, start, end), `${fault}; write ${test}`, {
          fix: replaceValue(condition, fixed, false),
        });
        continue;
      }
      const hint =
        value === ""
          ? `test ${operator === "==" ? testOfUnset(name) : testOfSet(name)} instead`
          : "correct the name, or add a trigger that sets it";
      const message = `the triggers of this pipeline do not set ${name}, so this is ${always}; ${hint}`;
      report(subLocation(condition, place.start, place.end), message);
    }
}
