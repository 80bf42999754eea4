import { eventFacts } from "../src/catalogue/events/events.ts";
import { defineRule } from "../src/lint/rule.ts";
import { restrictiveLiteral } from "../src/match/regex/filter-literal.ts";

export default defineRule({
  id: "comment-regex-without-comment-event",
  severity: "warning",
  summary: "a trigger filters comments and listens to no comment event",
  why: "`commentRegex` filters the text of comments only: without a comment event it filters nothing, and the trigger fires for all its other events. Whether a plain `pullrequest` covers comments is not documented, so a trigger with it is left alone unless that question is settled. Exports carry a filter that matches everything, which is left alone too.",
  sources: [
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: the filter is for pull request comments",
  ],
  gitTrigger({ commentRegex: filter, events }, { report, settings }) {
    if (!filter || events.length === 0 || !restrictiveLiteral(filter.value)) return;
    const covers = settings.assume["pullrequest-covers-comments"] !== "no";
    const mayComment = (name: string): boolean =>
      (name === "pullrequest" && covers) || (eventFacts(name)?.comment ?? true);
    if (events.some(({ value }) => mayComment(value))) return;
    const message = `no event listed here is a comment, so ${filter.value} filters nothing; add "pullrequest.commentAdded", or remove the filter`;
    report(filter, message);
  },
});
