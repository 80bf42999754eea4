import type { Located } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { restrictiveLiteral } from "../src/match/regex/filter-literal.ts";
import { findGlobStars, withoutGlobStars } from "../src/match/regex/syntax/foreign-syntax.ts";
import { reportPart } from "./support/trigger-filters.ts";

export default defineRule({
  id: "bare-star-in-regex",
  severity: "warning",
  summary: "a regex filter uses `*` as in a glob, but in a regex it repeats the character before it",
  why: "Branch and comment filters take a regex; only `modifiedFilesGlob` takes a glob. `/release-*/` means `release` followed by any number of hyphens, anywhere in the name, so it also matches `prerelease` and ignores what follows. In a regex, `.*` matches any text.",
  sources: [
    "ECMAScript, regular expressions: quantifiers",
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: filters are JavaScript regexes",
  ],
  gitTrigger({ branchRegex, pullRequestTargetBranchRegex, commentRegex }, context) {
    for (const filter of [branchRegex, pullRequestTargetBranchRegex, commentRegex])
      if (filter?.value.includes("*")) check(filter, context);
  },
});

function check(filter: Located<string>, context: RuleContext): void {
  const literal = restrictiveLiteral(filter.value);
  if (!literal) return;
  const [first, ...others] = findGlobStars(literal.source);
  if (!first) return;
  const meant = `/${withoutGlobStars(literal.source)}/${literal.flags}`;
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  const message = `"*"${more} in a regex only repeats the "${first.repeats}" before it; write ".*" for any text, as in "${meant}"`;
  reportPart(context, filter, { start: first.start + 1, end: first.end + 1 }, message, meant);
}
