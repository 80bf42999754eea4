import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { type CheckResult, defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { RegexProblem } from "../src/match/regex/index.ts";
import { scanRegexLiteral } from "../src/match/regex/syntax/literal.ts";
import { cutPattern } from "../src/pipeline/unquoted-patterns.ts";

export default defineRule({
  id: "invalid-regex-literal",
  severity: "error",
  summary: "a filter is no regular expression of the form `/pattern/flags`, or JavaScript cannot compile it",
  why: "The platform takes filters as `/pattern/` with any of the flags g, i and m, and a slash inside escaped; it refuses a bare name, although the API page speaks of an expression or string. What passes that check and does not compile fails when an event comes. A piece of another language's syntax that JavaScript compiles to something else is a warning.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: branchRegex, commentRegex, pullRequestTargetBranchRegex",
    "Node.js 20, which compiles them",
  ],
  gitTrigger({ branchRegex, commentRegex, pullRequestTargetBranchRegex }, context) {
    // An empty target filter is no filter.
    const target = pullRequestTargetBranchRegex?.value ? pullRequestTargetBranchRegex : undefined;
    const checks = [branchRegex, commentRegex, target].flatMap(
      (filter) => (filter && check(filter, context)) ?? [],
    );
    if (checks.length > 0) return Promise.all(checks).then(() => undefined);
  },
});

/** A group of a kind that the scan does not judge: some engines compile later additions to the language. */
const UNUSUAL_GROUP = /\(\?(?![:=!]|<[=!])/;

/** Most filters are sound; only what is not, or what cannot be told without it, loads the parser. */
function check(filter: Located<string>, context: RuleContext): CheckResult {
  const scanned = scanRegexLiteral(filter.value);
  if (scanned.ok && scanned.advice.length === 0 && !UNUSUAL_GROUP.test(scanned.source)) return;
  if (cutPattern(context.text, filter)) return;
  return reportProblems(filter, context);
}

/** A command as people write it in a comment: `/test`. */
const COMMAND = /^\/[a-z][\w-]*$/i;

async function reportProblems(filter: Located<string>, context: RuleContext): Promise<void> {
  if (filter.path?.key === "commentRegex" && COMMAND.test(filter.value)) {
    const replacement = `/^\\${filter.value}$/m`;
    const message = `"${filter.value}" has no closing slash; write "${replacement}" for the command`;
    context.report(context.subLocation(filter, filter.value.length - 1, filter.value.length), message, {
      fix: replaceValue(filter, replacement, false),
    });
    return;
  }
  const { parseRegexLiteral } = await import("../src/match/regex/syntax/parse-literal.ts");
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
  const place = filter.value === "" ? filter : context.subLocation(filter, problem.start, problem.end);
  context.report(place, problem.message, { severity, ...fix });
}
