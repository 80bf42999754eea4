import { eventFacts } from "../src/catalogue/events/events.ts";
import type { Located } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { restrictiveLiteral } from "../src/match/regex/filter-literal.ts";
import type { SpelledName } from "../src/match/regex/spelled-names.ts";
import { escapeRegex } from "../src/match/regex/syntax/repair.ts";
import { reportPart } from "./support/trigger-filters.ts";
import { onSuspicious } from "./support/walk.ts";

export default defineRule({
  id: "comment-regex-slash-command",
  severity: "warning",
  summary:
    "a comment filter looks like the slash command `/test`, but matches that word anywhere in a comment",
  why: "The slashes of `/test/` delimit a regex and are not part of the pattern, so the filter also matches `latest` and any sentence with the word. To match the command, write `/^\\/test$/m`: it escapes the slash, matches only at the start of a line, and has the flag m because a comment may have several lines.",
  sources: [
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: the filter is a regex between slashes",
    "tested with Node.js 20: a regex is searched for anywhere in the text",
  ],
  gitTrigger({ commentRegex, events }, context) {
    if (!events.some(({ value }) => value === "pullrequest" || eventFacts(value)?.comment)) return;
    return onSuspicious([commentRegex], isSuspicious, (filter) => check(filter, context));
  },
});

/** True for one word or several alternatives, without anchors or context. */
function isSuspicious(text: string): boolean {
  const source = restrictiveLiteral(text)?.source;
  return source !== undefined && /^\(?(?:\?:)?[a-z][\w|-]+\)?\$?$/i.test(source);
}

async function check(filter: Located<string>, context: RuleContext): Promise<void> {
  const [{ spelledNames }, { compileRegex }] = await Promise.all([
    import("../src/match/regex/spelled-names.ts"),
    import("../src/match/regex/matcher.ts"),
  ]);
  const literal = restrictiveLiteral(filter.value)!;
  const names = spelledNames(literal);
  const [first, ...others] = names ?? [];
  if (!names || !first || names.some(({ name }) => name.length < 2)) return;
  const matcher = compileRegex(literal, { budget: context.budget });
  const comment = commentsWith(first).find((text) => matcher.test(text) === "yes");
  if (comment === undefined) return;
  const flags = literal.flags.includes("m") ? literal.flags : `${literal.flags}m`;
  const words =
    others.length === 0
      ? escapeRegex(first.name)
      : `(${names.map(({ name }) => escapeRegex(name)).join("|")})`;
  const replacement = `/^\\/${words}$/${flags}`;
  const message = `"${filter.value}" matches any comment that contains "${first.name}", such as "${comment}"; write "${replacement}" for the slash command`;
  reportPart(context, filter, { start: 1, end: literal.flagsStart - 1 }, message, replacement);
}

/** Ordinary words that contain a common command. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["test", "latest"],
  ["build", "rebuild"],
  ["deploy", "redeploy"],
  ["run", "rerun"],
  ["ok", "token"],
  ["start", "restart"],
  ["publish", "republish"],
  ["release", "prerelease"],
  ["ship", "membership"],
]);

function commentsWith({ name }: SpelledName): string[] {
  const word = WORDS.get(name.toLowerCase());
  return [...(word === undefined ? [] : [word]), `please do not ${name}`, `please do not ${name} this`];
}
