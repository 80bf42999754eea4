import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { quote } from "../src/util/text.ts";
import { eachMatch } from "./support/step-whens.ts";

export default defineRule({
  id: "swapped-match-arguments",
  severity: "warning",
  summary: "the regex is the first argument of `match`, which is the text to search",
  why: "`match(TEXT, PATTERN, IGNORE_CASE)` searches its first argument for the second one. In `match('^main$', '${{CF_BRANCH}}', false)` the name of the branch is the pattern, so a branch `a` matches too.",
  sources: [
    "docs.codefresh.io _docs/pipelines/conditional-execution-of-steps.md: match",
    "@codefresh-io/tevale 0.9.4: the evaluator; that the service runs it is inferred",
  ],
  pipeline(pipeline, { report, subLocation }) {
    return eachMatch(pipeline, /\$\{\{/, (condition, calls) => {
      const { value } = condition;
      for (const { args } of calls) {
        const [text, pattern] = args;
        if (text?.kind !== "literal" || pattern?.kind !== "literal") continue;
        if (typeof text.value !== "string" || !REGEX.test(text.value) || text.value.includes("${{")) continue;
        if (typeof pattern.value !== "string" || !/^\$\{\{[^{}]+\}\}$/.test(pattern.value)) continue;
        const [first, second] = [text, pattern].map(({ start, end }) => value.slice(start, end));
        const between = value.slice(text.end, pattern.start);
        const fixed = value.slice(0, text.start) + second + between + first + value.slice(pattern.end);
        const message = `match searches its first argument, ${quote(text.value)}, for the second one; swap the two`;
        report(subLocation(condition, text.start, pattern.end), message, {
          fix: replaceValue(condition, fixed, false),
        });
      }
    });
  },
});

/** A sign that a text is a regex: an anchor, a class or a repeated dot. */
const REGEX = /^\/?\^|\$\/?$|\.[*+]|\\[a-z.]|\[[^[\]]+\]|\([^()|]*\|/i;
