import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { joinList } from "../src/util/text.ts";

/** A character that the published schema rejects in a message. */
const REFUSED = /[^a-zA-Z0-9_+\-\s#?.:]/gu;
const SHORTEST = 2;
const LONGEST = 128;

export default defineRule({
  id: "cron-message",
  severity: "error",
  summary: "the message of a cron trigger has an invalid character or length",
  why: "The published schema accepts 2 to 128 characters: ASCII letters and digits, white space, and _ + - # ? . and a colon. A colon is a warning: the schema accepts it, but the scheduler splits an event address that contains the message at its colons, and rejects more than five parts.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: message",
    "codefresh-io/cronus types/event.go: a cron event address has five parts between colons",
  ],
  cronTrigger({ message }, context) {
    if (!message) return;
    reportCharacters(message, context);
    reportLength(message, context);
    reportColon(message, context);
  },
});

function reportCharacters(message: Located<string>, { report, subLocation }: RuleContext): void {
  if (message.value.search(REFUSED) < 0) return;
  const found = Array.from(message.value.matchAll(REFUSED));
  const first = found[0];
  if (!first) return;
  const characters = [...new Set(found.map(([character]) => quoted(character)))];
  const text = `the message contains ${listed(characters)}, which Codefresh rejects; write letters, digits, spaces and _ + - # ? . only`;
  report(subLocation(message, first.index, first.index + first[0].length), text, repair(message));
}

function reportLength(message: Located<string>, { report }: RuleContext): void {
  const { length } = message.value;
  if (length < SHORTEST) {
    const shown = length === 0 ? "the message is empty" : `the message ${quoted(message.value)} is too short`;
    report(message, `${shown}; write ${SHORTEST} to ${LONGEST} characters`);
  } else if (length > LONGEST) {
    report(message, `the message has ${length} characters; shorten it to ${LONGEST} or fewer`);
  }
}

function reportColon(message: Located<string>, { report, subLocation }: RuleContext): void {
  const colon = message.value.indexOf(":");
  if (colon < 0) return;
  const text = 'the message contains ":", at which the scheduler splits its event address; remove the colon';
  const fix = message.value.search(REFUSED) < 0 ? repair(message) : {};
  report(subLocation(message, colon, colon + 1), text, { severity: "warning", ...fix });
}

/** Suggests the message with plain letters and without signs, if the result is valid. */
function repair(message: Located<string>): { fix?: ReturnType<typeof replaceValue> } {
  const text = message.value
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/\s*&\s*/g, " and ")
    .replace(/:\s+/g, " - ")
    .replace(/:|\//g, "-")
    .replace(/['"\u2019]/g, "")
    .replace(REFUSED, " ")
    .replace(/ {2,}/g, " ")
    .trim();
  const passes = text.length >= SHORTEST && text.length <= LONGEST;
  return passes ? { fix: replaceValue(message, text, false) } : {};
}

/** The maximum number of characters that a message lists. */
const NAMED = 4;

function listed(characters: readonly string[]): string {
  if (characters.length > NAMED) return `${characters.slice(0, NAMED).join(", ")} and others`;
  return joinList(characters, "and");
}

function quoted(character: string): string {
  return character === '"' ? "'\"'" : `"${character}"`;
}
