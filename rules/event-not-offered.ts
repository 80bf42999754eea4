import { equivalentEvent } from "../src/catalogue/events/event-coverage.ts";
import { findEvent, isSameEvent, mayList, providersSending } from "../src/catalogue/events/events.ts";
import { formatOffers } from "../src/catalogue/providers.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { providerOf } from "./support/trigger-filters.ts";

export default defineRule({
  id: "event-not-offered",
  severity: "warning",
  summary: "a trigger lists an event that its Git provider never sends",
  why: "The schema accepts every event name for every provider, but most events exist for only one or two providers: Bitbucket's names contain a colon, Gerrit's have no prefix. An event of another provider never fires the trigger. The provider is known if the trigger names it, or if the config assigns one to its integration (`integrations`).",
  sources: [
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: events by provider",
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: names by provider",
    "npm @codefresh-io/cf-git-providers 0.18.1: the webhooks that are subscribed to",
  ],
  gitTrigger(trigger, context) {
    const provider = providerOf(trigger, context);
    if (!provider) return;
    for (const event of trigger.events) {
      if (!findEvent(event.value) || mayList(provider.id, event.value)) continue;
      const other = equivalentEvent(event.value, provider.id);
      const listed = other !== undefined && trigger.events.some(({ value }) => value === other);
      const maybe = providersSending(event.value).includes(provider.id) ? "may not be" : "is never";
      const never = `"${event.value}" ${maybe} sent by ${provider.title}`;
      if (other !== undefined && !listed) {
        // A wider or narrower event is not a fix.
        const isSame = isSameEvent(event.value, other);
        const fix = isSame ? replaceValue(event, other, false) : undefined;
        const advice = isSame ? `write "${other}"` : `the nearest event is "${other}"`;
        context.report(event, `${never}; ${advice}`, { fix });
      } else {
        const instead = listed ? `and "${other}" is already listed` : `which sends ${formatOffers(provider)}`;
        context.report(event, `${never}, ${instead}; remove it`);
      }
    }
  },
});
