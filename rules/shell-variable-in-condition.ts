import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { Pipeline } from "../src/pipeline/model.ts";
import { testAt } from "./support/condition-remedies/other-systems.ts";
import { stepNamesOf } from "./support/condition-remedies/step-objects.ts";
import { MAX_REPAIRED, repaired } from "./support/condition-remedies.ts";
import { malformedReferences } from "./support/malformed-references.ts";
import { eachCondition, MAX_REPORTED } from "./support/step-conditions.ts";
import {
  isEventName,
  otherVariable,
  type ShellVariable,
  shellVariablesIn,
  testOfUnset,
  whensOf,
} from "./support/step-whens.ts";

export default defineRule({
  id: "shell-variable-in-condition",
  severity: "warning",
  summary:
    "a condition or a branch of a `when` has a variable as a shell writes it, which Codefresh does not replace",
  why: '`$NAME` and `${NAME}` are environment variables, which a shell replaces in the commands of a step. In the other keys of a step only `${{NAME}}` is replaced: in a condition `"$CF_BRANCH"` is the text of these ten characters, and without quotes it is an error. An entry of `when.branch` is then a branch of that name.',
  sources: [
    "docs.codefresh.io _docs/pipelines/variables.md: two ways to use a variable",
    "@codefresh-io/tevale 0.9.4: the evaluator; that the service runs it is inferred",
  ],
  pipeline(pipeline, context) {
    const { conditions, branches } = whensOf(pipeline);
    const { report, subLocation } = context;
    // Whether `${{NAME}}` is replaced in a branch is not documented, so there is no fix.
    for (const { list, entry } of branches)
      for (const { name, start, end } of shellVariablesIn(entry.value, pipeline)) {
        const operator = list === "only" ? "==" : "!=";
        const isOwn =
          name === "CF_BRANCH" || otherVariable(name, pipeline) || end - start < entry.value.length;
        const remedy = isOwn
          ? "write the name of a branch"
          : `use the condition "\${{CF_BRANCH}}" ${operator} "\${{${name}}}"`;
        const message = `"${entry.value.slice(start, end)}" is not replaced in a branch; ${remedy}`;
        report(subLocation(entry, start, end), message);
      }
    const hasVariables = conditions.some(({ value }) => shellVariablesIn(value, pipeline).length > 0);
    if (hasVariables) return check(pipeline, context);
  },
});

async function check(pipeline: Pipeline, context: RuleContext): Promise<void> {
  const { withOperators } = await import("../src/expression/operator-calls.ts");
  const facts = { steps: stepNamesOf(pipeline), pipeline, withOperators };
  const { report, subLocation } = context;
  await eachCondition(pipeline, context, (condition, evaluate) => {
    const { value } = condition;
    const variables = shellVariablesIn(value, pipeline);
    if (variables.length === 0) return;
    // `malformed-variable-reference` reports these.
    const others = malformedReferences(value, "text", pipeline);
    const isLong = value.length > MAX_REPAIRED;
    const whole =
      others.length > 0 || isLong
        ? undefined
        : repaired(withoutDollars(value, variables, pipeline), evaluate, facts);
    for (const variable of variables.slice(0, MAX_REPORTED)) {
      const { name, start, end, isInText } = variable;
      if (others.some((other) => other.start < end && start < other.end)) continue;
      const quote = isInText ? "" : value.includes('"') ? '"' : "'";
      const other = otherVariable(name, pipeline, isInText ? '"' : quote);
      const reference = `${quote}\${{${other?.meant ?? name}}}${quote}`;
      const fault = other ? "a variable of another CI system" : "not replaced in a condition";
      const { test } =
        other && !isInText && !isLong
          ? testAt(value.slice(0, start) + name + value.slice(end), start, facts)
          : {};
      const unset = testOfUnset("CF_PULL_REQUEST_NUMBER", value.includes('"') ? '"' : "'");
      const isOtherEvent = other && isEventName(name) && /^\s*==/.test(value.slice(end));
      const remedy =
        test !== undefined
          ? `write ${test}`
          : isOtherEvent
            ? `for builds without a pull request, test ${unset}`
            : (other?.remedy ?? `write ${isInText ? `"${reference}"` : reference}`);
      const fixed = value.slice(0, start) + reference + value.slice(end);
      const own = other && !other.meant ? undefined : fixed;
      report(subLocation(condition, start, end), `"${value.slice(start, end)}" is ${fault}; ${remedy}`, {
        fix: replaceValue(condition, whole ?? own, false),
      });
    }
  });
}

/** A condition with the names of other CI systems alone, and the other variables in braces. */
function withoutDollars(condition: string, variables: readonly ShellVariable[], pipeline: Pipeline): string {
  let [text, at] = ["", 0];
  for (const { name, start, end, isInText } of variables) {
    const other = otherVariable(name, pipeline);
    const mark = condition[start - 1] ?? "";
    const isWhole = isInText && /["']/.test(mark) && condition[end] === mark;
    const around = other && isWhole ? 1 : 0;
    const quote = isInText ? "" : condition.includes('"') ? '"' : "'";
    const isBare = other && (!isInText || isWhole);
    text += condition.slice(at, start - around);
    text += isBare ? name : `${quote}\${{${other?.meant ?? name}}}${quote}`;
    at = end + around;
  }
  return text + condition.slice(at);
}
