import { defineRule } from "../src/lint/rule.ts";
import { scanRegexLiteral } from "../src/match/regex/syntax/literal.ts";
import { reportPart } from "./support/trigger-filters.ts";

export default defineRule({
  id: "foreign-regex-syntax",
  severity: "warning",
  summary: "a filter uses the syntax of another regex language, which JavaScript reads differently",
  why: "Codefresh's filters are JavaScript regexes. Some syntax of Perl, Python or Go compiles in JavaScript with another meaning: `\\A` is the letter A, not the start.",
  sources: [
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: examples with lookaheads, which Go does not have",
    "tested with Node.js 20",
  ],
  gitTrigger({ branchRegex, commentRegex, pullRequestTargetBranchRegex }, context) {
    for (const filter of [branchRegex, commentRegex, pullRequestTargetBranchRegex]) {
      const scanned = filter && scanRegexLiteral(filter.value);
      if (!filter || !scanned?.ok) continue;
      for (const problem of scanned.advice)
        reportPart(context, filter, problem, problem.message, problem.replacement);
    }
  },
});
