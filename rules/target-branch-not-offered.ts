import { eventFacts } from "../src/catalogue/events/events.ts";
import { defineRule } from "../src/lint/rule.ts";
import { restrictiveLiteral } from "../src/match/regex/filter-literal.ts";
import { providerOf } from "./support/trigger-filters.ts";

export default defineRule({
  id: "target-branch-not-offered",
  severity: "warning",
  summary: "a trigger filters the target branch, but its Git provider does not offer that filter",
  why: "The target branch filter is available for all Git providers except Bitbucket Server (Stash). Its effect there is undocumented: the trigger may fire for pull requests to every branch. The provider is known if the trigger names it, or if the config assigns one to its integration (`integrations`).",
  sources: [
    'docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: "available for all Git providers, except Atlassian Stash"',
  ],
  gitTrigger(trigger, context) {
    const { pullRequestTargetBranchRegex: filter, events } = trigger;
    const provider = providerOf(trigger, context);
    if (!filter || !provider || provider.targetBranchFilter || !restrictiveLiteral(filter.value)) return;
    // `target-branch-without-pull-request` reports a filter for events without a target branch.
    if (events.length > 0 && !events.some(({ value }) => eventFacts(value)?.targetBranch ?? true)) return;
    const message = `"${filter.value}" may have no effect because ${provider.title} does not offer a target branch filter; test CF_PULL_REQUEST_TARGET in a step`;
    context.report(filter, message);
  },
});
