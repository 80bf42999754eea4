import { isBranchFamily } from "../src/catalogue/branch-names.ts";
import { eventFacts } from "../src/catalogue/events/events.ts";
import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { restrictiveLiteral } from "../src/match/regex/filter-literal.ts";
import type { RegexLiteral } from "../src/match/regex/index.ts";
import type { SpelledName } from "../src/match/regex/spelled-names.ts";
import { escapeRegex } from "../src/match/regex/syntax/repair.ts";
import { onSuspicious } from "./support/walk.ts";

export default defineRule({
  id: "unanchored-branch-regex",
  severity: "warning",
  summary: "a branch filter spells a name without `^` and `$`, and matches longer names too",
  why: "A filter is searched for in the branch's name: `/main/` also matches `maintenance` and `/^main/` also matches `main-backup`. A filter with wildcards, and one that names a family of branches such as `/^release/`, is meant as a search and is left alone.",
  sources: [
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: examples without anchors that match a part of the name",
    "seen in 14 of 103 published filters: /main/gi or /master/gi",
  ],
  gitTrigger({ branchRegex, pullRequestTargetBranchRegex, events }, context) {
    const onTagsOnly = events.length > 0 && events.every(({ value }) => eventFacts(value)?.branch === false);
    return onSuspicious(
      [onTagsOnly ? undefined : branchRegex, pullRequestTargetBranchRegex],
      isSuspicious,
      (filter) => check(filter, context),
    );
  },
});

/** Plain names and groups of them without both anchors; under flag `m` an anchor is a line's, and a name has one line. */
function isSuspicious(text: string): boolean {
  const literal = restrictiveLiteral(text);
  if (!literal || /[*+[{]|^\^[^|]*\$$|^\^\([^()]*\)\$$/.test(literal.source)) return false;
  const name = /^\^?((?:[\w@#-]|\\[./-])+)\$?$/.exec(literal.source)?.[1];
  return name === undefined || !isBranchFamily(name.replaceAll("\\", ""));
}

async function check(filter: Located<string>, { report, subLocation, budget }: RuleContext): Promise<void> {
  const [{ spelledNames }, { compileRegex }] = await Promise.all([
    import("../src/match/regex/spelled-names.ts"),
    import("../src/match/regex/matcher.ts"),
  ]);
  const literal = restrictiveLiteral(filter.value)!;
  // A name has one line, so the flag m changes nothing.
  const names = spelledNames({ ...literal, flags: literal.flags.replace("m", "") });
  const open = names?.find((each) => !(each.anchoredStart && each.anchoredEnd) && !isSearch(each));
  if (!names || !open) return;
  const matcher = compileRegex(literal, { budget });
  const longer = longerNames(open).find((name) => matcher.test(name) === "yes");
  if (longer === undefined) return;
  const replacement = names.some(isSearch) ? undefined : anchored(literal, names);
  const advice = replacement === undefined ? 'put it between "^" and "$"' : `write "${replacement}"`;
  const message = `"${open.name}" ${lack(open)} in ${literal.text} also matches "${longer}"; ${advice}`;
  const fix = replacement === undefined ? {} : { fix: replaceValue(filter, replacement, false) };
  report(subLocation(filter, open.start, open.end), message, fix);
}

function isSearch({ name }: SpelledName): boolean {
  return isBranchFamily(name);
}

function lack({ anchoredStart, anchoredEnd }: SpelledName): string {
  if (anchoredStart) return 'without "$"';
  return anchoredEnd ? 'without "^"' : 'without "^" and "$"';
}

/** Words that hold a name and that a branch may be called. */
const WORDS: ReadonlyMap<string, readonly string[]> = new Map([
  ["main", ["maintenance", "domain"]],
  ["master", ["remaster"]],
]);

/** Plausible longer names; those that the filter's own anchors rule out fall away when they are put to it. */
function longerNames({ name }: SpelledName): string[] {
  return [...(WORDS.get(name) ?? []), `${name}-backup`, `old-${name}`, `old-${name}-backup`];
}

/** The same names and flags, with both anchors round each. */
function anchored({ flags }: RegexLiteral, names: readonly SpelledName[]): string {
  const [first, ...others] = [...new Set(names.map(({ name }) => escapeRegex(name)))];
  const source = others.length === 0 ? first : `(${[first, ...others].join("|")})`;
  return `/^${source}$/${flags}`;
}
