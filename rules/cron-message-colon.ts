import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { isValidMessage, repairMessage } from "./support/cron-message.ts";

export default defineRule({
  id: "cron-message-colon",
  severity: "warning",
  summary: "the message of a cron trigger contains a colon, which breaks the scheduler's event address",
  why: "The schema accepts a colon, but the scheduler's published code splits an event address that contains the message at its colons, and rejects more than five parts.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: message",
    "codefresh-io/cronus types/event.go: a cron event address has five parts between colons",
  ],
  cronTrigger({ message }, { report, subLocation }) {
    const colon = message?.value.indexOf(":") ?? -1;
    if (!message || colon < 0) return;
    const text =
      'the message contains ":", at which the scheduler splits its event address; remove the colon';
    // `cron-message` suggests a text without the colon if there are other faults.
    const repaired = isValidMessage(message.value) ? repairMessage(message.value) : undefined;
    report(subLocation(message, colon, colon + 1), text, { fix: replaceValue(message, repaired, false) });
  },
});
