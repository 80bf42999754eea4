import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { Pipeline } from "../src/pipeline/model.ts";
import { isVariable } from "../src/pipeline/replaced-parts.ts";
import { variableInAngles } from "./support/condition-remedies/other-systems.ts";
import { stepNamesOf } from "./support/condition-remedies/step-objects.ts";
import { type Fault, inQuotesOf } from "./support/condition-remedies/worded-fault.ts";
import { repaired, wordFault } from "./support/condition-remedies.ts";
import { malformedReferences } from "./support/malformed-references.ts";
import { eachCondition } from "./support/step-conditions.ts";
import { isExpression, shellVariablesIn, textsAnd, whensOf } from "./support/step-whens.ts";

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
    if (whensOf(pipeline).conditions.length > 0) return check(pipeline, context);
  },
});

async function check(pipeline: Pipeline, context: RuleContext): Promise<void> {
  const { withOperators } = await import("../src/expression/operator-calls.ts");
  const facts = { steps: stepNamesOf(pipeline), pipeline, withOperators };
  await eachCondition(pipeline, context, (condition, evaluate) => {
    const repair = (text: string) => repaired(text, evaluate, facts);
    if (reportExpressionInBraces(condition, repair, pipeline, context)) return;
    const { value } = condition;
    const angles = variableInAngles(value, facts);
    if (angles) {
      const { message, place, hint } = angles;
      const at = context.subLocation(condition, place.start, place.end);
      context.report(at, message + hint, { fix: replaceValue(condition, repair(value), false) });
      return;
    }
    const answer = evaluate(value);
    if (answer.outcome !== "error" || isReportedElsewhere(value, answer, pipeline)) return;
    const found = wordFault(value, answer, facts);
    const { message, place, hint = "", ifConstant, edit, safe = false } = found;
    const fixed = edit && value.slice(0, edit.start) + edit.text + value.slice(edit.end);
    const outcome = fixed === undefined ? undefined : evaluate(fixed).outcome;
    const isConstant = outcome === "true" || outcome === "false";
    const words = isConstant && ifConstant !== undefined ? ifConstant : message + hint;
    // A fix that leaves another error, or a constant, has not found what was meant.
    // `shell-variable-in-condition` repairs its variables and all other mistakes together.
    const isRepaired = shellVariablesIn(value, pipeline).length > 0;
    const fix = isRepaired ? undefined : safe && outcome === "unknown" ? fixed : repair(value);
    const at = context.subLocation(condition, place.start, place.end);
    context.report(at, `the condition is an error: ${words}`, {
      fix: replaceValue(condition, fix, safe && fix === fixed),
    });
  });
}

/** `${{ NAME == 'text' }}`, as in GitHub Actions: the name of no variable, so it stays as text. */
function reportExpressionInBraces(
  condition: Located<string>,
  repair: (text: string) => string | undefined,
  pipeline: Pipeline,
  { report, subLocation }: RuleContext,
): boolean {
  const { value } = condition;
  const found = [...value.matchAll(/\$\{\{([^{}\r\n]+)\}\}/g)].find(({ 1: inner = "" }) =>
    isExpression(inner),
  );
  if (!found) return false;
  const { 0: reference, 1: inner = "", index } = found;
  const end = index + reference.length;
  // Quotes around the reference alone belong to it.
  const around = value.slice(0, index) + "x".repeat(reference.length) + value.slice(end);
  const text = [...around.matchAll(textsAnd())].find(
    (each) => each.index < index && end < each.index + each[0].length,
  );
  const isPart = text !== undefined && text[0].length > reference.length + 2;
  const quotes = text ? 1 : 0;
  const expression = inner.trim().replaceAll(textsAnd(UNCALLED), (part) => {
    if (/^["']/.test(part)) return part;
    return isVariable(part, pipeline) ? inQuotesOf(value, `\${{${part}}}`) : part;
  });
  const fixed = value.slice(0, index - quotes) + expression + value.slice(end + quotes);
  const fault = "only the name of a variable can be in ${{ }}; write the expression without the braces";
  const message = text ? `${fault} and quotes` : `the condition is an error: ${fault}`;
  report(subLocation(condition, index, end), message, {
    fix: replaceValue(condition, isPart ? undefined : repair(fixed), false),
  });
  return true;
}

/** A name that is not called. */
const UNCALLED = /(?<![\w.$])[A-Za-z_][\w.]*(?![\w.]|\s*\()/;

function isReportedElsewhere(condition: string, { place: { start } }: Fault, pipeline: Pipeline): boolean {
  return (
    malformedReferences(condition, "text", pipeline).length > 0 ||
    shellVariablesIn(condition, pipeline).some((each) => each.start <= start && start < each.end)
  );
}
