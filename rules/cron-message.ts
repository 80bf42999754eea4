import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { reportUnread } from "../src/lint/schema-findings.ts";
import { joinList } from "../src/util/text.ts";
import { MAX_MESSAGE, MIN_MESSAGE, REFUSED_IN_MESSAGE, repairMessage } from "./support/cron-message.ts";

export default defineRule({
  id: "cron-message",
  severity: "error",
  summary: "the message of a cron trigger has an invalid character or length",
  why: "The published schema accepts 2 to 128 characters: ASCII letters and digits, white space, and _ + - # ? . and a colon.",
  sources: ["docs.codefresh.io _docs/pipelines/specifications-latest-version.md: message"],
  schemaFinding: reportUnread,
  cronTrigger({ message }, context) {
    if (!message) return;
    reportCharacters(message, context);
    reportLength(message, context);
  },
});

function reportCharacters(message: Located<string>, { report, subLocation }: RuleContext): void {
  if (message.value.search(REFUSED_IN_MESSAGE) < 0) return;
  const found = Array.from(message.value.matchAll(REFUSED_IN_MESSAGE));
  const first = found[0];
  if (!first) return;
  const characters = [...new Set(found.map(([character]) => quoted(character)))];
  const text = `the message contains ${listed(characters)}, which Codefresh rejects; write letters, digits, spaces and _ + - # ? . only`;
  const repaired = repairMessage(message.value);
  const fix = replaceValue(message, repaired, false);
  report(subLocation(message, first.index, first.index + first[0].length), text, { fix });
}

function reportLength(message: Located<string>, { report }: RuleContext): void {
  const { length } = message.value;
  if (length < MIN_MESSAGE) {
    const shown = length === 0 ? "the message is empty" : `the message ${quoted(message.value)} is too short`;
    report(message, `${shown}; write ${MIN_MESSAGE} to ${MAX_MESSAGE} characters`);
  } else if (length > MAX_MESSAGE) {
    report(message, `the message has ${length} characters; shorten it to ${MAX_MESSAGE} or fewer`);
  }
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
