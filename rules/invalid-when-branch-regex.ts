import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { quote } from "../src/util/text.ts";
import { whensOf } from "./support/step-whens.ts";

export default defineRule({
  id: "invalid-when-branch-regex",
  severity: "warning",
  summary:
    "a regex in `when.branch` has no closing slash, another flag than `i`, or does not compile in JavaScript",
  why: "Nothing checks these patterns when a pipeline is saved, and the effect of one that cannot be read is not documented. The form is `/pattern/`, with the flag `i` to ignore case.",
  sources: [
    "docs.codefresh.io _docs/pipelines/conditional-execution-of-steps.md: the branches of a step",
    "@codefresh-io/yaml-validator 1.1.1 schema/1.0/base-schema.js: an entry of branch is any text",
  ],
  pipeline(pipeline, context) {
    const found = whensOf(pipeline)
      .branches.map(({ entry }) => entry)
      .filter(({ value }) => /^\s*\//.test(value));
    if (found.length > 0) return check(found, context);
  },
});

/** The faults that a pattern of `when.branch` has too; it may have plain slashes. */
const CODES = new Set([
  "white-space",
  "unterminated",
  "unknown-flag",
  "duplicate-flag",
  "foreign-syntax",
  "does-not-compile",
]);

async function check(
  entries: readonly Located<string>[],
  { report, subLocation }: RuleContext,
): Promise<void> {
  const { parseRegexLiteral } = await import("../src/match/regex/syntax/parse-literal.ts");
  for (const entry of entries) {
    const { value } = entry;
    if (value.includes("${{")) continue;
    if (/^\/[^/]+\/i?\s*[,;]\s*\//.test(value)) {
      report(entry, `${quote(value)} is one regex; write each regex as an item of its own`);
      continue;
    }
    const literal = parseRegexLiteral(value);
    const problem = literal.ok ? undefined : literal.problems.find(({ code }) => CODES.has(code));
    const flags = /\/(?<flags>[a-z]+)$/i.exec(value)?.groups?.flags ?? "";
    if (problem && !/-flag$/.test(problem.code)) {
      const meant = problem.code === "white-space" ? problem.replacement : undefined;
      const fix = replaceValue(entry, meant, false);
      report(subLocation(entry, problem.start, problem.end), problem.message, { fix });
    } else if (problem || /[^i]/.test(flags)) {
      const start = value.length - flags.length;
      const meant = `${value.slice(0, start)}${/i/i.test(flags) ? "i" : ""}`;
      const message = `only the flag "i" is documented here, not "${flags}"; write "${meant}"`;
      report(subLocation(entry, start, value.length), message, { fix: replaceValue(entry, meant, false) });
    }
  }
}
