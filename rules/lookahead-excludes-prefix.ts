import { isLongLivedBranch } from "../src/catalogue/branch-names.ts";
import type { Located } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { restrictiveLiteral } from "../src/match/regex/filter-literal.ts";
import { reportPart } from "./support/trigger-filters.ts";
import { onSuspicious } from "./support/walk.ts";

export default defineRule({
  id: "lookahead-excludes-prefix",
  severity: "warning",
  summary: "a branch filter that excludes a branch also excludes every longer name that begins with it",
  why: "`/^((?!main)).*/` excludes every name that begins with `main`, including `maintenance`. With `$` inside the lookahead, only the one name is excluded. Only names of branches such as `main` or `develop` are reported: any other name may be meant as a prefix, as in the documentation's `/^((?!tag)).*/gi`, which excludes `tag1` and `tag-X`.",
  sources: [
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: /^((?!tag)).*/gi excludes all tags that begin with tag",
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

async function check(filter: Located<string>, context: RuleContext): Promise<void> {
  const { budget } = context;
  const { prefixExclusions } = await import("../src/match/regex/analysis.ts");
  const literal = restrictiveLiteral(filter.value)!;
  const seen = new Set<number>();
  const isPrefix = (name: string): boolean => !isLongLivedBranch(name);
  for (const { alsoExcludes, start, end, replacement } of prefixExclusions(literal, isPrefix, { budget })) {
    if (seen.has(start)) continue;
    seen.add(start);
    const advice = replacement === undefined ? 'end it with "$"' : `write "${replacement}"`;
    const lookahead = filter.value.slice(start, end);
    const message = `"${lookahead}" also excludes "${alsoExcludes}"; ${advice}`;
    reportPart(context, filter, { start, end }, message, replacement);
  }
}
