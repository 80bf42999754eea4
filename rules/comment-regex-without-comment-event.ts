import { eventFacts } from "../src/catalogue/events/events.ts";
import { defineRule } from "../src/lint/rule.ts";
import { restrictiveLiteral } from "../src/match/regex/filter-literal.ts";

export default defineRule({
  id: "comment-regex-without-comment-event",
  severity: "warning",
  summary: "a trigger has a comment filter but does not listen to a comment event",
  why: "`commentRegex` only filters comment events: without one it has no effect, and the trigger fires for all its other events. It is undocumented whether `pullrequest` includes comments, so a trigger with `pullrequest` is not reported unless the config answers that question. A filter that matches everything is not reported either, because exports contain one.",
  sources: [
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: the filter is for pull request comments",
  ],
  gitTrigger({ commentRegex: filter, events }, { report, settings }) {
    if (!filter || events.length === 0 || !restrictiveLiteral(filter.value)) return;
    const covers = settings.assume["pullrequest-covers-comments"] !== "no";
    const mayComment = (name: string): boolean =>
      (name === "pullrequest" && covers) || (eventFacts(name)?.comment ?? true);
    if (events.some(({ value }) => mayComment(value))) return;
    const message = `"${filter.value}" filters nothing because no listed event is a comment; add "pullrequest.commentAdded" or remove the filter`;
    report(filter, message);
  },
});
