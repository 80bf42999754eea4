import { valuesOfVariable } from "../src/catalogue/system-variables.ts";
import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { type Pipeline, variablesNamed } from "../src/pipeline/model.ts";
import { NEVER_EMPTY, testOfSet, testOfUnset } from "./support/condition-remedies/variables.ts";
import { malformedReferences } from "./support/malformed-references.ts";
import { eachCondition } from "./support/step-conditions.ts";
import { shellVariablesIn, WRONG_EXISTS_TEST } from "./support/step-whens.ts";

export default defineRule({
  id: "constant-condition",
  severity: "warning",
  summary: "a condition of a step has the same result for all usual values of its variables",
  why: 'With quotes around the whole condition it is a text, and a text with a character is true: `"${{CF_BRANCH}} == main"` lets the step always run. A comparison of texts that can never be equal lets it never run. A variable alone is a text too, and `indexOf` gives -1, which is true, for a text that is missing.',
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
      if (outcome === "unknown") reportUsual(condition, pipeline, context);
      if (outcome !== "true" && outcome !== "false") return;
      const isOneText = /^\s*(["'])(?:(?!\1)[^\\]|\\.)*\1\s*$/.test(value);
      const message = isOneText
        ? "quotes around the whole condition make it a text, which is always true; quote each value only"
        : `this condition is always ${outcome}, whatever its variables are; ${remedyOf(value)}`;
      context.report(condition, message);
    });
  },
});

/** A call with texts alone, also in another case. */
const POSITION = /^\s*indexOf(?=\((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\b(?:lower|upper|trim)\(|[\s,)])*$)/;

/** Variables that most builds get, and that are never empty. */
const USUAL = /^CF_(?:BRANCH|REVISION|SHORT_REVISION|REPO_NAME|BUILD_TRIGGER)$/;

/** A variable alone, and the result of `indexOf` alone: false for one unusual value only. */
function reportUsual(condition: Located<string>, pipeline: Pipeline, { report }: RuleContext): void {
  const { value } = condition;
  if (POSITION.test(value)) {
    const fix = replaceValue(condition, value.replace("indexOf", "includes"), false);
    report(condition, "indexOf gives -1 for a text that is missing, which is true; write includes", { fix });
    return;
  }
  const [result] = /^\s*(?:steps\.)?\w+\.result\s*$/.exec(value) ?? [];
  if (result !== undefined) {
    const hint = `compare it, as in ${result.trim()} == "success"`;
    report(condition, `a result alone is a text, which is always true; ${hint}`);
    return;
  }
  const { 1: quote, 2: name } = /^\s*(["'])\$\{\{(\w+)\}\}\1\s*$/.exec(value) ?? [];
  if (name === undefined) return;
  const own = variablesNamed(pipeline, name);
  const words = own.map((variable) => String(variable.value?.value));
  const isFlag = own.length > 0 && words.every((word) => /^(?:true|false|yes|no|on|off|0|1)$/i.test(word));
  const isOfSome = own.length === 0 && NEVER_EMPTY.test(name);
  if (!isFlag && !isOfSome && !(own.length === 0 && USUAL.test(name))) return;
  if (isOfSome && !valuesOfVariable(name)) {
    const test = testOfSet(name, quote);
    const fault = "a variable alone is a text, which is true even if it is not set";
    report(condition, `${fault}; write ${test}`, { fix: replaceValue(condition, test, false) });
    return;
  }
  const meant =
    words.find((word) => /^(?:true|false)$/.test(word)) && `${value.trim()} == ${quote}true${quote}`;
  const fault = `a variable alone is a text, which is true${isFlag ? ' even if it is "false"' : ""}`;
  report(condition, `${fault}; compare it with a value`, { fix: replaceValue(condition, meant, false) });
}

/** A variable that is not set stays as text, which is never null. */
function remedyOf(condition: string): string {
  const [, name, sign] = /["']\$\{\{(\w+)\}\}["']\s*([=!])=\s*null\b/.exec(condition) ?? [];
  if (name === undefined) return "correct it or remove it";
  return sign === "="
    ? `the test that ${name} is not set is ${testOfUnset(name)}`
    : `the test that ${name} is set is ${testOfSet(name)}`;
}
