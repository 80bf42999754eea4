import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { eachCondition, unquotedVariables } from "./support/step-conditions.ts";
import { whensOf } from "./support/step-whens.ts";

/** A reference with spaces next to the braces. */
const SPACED = /\$\{\{(?=[ \t]|[^{}\r\n]*[ \t]\}\})([^{}\r\n]+)\}\}/g;

/** The maximum number of findings in one condition: the fix of each changes all of it. */
const MAX_REPORTED = 50;

export default defineRule({
  id: "spaces-in-variable-reference",
  severity: "warning",
  summary: "a condition has a variable with spaces in its braces, as in `${{ NAME }}`",
  why: "The documentation only has `${{NAME}}`. It is not documented whether Codefresh replaces a name with spaces around it; if it does not, the text stays in the condition, and a comparison with it is never true. The answer `trimmed` to the open question `substitution` turns the rule off.",
  sources: [
    "docs.codefresh.io _docs/pipelines/variables.md: the form of a variable",
    "@codefresh-io/yaml-validator 1.1.1 schema/1.0/constants/variable-regex.js: any characters between the braces",
  ],
  pipeline(pipeline, context) {
    const { report, subLocation, settings } = context;
    if (settings.assume.substitution === "trimmed") return;
    if (whensOf(pipeline).conditions.every(({ value }) => value.search(SPACED) < 0)) return;
    return eachCondition(pipeline, context, (condition, evaluate) => {
      // `unquoted-condition-variable` reports these.
      const others = new Set(unquotedVariables(condition.value, evaluate).map(({ start }) => start));
      const spaced = Array.from(condition.value.matchAll(SPACED)).filter(({ index }) => !others.has(index));
      if (spaced.length === 0) return;
      const fixed = condition.value.replaceAll(SPACED, (_, each: string) => `\${{${each.trim()}}}`);
      const fix = replaceValue(condition, fixed, true);
      for (const { 0: reference, 1: name = "", index } of spaced.slice(0, MAX_REPORTED)) {
        const written = `\${{${name.trim()}}}`;
        const message = `it is not documented whether ${reference} with spaces is replaced; write ${written}`;
        report(subLocation(condition, index, index + reference.length), message, { fix });
      }
    });
  },
});
