import { equivalentEvent } from "../src/catalogue/events/event-coverage.ts";
import { findEvent, providersSending } from "../src/catalogue/events/events.ts";
import { sayOffers } from "../src/catalogue/events/provider-events.ts";
import type { ProviderRow } from "../src/catalogue/providers.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { providerOf } from "./support/trigger-filters.ts";

export default defineRule({
  id: "event-not-offered",
  severity: "warning",
  summary: "a trigger lists an event that its Git provider never sends",
  why: "The schema takes every event name with every provider, and most events exist for one or two of them: Bitbucket's names have a colon, Gerrit's no prefix. A name of another provider never fires. The provider is known where the trigger names it, or where the configuration says what its integration stands for (`integrations`).",
  sources: [
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: events by provider",
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: names by provider",
    "npm @codefresh-io/cf-git-providers 0.18.1: the webhooks that are subscribed to",
  ],
  gitTrigger(trigger, context) {
    const provider = providerOf(trigger, context);
    if (!provider) return;
    for (const event of trigger.events) {
      if (!findEvent(event.value) || isOffered(event.value, provider)) continue;
      const other = equivalentEvent(event.value, provider.id);
      const listed = other !== undefined && trigger.events.some(({ value }) => value === other);
      const never = `"${event.value}" is never sent by ${provider.title}`;
      if (other !== undefined && !listed) {
        const fix = replaceValue(event, other, false);
        context.report(event, `${never}; write "${other}"`, { fix });
      } else {
        const instead = listed ? `and "${other}" is listed already` : `which has ${sayOffers(provider.id)}`;
        context.report(event, `${never}, ${instead}; remove it`);
      }
    }
  },
});

/** Comments are documented "for all Git providers", so a general name for one is spared where the provider has none of its own. */
function isOffered(name: string, { id }: ProviderRow): boolean {
  if (providersSending(name).includes(id)) return true;
  return id === "azure" && name.startsWith("pullrequest.commentAdded");
}
