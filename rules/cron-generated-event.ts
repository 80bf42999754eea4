import { defineRule } from "../src/lint/rule.ts";
import { isScalar } from "../src/spec/located.ts";

export default defineRule({
  id: "cron-generated-event",
  severity: "info",
  summary: "a cron trigger carries the event that the platform generates",
  why: "The documentation says to leave `event` empty: the platform makes it from the expression, the message and an id of its own, so a copy goes stale and means nothing in another pipeline.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Cron triggers: leave empty, generated for internal use",
  ],
  cronTrigger({ node }, { report }) {
    const entry = node.entry("event");
    if (!entry || !isScalar(entry.value) || entry.value.value === "" || entry.value.value === null) return;
    report(entry.value, "the platform generates the event of a cron trigger; leave it out");
  },
});
