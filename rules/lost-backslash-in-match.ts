import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { eachMatch } from "./support/step-whens.ts";

export default defineRule({
  id: "lost-backslash-in-match",
  severity: "warning",
  summary: "the regex of `match` loses a backslash, because a text of a condition is unescaped first",
  why: "A backslash in a text of a condition escapes the next character: `'^v\\d+$'` is the regex `^vd+$`, and `'1\\.2'` is `1.2`, whose dot is any character. Two backslashes are one in the regex.",
  sources: [
    "docs.codefresh.io _docs/pipelines/conditional-execution-of-steps.md: match",
    "@codefresh-io/tevale 0.9.4: the evaluator; that the service runs it is inferred",
  ],
  pipeline(pipeline, { report, subLocation }) {
    return eachMatch(pipeline, /\\/, (condition, calls) => {
      const { value } = condition;
      const places = calls.flatMap(({ args: [, pattern] }) =>
        pattern?.kind === "literal" && typeof pattern.value === "string"
          ? Array.from(value.slice(pattern.start, pattern.end).matchAll(LOST))
              .filter(([, escaped]) => escaped !== undefined)
              .map(({ 0: lost, index }) => ({ lost, at: pattern.start + index }))
          : [],
      );
      const [first] = places;
      if (!first) return;
      const fixed = places.reduceRight((text, { at }) => `${text.slice(0, at)}\\${text.slice(at)}`, value);
      const more = places.length > 1 ? ` (and ${places.length - 1} more)` : "";
      const message = `"${first.lost}"${more} is "${first.lost[1]}" in the regex; write "\\${first.lost}"`;
      report(subLocation(condition, first.at, first.at + 2), message, {
        fix: replaceValue(
          condition,
          fixed,
          places.every(({ lost }) => SURE.test(lost)),
        ),
      });
    });
  },
});

/** Escapes that mean another character or set without their backslash; not `\${{NAME}}`. */
const LOST = /\\(?:\\|\$\{\{|([dDwWsSbB.+*?()[\]{}|^$]))/g;

/** Escapes that mean the same in every kind of regex; in some, `\|` and `\(` are signs of it. */
const SURE = /^\\[dDwWsSbB.*[\]^$]$/;
