import { type Entry, isScalar } from "../src/document/located.ts";
import { defineRule, type FixProposal } from "../src/lint/rule.ts";

export default defineRule({
  id: "cron-generated-event",
  severity: "info",
  summary: "a cron trigger carries the event that the platform generates",
  why: "The documentation says to leave `event` empty: the platform makes it from the expression, the message and an id of its own, so a copy goes stale and means nothing in another pipeline.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Cron triggers: leave empty, generated for internal use",
  ],
  cronTrigger({ node }, { report, text }) {
    const entry = node.entry("event");
    if (!entry || !isScalar(entry.value) || entry.value.value === "" || entry.value.value === null) return;
    const fix = removal(entry, text);
    report(
      entry.value,
      "the platform generates the event of a cron trigger; leave the key out",
      fix ? { fix } : {},
    );
  },
});

/** Takes out the line of an entry that has one to itself, without a comment; undefined for any other. */
function removal({ key, value }: Entry, text: string): FixProposal | undefined {
  const start = text.lastIndexOf("\n", key.span.start - 1) + 1;
  const end = text.indexOf("\n", value.span.end) + 1;
  if (end === 0 || value.anchor || text.slice(key.span.start, value.span.end).includes("\n"))
    return undefined;
  const around = text.slice(start, key.span.start) + text.slice(value.span.end, end);
  if (around.trim() !== "") return undefined;
  return { title: "remove the key", safe: true, edits: [{ span: { start, end }, text: "" }] };
}
