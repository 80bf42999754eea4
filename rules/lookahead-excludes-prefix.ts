import { isBranchFamily } from "../src/catalogue/branch-names.ts";
import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { restrictiveLiteral } from "../src/match/regex/filter-literal.ts";
import { onSuspicious } from "./support/walk.ts";

export default defineRule({
  id: "lookahead-excludes-prefix",
  severity: "warning",
  summary: "a branch filter that excludes a name also excludes every longer name that begins with it",
  why: "`/^((?!main)).*/` excludes every name that begins with `main`, including `maintenance`; the documentation's own examples have this form. With `$` inside the lookahead, only the one name is excluded. Prefixes such as `release` or `feature-` are assumed to be intended and are not reported.",
  sources: [
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: /^((?!tag)).*/gi",
    "seen in 12 of 103 published filters",
  ],
  gitTrigger({ branchRegex, pullRequestTargetBranchRegex }, context) {
    return onSuspicious([branchRegex, pullRequestTargetBranchRegex], isSuspicious, (filter) =>
      check(filter, context),
    );
  },
});

/** A negative lookahead with at most one level of groups that does not end in `$`. */
const OPEN_LOOKAHEAD = /\(\?!(?:\\.|[^()\\]|\((?:\\.|[^()\\])*\))*(?<!\$\)?)\)|\(\?![^)]*\([^)]*\(/;

function isSuspicious(text: string): boolean {
  const source = restrictiveLiteral(text)?.source;
  return source?.includes("(?!") === true && OPEN_LOOKAHEAD.test(source);
}

async function check(filter: Located<string>, { report, subLocation, budget }: RuleContext): Promise<void> {
  const { prefixExclusions } = await import("../src/match/regex/analysis.ts");
  const literal = restrictiveLiteral(filter.value)!;
  const seen = new Set<number>();
  for (const { alsoExcludes, start, end, replacement } of prefixExclusions(literal, isBranchFamily, {
    budget,
  })) {
    if (seen.has(start)) continue;
    seen.add(start);
    const advice = replacement === undefined ? 'end it with "$"' : `write "${replacement}"`;
    const lookahead = filter.value.slice(start, end);
    const fix = replacement === undefined ? {} : { fix: replaceValue(filter, replacement, false) };
    report(subLocation(filter, start, end), `"${lookahead}" also excludes "${alsoExcludes}"; ${advice}`, fix);
  }
}
