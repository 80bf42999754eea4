import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { type CheckResult, defineRule, type RuleContext } from "../src/lint/rule.ts";
import { reportUnread } from "../src/lint/schema-findings.ts";
import type { RegexProblem } from "../src/match/regex/index.ts";
import { scanRegexLiteral } from "../src/match/regex/syntax/literal.ts";
import { cutByComma, cutPattern } from "../src/pipeline/unquoted-patterns.ts";
import { reportPart } from "./support/trigger-filters.ts";

export default defineRule({
  id: "invalid-regex-literal",
  severity: "error",
  summary:
    "a filter is not a regular expression of the form `/pattern/flags`, or does not compile in JavaScript",
  why: "Codefresh accepts filters as `/pattern/` with any of the flags g, i and m, and with each slash in the pattern escaped. It rejects a bare name, although the API documentation mentions an expression or a string. A filter that is accepted but does not compile fails when an event arrives.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: branchRegex, commentRegex, pullRequestTargetBranchRegex",
    "tested with Node.js 20",
  ],
  schemaFinding: reportUnread,
  gitTrigger({ branchRegex, commentRegex, pullRequestTargetBranchRegex }, context) {
    // An empty target filter is not a filter.
    const target = pullRequestTargetBranchRegex?.value ? pullRequestTargetBranchRegex : undefined;
    const checks = [branchRegex, commentRegex, target].flatMap(
      (filter) => (filter && check(filter, context)) ?? [],
    );
    if (checks.length > 0) return Promise.all(checks).then(() => undefined);
  },
});

/** Groups that the scan cannot judge: some engines compile later additions to JavaScript. */
const UNUSUAL_GROUP = /\(\?(?![:=!]|<[=!])/;

/** Most filters are valid; only doubtful ones load the parser. */
function check(filter: Located<string>, context: RuleContext): CheckResult {
  const scanned = scanRegexLiteral(filter.value);
  if (scanned.ok && !UNUSUAL_GROUP.test(scanned.source)) return;
  if (cutPattern(context.text, filter) ?? cutByComma(context.text, filter)) return;
  return reportProblems(filter, context);
}

/** A slash command as people write it in a comment: `/test`. */
const COMMAND = /^\/[a-z][\w-]*$/i;

async function reportProblems(filter: Located<string>, context: RuleContext): Promise<void> {
  if (filter.path?.key === "commentRegex" && COMMAND.test(filter.value)) {
    const replacement = `/^\\${filter.value}$/m`;
    const message = `"${filter.value}" has no closing slash; write "${replacement}" for the slash command`;
    const end = filter.value.length;
    return reportPart(context, filter, { start: end - 1, end }, message, replacement);
  }
  const [{ parseRegexLiteral }, { impossiblePiece }] = await Promise.all([
    import("../src/match/regex/syntax/parse-literal.ts"),
    import("../src/match/regex/analysis.ts"),
  ]);
  const literal = parseRegexLiteral(filter.value);
  for (const problem of literal.ok ? [] : literal.problems) {
    const meant = scanRegexLiteral(problem.replacement ?? "");
    const canMatch = meant.ok && impossiblePiece(meant) === undefined && isMeant(filter, meant.text);
    report(filter, problem, canMatch ? problem.replacement : undefined, context);
  }
}

function report(
  filter: Located<string>,
  problem: RegexProblem,
  replacement: string | undefined,
  context: RuleContext,
): void {
  const message = (replacement === undefined && problem.general) || problem.message;
  if (filter.value !== "") reportPart(context, filter, problem, message, replacement);
  else context.report(filter, message, { fix: replaceValue(filter, replacement, false) });
}

/** False for a replacement that compiles but cannot be what was meant. */
function isMeant({ value, path }: Located<string>, replacement: string): boolean {
  // The name of a branch has no white space. In a comment, a dot with flag s matches a line break.
  if (path?.key !== "commentRegex") return !/ /.test(replacement);
  // Commands in comments begin with a mark too.
  if (value.startsWith("!")) return false;
  const flags = value.slice(value.lastIndexOf("/") + 1);
  return !flags.includes("s") || !/(?<!\\)\./.test(replacement);
}
