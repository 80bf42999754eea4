import { replaceValue } from "../src/lint/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { parseRegexLiteral, type RegexProblem } from "../src/match/regex.ts";
import type { Located } from "../src/spec/located.ts";

export default defineRule({
  id: "invalid-regex-literal",
  severity: "error",
  summary: "a filter is no regular expression of the form `/pattern/flags`, or JavaScript cannot compile it",
  why: "The platform takes filters as `/pattern/` with any of the flags g, i and m, and a slash inside escaped; it refuses a bare name, although the API page speaks of an expression or string. What passes that check and does not compile fails when an event comes.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: branchRegex, commentRegex, pullRequestTargetBranchRegex",
    "Node.js 20, which compiles them",
  ],
  gitTrigger({ branchRegex, commentRegex, pullRequestTargetBranchRegex }, context) {
    for (const filter of [branchRegex, commentRegex]) if (filter) check(filter, context);
    // An empty target filter is no filter.
    if (pullRequestTargetBranchRegex?.value) check(pullRequestTargetBranchRegex, context);
  },
});

function check(filter: Located<string>, context: RuleContext): void {
  const literal = parseRegexLiteral(filter.value);
  for (const problem of literal.ok ? [] : literal.problems) report(filter, problem, context, "error");
  for (const problem of literal.ok ? literal.advice : []) report(filter, problem, context, "warning");
}

function report(
  filter: Located<string>,
  problem: RegexProblem,
  context: RuleContext,
  severity: "error" | "warning",
): void {
  const { replacement } = problem;
  const fix = replacement === undefined ? {} : { fix: replaceValue(filter, replacement, false) };
  const place = filter.value === "" ? filter : context.part(filter, problem.start, problem.end);
  context.report(place, problem.message, { severity, ...fix });
}
