import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { whensOf } from "./support/step-whens.ts";
import { stepsIn } from "./support/walk.ts";

export default defineRule({
  id: "unknown-step-member",
  severity: "warning",
  summary: "a condition reads `status` or a similar member of a step or of the build in place of `result`",
  why: "The result of a step is `steps.NAME.result`, and that of the build `workflow.result`. No document lists a member `status` of a step; one example reads `workflow.status`, which is then only an info. The effect of a member that does not exist is an error in the evaluator of conditions.",
  sources: [
    "docs.codefresh.io _docs/pipelines/variables.md: the members of a step",
    "docs.codefresh.io _docs/pipelines/advanced-workflows.md: workflow.result",
    "docs.codefresh.io _docs/testing/test-reports.md: workflow.status in an example",
  ],
  pipeline(pipeline, context) {
    const found = whensOf(pipeline).conditions.filter(({ value }) => OTHER_NAMES.test(value));
    if (found.length === 0) return;
    return check(found, new Set(stepsIn(pipeline).map(({ path }) => String(path?.key))), context);
  },
});

const OTHER_NAMES = /\.\s*(?:status|state|outcome|conclusion|phase|results|Result|Status)\b/;

async function check(
  conditions: readonly Located<string>[],
  names: ReadonlySet<string>,
  { report, subLocation }: RuleContext,
): Promise<void> {
  const { membersIn } = await import("../src/expression/comparisons.ts");
  for (const condition of conditions)
    for (const { name, member, place } of membersIn(condition.value)) {
      if (!OTHER_NAMES.test(`.${member}`) || !(name === "workflow" || names.has(name))) continue;
      const fixed = `${condition.value.slice(0, place.start)}result${condition.value.slice(place.end)}`;
      const isShown = name === "workflow" && member === "status";
      const fault = isShown
        ? "only one example of the documentation has workflow.status; write workflow.result"
        : `${name === "workflow" ? "the build" : `step "${name}"`} has no documented member "${member}"; write "result"`;
      report(subLocation(condition, place.start, place.end), fault, {
        severity: isShown ? "info" : undefined,
        fix: replaceValue(condition, fixed, false),
      });
    }
}
