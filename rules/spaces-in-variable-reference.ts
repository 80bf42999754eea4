import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { otherVariable } from "./support/condition-remedies/variables.ts";
import { eachCondition, MAX_REPORTED, unquotedVariables } from "./support/step-conditions.ts";
import { isExpression, whensOf } from "./support/step-whens.ts";

/** A reference with spaces next to the braces. */
const SPACED = /\$\{\{(?=[ \t]|[^{}\r\n]*[ \t]\}\})([^{}\r\n]+)\}\}/g;

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
      // `unquoted-condition-variable` reports these, and `invalid-condition` expressions.
      const unquoted = new Set(unquotedVariables(condition.value, evaluate).map(({ start }) => start));
      const spaced = Array.from(condition.value.matchAll(SPACED)).filter(
        ({ 1: name = "", index }) => !unquoted.has(index) && !isExpression(name),
      );
      if (spaced.length === 0) return;
      const others = new Map(spaced.map(({ 1: name = "" }) => [name, otherVariable(name.trim(), pipeline)]));
      const isForeign = [...others.values()].some((other) => other !== undefined);
      const isOpen = [...others.values()].some((other) => other && !other.meant);
      const fixed = condition.value.replaceAll(
        SPACED,
        (_, name: string) => `\${{${others.get(name)?.meant ?? name.trim()}}}`,
      );
      const fix = isOpen ? undefined : replaceValue(condition, fixed, !isForeign);
      for (const { 0: reference, 1: name = "", index } of spaced.slice(0, MAX_REPORTED)) {
        const other = others.get(name);
        const message = other
          ? `${reference} is a variable of another CI system; ${other.remedy}`
          : `it is not documented whether ${reference} with spaces is replaced; write \${{${name.trim()}}}`;
        report(subLocation(condition, index, index + reference.length), message, { fix });
      }
    });
  },
});
