import type { Located } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { restrictiveLiteral } from "../src/match/regex/filter-literal.ts";
import type { Span } from "../src/match/regex/types.ts";
import { reportPart } from "./support/trigger-filters.ts";
import { onSuspicious } from "./support/walk.ts";

export default defineRule({
  id: "unescaped-dot-in-branch-regex",
  severity: "warning",
  summary: "a dot in a branch filter matches any character, but a literal dot was probably meant",
  why: "`/^release-1.2$/` also matches `release-1x2` and `release-102`. A filter that Codefresh creates from a list of branches also has unescaped dots; it is not reported, because it cannot be corrected there.",
  sources: [
    "ECMAScript, regular expressions: the dot",
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: filters are JavaScript regexes",
  ],
  gitTrigger({ branchRegex, branchRegexInput, pullRequestTargetBranchRegex }, context) {
    const isList = branchRegexInput?.value.startsWith("multiselect") ?? false;
    return onSuspicious(
      [isList ? undefined : branchRegex, pullRequestTargetBranchRegex],
      isSuspicious,
      (filter) => check(filter, context),
    );
  },
});

/** A single dot with a letter, a digit or the end of a piece on both sides. */
function isSuspicious(text: string): boolean {
  const source = restrictiveLiteral(text)?.source;
  return source !== undefined && /[\w\-+*}\]](?<!\\)\.[\w\-\\[]/.test(source);
}

async function check(filter: Located<string>, context: RuleContext): Promise<void> {
  const [{ unescapedDots }, { compileRegex }, { examples }] = await Promise.all([
    import("../src/match/regex/analysis.ts"),
    import("../src/match/regex/matcher.ts"),
    import("../src/match/regex/examples.ts"),
  ]);
  const { budget } = context;
  const literal = restrictiveLiteral(filter.value)!;
  const dots = unescapedDots(literal);
  const [first] = dots;
  if (!first) return;
  const escaped = withEscapes(filter.value, dots);
  const plain = restrictiveLiteral(escaped);
  const own = plain ? examples(plain, { budget, limit: 20 }) : [];
  const matcher = compileRegex(literal, { budget });
  const wrong = own.map(withoutDot).find((text) => text !== undefined && matcher.test(text) === "yes");
  const shown =
    wrong === undefined ? "any character" : `any character, so the filter also matches "${wrong}"`;
  const more = dots.length > 1 ? ` (and ${dots.length - 1} more)` : "";
  const message = `"."${more} matches ${shown}; write "\\." for a literal dot`;
  reportPart(context, filter, first, message, escaped);
}

function withEscapes(text: string, dots: readonly Span[]): string {
  return dots
    .toReversed()
    .reduce((before, { start }) => `${before.slice(0, start)}\\${before.slice(start)}`, text);
}

function withoutDot(text: string): string | undefined {
  return text.includes(".") ? text.replace(".", "x") : undefined;
}
