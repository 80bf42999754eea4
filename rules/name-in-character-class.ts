import { isBranchFamily, isLongLivedBranch } from "../src/catalogue/branch-names.ts";
import type { Located } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { restrictiveLiteral } from "../src/match/regex/filter-literal.ts";
import { reportPart } from "./support/trigger-filters.ts";

export default defineRule({
  id: "name-in-character-class",
  severity: "warning",
  summary: "a branch filter has a name in brackets, which match only one of its letters",
  why: "`[^master]` matches one character that is none of the letters of `master`, so `/[^master]/` matches `master-2` and nearly every other name. A name is excluded by a negative lookahead, `(?!master$)`, and listed in a group, `(main|develop)`.",
  sources: [
    "ECMAScript, regular expressions: character classes",
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: negative lookahead",
  ],
  gitTrigger({ branchRegex, pullRequestTargetBranchRegex }, context) {
    for (const filter of [branchRegex, pullRequestTargetBranchRegex])
      if (filter?.value.includes("[")) check(filter, context);
  },
});

/** A class of letters and separators only, without ranges and escapes. */
const CLASS = /(?<!\\)\[([\^!]?)([A-Za-z|,_ /()]+)\]/g;

/** The whole filter: anchors, the class, and the usual ways to write "anything". */
const ALONE = /^\^?\(?\[\^?[^\]]*\][*+]?\)?(?:\.\*)?\$?$/;

function check(filter: Located<string>, context: RuleContext): void {
  const literal = restrictiveLiteral(filter.value);
  if (!literal) return;
  for (const match of literal.source.matchAll(CLASS)) {
    const [written, negation = "", text = ""] = match;
    const names = text.split(/[|, ()]+/).filter((name) => name !== "");
    if (!names.some(isName)) continue;
    const start = match.index + 1;
    const meant = ALONE.test(literal.source) ? filterOf(names, negation !== "") : undefined;
    const replacement = meant === undefined ? undefined : `/${meant}/${literal.flags}`;
    const advice =
      replacement !== undefined
        ? `write "${replacement}"`
        : negation
          ? 'write "(?!name$)" to exclude a name'
          : 'write "(name|other)"';
    const message = `"${written}" matches one character, not a name; ${advice}`;
    reportPart(context, filter, { start, end: start + written.length }, message, replacement);
  }
}

/** True for the name of a long-lived branch, or a first word such as `feature`. */
function isName(name: string): boolean {
  return name.length > 2 && (isLongLivedBranch(name) || isBranchFamily(name));
}

/** Returns the filter that was meant; undefined for words that may begin longer names. */
function filterOf(names: readonly string[], isNegated: boolean): string | undefined {
  if (!names.every(isLongLivedBranch)) return undefined;
  const list = names.length === 1 ? names[0]! : `(${names.join("|")})`;
  return isNegated ? `^(?!${list}$)` : `^${list}$`;
}
