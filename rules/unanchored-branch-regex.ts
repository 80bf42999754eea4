import { isBranchFamily } from "../src/catalogue/branch-names.ts";
import { eventFacts } from "../src/catalogue/events/events.ts";
import type { Located } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { restrictiveLiteral } from "../src/match/regex/filter-literal.ts";
import type { RegexLiteral } from "../src/match/regex/index.ts";
import type { SpelledName } from "../src/match/regex/spelled-names.ts";
import { escapeRegex } from "../src/match/regex/syntax/repair.ts";
import { hasRemotePrefix, reportPart } from "./support/trigger-filters.ts";
import { onSuspicious } from "./support/walk.ts";

export default defineRule({
  id: "unanchored-branch-regex",
  severity: "warning",
  summary: "a branch filter names a branch without `^` and `$`, so it also matches longer names",
  why: "A filter matches anywhere in the branch name: `/main/` also matches `maintenance`, and `/^main/` also matches `main-backup`. Filters with wildcards, and filters for a family of branches such as `/^release/`, are assumed to be intended and are not reported.",
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

/** True for names without both anchors; a name has one line, so flag `m` changes nothing. */
function isSuspicious(text: string): boolean {
  const literal = restrictiveLiteral(text);
  if (!literal || hasRemotePrefix(text) || /[*+[{]|^\^[^|]*\$$|^\^\([^()]*\)\$$/.test(literal.source))
    return false;
  const name = /^\^?((?:[\w@#-]|\\[./-])+)\$?$/.exec(literal.source)?.[1];
  return name === undefined || !isBranchFamily(name.replaceAll("\\", ""));
}

async function check(filter: Located<string>, context: RuleContext): Promise<void> {
  const [{ spelledNames }, { compileRegex }] = await Promise.all([
    import("../src/match/regex/spelled-names.ts"),
    import("../src/match/regex/matcher.ts"),
  ]);
  const literal = restrictiveLiteral(filter.value)!;
  // A name has one line, so the flag m changes nothing.
  const names = spelledNames({ ...literal, flags: literal.flags.replace("m", "") });
  const open = names?.find((each) => !(each.anchoredStart && each.anchoredEnd) && !isSearch(each));
  if (!names || !open) return;
  const matcher = compileRegex(literal, { budget: context.budget });
  const longer = longerNames(open).find((name) => matcher.test(name) === "yes");
  if (longer === undefined) return;
  const replacement = names.some(isSearch) ? undefined : anchored(literal, names);
  const advice =
    replacement === undefined ? 'write "^" before it and "$" after it' : `write "${replacement}"`;
  const message = `"${open.name}" ${lack(open)} in ${literal.text} also matches "${longer}"; ${advice}`;
  reportPart(context, filter, open, message, replacement);
}

const isSearch = ({ name }: SpelledName): boolean => isBranchFamily(name);

function lack({ anchoredStart, anchoredEnd }: SpelledName): string {
  if (anchoredStart) return 'without "$"';
  return anchoredEnd ? 'without "^"' : 'without "^" and "$"';
}

/** Branch names that contain another name. */
const WORDS: ReadonlyMap<string, readonly string[]> = new Map([
  ["main", ["maintenance", "domain"]],
  ["master", ["remaster"]],
]);

/** Plausible longer names; the caller tests which of them the filter matches. */
function longerNames({ name }: SpelledName): string[] {
  return [...(WORDS.get(name) ?? []), `${name}-backup`, `old-${name}`, `old-${name}-backup`];
}

/** Returns the same names and flags, with both anchors around each name. */
function anchored({ flags }: RegexLiteral, names: readonly SpelledName[]): string {
  const [first, ...others] = [...new Set(names.map(({ name }) => escapeRegex(name)))];
  const source = others.length === 0 ? first : `(${[first, ...others].join("|")})`;
  return `/^${source}$/${flags}`;
}
