import { isSequence } from "../src/document/located.ts";
import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "no-events",
  severity: "warning",
  summary: "a trigger lists no events, so it never fires",
  why: "The platform requires `events` and accepts an empty list, which no event is in. To keep a trigger from firing for a while, `disabled: true` says so.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: events may be an empty list",
  ],
  gitTrigger({ node }, { report }) {
    const events = node.get("events");
    if (events && isSequence(events) && events.items.length === 0)
      report(events, 'this trigger lists no events and never fires; list some, or set "disabled: true"');
  },
});
