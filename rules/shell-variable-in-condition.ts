import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { Pipeline } from "../src/pipeline/model.ts";
import { testAt } from "./support/condition-remedies/other-systems.ts";
import { stepNamesOf } from "./support/condition-remedies/step-objects.ts";
import { isEventName, otherVariable, quoteOf, testOfUnset } from "./support/condition-remedies/variables.ts";
import type { FaultContext } from "./support/condition-remedies/worded-fault.ts";
import { MAX_REPAIRED, repaired } from "./support/condition-remedies.ts";
import { malformedReferences } from "./support/malformed-references.ts";
import { eachCondition, MAX_REPORTED } from "./support/step-conditions.ts";
import { type ShellVariable, shellVariablesIn, whensOf } from "./support/step-whens.ts";

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
    const whole =
      others.length > 0 || value.length > MAX_REPAIRED
        ? undefined
        : repaired(withoutDollars(value, variables, pipeline), evaluate, facts);
    for (const variable of variables.slice(0, MAX_REPORTED)) {
      const { start, end } = variable;
      if (others.some((other) => other.start < end && start < other.end)) continue;
      const { message, fixed } = wordVariable(variable, value, facts);
      report(subLocation(condition, start, end), message, {
        fix: replaceValue(condition, whole ?? fixed, false),
      });
    }
  });
}

/** The message for one variable, and the condition without this fault. */
function wordVariable(
  { name, start, end, isInText }: ShellVariable,
  condition: string,
  facts: FaultContext,
): { readonly message: string; readonly fixed: string | undefined } {
  const [before, written, after] = [
    condition.slice(0, start),
    condition.slice(start, end),
    condition.slice(end),
  ];
  const mark = quoteOf(condition);
  const quote = isInText ? "" : mark;
  const other = otherVariable(name, facts.pipeline, isInText ? '"' : mark);
  const reference = `${quote}\${{${other?.meant ?? name}}}${quote}`;
  const fixed = before + reference + after;
  if (!other) {
    const shown = isInText ? `"${reference}"` : reference;
    return { message: `"${written}" is not replaced in a condition; write ${shown}`, fixed };
  }
  const isSearched = !isInText && condition.length <= MAX_REPAIRED;
  const test = isSearched ? testAt(before + name + after, start, facts).test : undefined;
  const withoutPull = `for builds without a pull request, test ${testOfUnset("CF_PULL_REQUEST_NUMBER", mark)}`;
  const own = isEventName(name) && /^\s*==/.test(after) ? withoutPull : other.remedy;
  const remedy = test === undefined ? own : `write ${test}`;
  return {
    message: `"${written}" is a variable of another CI system; ${remedy}`,
    fixed: other.meant && fixed,
  };
}

/** A condition with the names of other CI systems alone, and the other variables in braces. */
function withoutDollars(condition: string, variables: readonly ShellVariable[], pipeline: Pipeline): string {
  let [text, at] = ["", 0];
  for (const { name, start, end, isInText } of variables) {
    const other = otherVariable(name, pipeline);
    const mark = condition[start - 1] ?? "";
    const isWhole = isInText && /["']/.test(mark) && condition[end] === mark;
    const around = other && isWhole ? 1 : 0;
    const quote = isInText ? "" : quoteOf(condition);
    const isBare = other && (!isInText || isWhole);
    text += condition.slice(at, start - around);
    text += isBare ? name : `${quote}\${{${other?.meant ?? name}}}${quote}`;
    at = end + around;
  }
  return text + condition.slice(at);
}
