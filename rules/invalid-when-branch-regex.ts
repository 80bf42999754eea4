import type { Located } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { whensOf } from "./support/step-whens.ts";

export default defineRule({
  id: "invalid-when-branch-regex",
  severity: "warning",
  summary:
    "a regex in `when.branch` has no closing slash, an unknown flag, or does not compile in JavaScript",
  why: "Nothing checks these patterns when a pipeline is saved, and the effect of one that cannot be read is not documented. The form is `/pattern/`, with the flag `i` to ignore case.",
  sources: [
    "docs.codefresh.io _docs/pipelines/conditional-execution-of-steps.md: the branches of a step",
    "@codefresh-io/yaml-validator 1.1.1 schema/1.0/base-schema.js: an entry of branch is any text",
  ],
  pipeline(pipeline, context) {
    const found = whensOf(pipeline)
      .branches.map(({ entry }) => entry)
      .filter(({ value }) => value.startsWith("/"));
    if (found.length > 0) return check(found, context);
  },
});

/** The faults that a pattern of `when.branch` has too; it may have plain slashes. */
const CODES = new Set(["unterminated", "unknown-flag", "duplicate-flag", "does-not-compile"]);

async function check(
  entries: readonly Located<string>[],
  { report, subLocation }: RuleContext,
): Promise<void> {
  const { parseRegexLiteral } = await import("../src/match/regex/syntax/parse-literal.ts");
  for (const entry of entries) {
    if (entry.value.includes("${{")) continue;
    const literal = parseRegexLiteral(entry.value);
    const problem = literal.ok ? undefined : literal.problems.find(({ code }) => CODES.has(code));
    if (!problem) continue;
    const isFlag = problem.code === "unknown-flag";
    const flag = entry.value.slice(problem.start, problem.end);
    const message = isFlag ? `unknown flag "${flag}"; only "i" is documented here` : problem.message;
    report(subLocation(entry, problem.start, problem.end), message);
  }
}
