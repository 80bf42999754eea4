import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { testOfUnset } from "./support/condition-remedies/variables.ts";
import { WRONG_EXISTS_TEST, whensOf } from "./support/step-whens.ts";

export default defineRule({
  id: "wrong-exists-test",
  severity: "warning",
  summary: "a condition tests whether a variable is set, but compares the same text on both sides",
  why: 'A variable that is not set stays as `${{NAME}}`, which contains `{{NAME}}`: so `includes("${{NAME}}", "{{NAME}}")` is true if it is not set. With `$` on both sides or on neither, the result is always true.',
  sources: [
    "docs.codefresh.io _docs/kb/articles/check-env-vars-in-conditionals.md: the test",
    "@codefresh-io/tevale 0.9.4: the evaluator; that the service runs it is inferred",
  ],
  pipeline(pipeline, context) {
    for (const condition of whensOf(pipeline).conditions)
      if (condition.value.includes("includes")) check(condition, context);
  },
});

function check(condition: Located<string>, { report, subLocation }: RuleContext): void {
  const { value } = condition;
  for (const { 0: call, 1: quote, 3: name, index } of value.matchAll(WRONG_EXISTS_TEST)) {
    const test = testOfUnset(name!, quote);
    const end = index + call.length;
    // The documented test that a variable is set; without it either meaning is possible.
    const isCertain = /^\s*==\s*false\b/.test(value.slice(end));
    const message = `this is always true, whether ${name} is set or not; write ${test}, which is true if it is not set`;
    report(subLocation(condition, index, end), message, {
      fix: replaceValue(condition, value.slice(0, index) + test + value.slice(end), isCertain),
    });
  }
}
