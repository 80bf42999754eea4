import type { Located } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { restrictiveLiteral } from "../src/match/regex/filter-literal.ts";
import { quote } from "../src/util/text.ts";
import { globOf } from "./support/trigger-filters.ts";
import { onSuspicious } from "./support/walk.ts";

export default defineRule({
  id: "slow-regex",
  severity: "warning",
  summary: "a filter backtracks catastrophically on some inputs",
  why: "If a text can be matched in many ways, the regex engine tries them all before it gives up: `/^(a+)+$/` doubles its time with every letter. Anyone who can push a branch or write a comment can then delay the evaluation of triggers. The finding is proved: dryfire counted the steps on the text in the message.",
  sources: [
    "V8's backtracking engine; a bounded matcher counts its steps",
    "scslre, which finds the candidates",
  ],
  gitTrigger(trigger, context) {
    const { branchRegex, commentRegex, pullRequestTargetBranchRegex: target, modifiedFilesGlob } = trigger;
    const glob = modifiedFilesGlob && mayBeTooLarge(modifiedFilesGlob.value) && globOf(trigger);
    const checked = onSuspicious([branchRegex, commentRegex, target], isSuspicious, (filter) =>
      check(filter, context),
    );
    return glob ? checkGlob(glob, context).then(() => checked) : checked;
  },
});

/** Shorter globs without a range are never too large to be matched. */
function mayBeTooLarge(glob: string): boolean {
  return glob.length > 40 || glob.includes("..");
}

async function checkGlob(glob: Located<string>, { report }: RuleContext): Promise<void> {
  const { refuseToCompile } = await import("../src/match/glob/limits.ts");
  const reason = refuseToCompile(glob.value);
  if (reason !== undefined) report(glob, `the glob ${reason}; split it or write it with fewer choices`);
}

/** Up to three repetitions and a few choices are safe; a repeated group may not be. */
function isSuspicious(text: string): boolean {
  const source = restrictiveLiteral(text)?.source;
  if (source === undefined) return false;
  const repetitions = source.match(/[*+{]/g)?.length ?? 0;
  return repetitions > 0 && (/\)[*+{]/.test(source) || repetitions > 3 || source.split(/[?|]/).length > 10);
}

async function check(filter: Located<string>, { report, subLocation, budget }: RuleContext): Promise<void> {
  const { isClearlySafe } = await import("../src/match/regex/interpreter/cost.ts");
  const literal = restrictiveLiteral(filter.value)!;
  if (isClearlySafe(literal) || budget.left <= 0) return;
  const { findSlowRegex } = await import("../src/match/regex/slow.ts");
  const { found: slow, steps } = findSlowRegex(literal);
  budget.spend(steps);
  if (!slow) return;
  const { start, end, kind, prefix, pump, suffix } = slow;
  const count = kind === "exponential" ? 30 : Math.ceil(250 / pump.length);
  const rest = suffix === "" ? "" : ` and ${quote(suffix)}`;
  const head = prefix === "" ? "" : `${quote(prefix)}, `;
  const attack = `${head}${count} times ${quote(pump)}${rest}`;
  const growth = kind === "exponential" ? "exponential" : "excessive";
  const message = `"${filter.value.slice(start, end)}" takes ${growth} time on a text such as ${attack}; rewrite it so that a text matches in only one way`;
  report(subLocation(filter, start, end), message);
}
