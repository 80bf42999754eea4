import { findEvent } from "../src/catalogue/events/events.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "legacy-event-name",
  severity: "info",
  marks: "outdated",
  summary: "an event has its outdated name",
  why: "Codefresh accepts both spellings for the same event, but only documents the newer one.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: events",
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Git triggers",
  ],
  gitTrigger({ events }, { report }) {
    for (const event of events) {
      const canonical = findEvent(event.value)?.canonical;
      if (canonical === undefined) continue;
      report(event, `"${event.value}" is an outdated spelling; write "${canonical}"`, {
        fix: replaceValue(event, canonical, true),
      });
    }
  },
});
