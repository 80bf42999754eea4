import { isSequence } from "../src/document/located.ts";
import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "no-events",
  severity: "warning",
  summary: "a trigger lists no events, so it never fires",
  why: "Codefresh requires `events` but accepts an empty list, which no event matches. To switch a trigger off, write `disabled: true`.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: events may be an empty list",
  ],
  gitTrigger({ node }, { report }) {
    const events = node.get("events");
    if (events && isSequence(events) && events.items.length === 0)
      report(events, 'this trigger lists no events, so it never fires; add events or set "disabled: true"');
  },
});
