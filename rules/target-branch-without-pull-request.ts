import { eventFacts } from "../src/catalogue/events/events.ts";
import { defineRule } from "../src/lint/rule.ts";
import { restrictiveLiteral } from "../src/match/regex/filter-literal.ts";

export default defineRule({
  id: "target-branch-without-pull-request",
  severity: "warning",
  summary: "a trigger filters the target branch of pull requests but does not listen to a pull request event",
  why: "`pullRequestTargetBranchRegex` only applies to pull request events. It does not filter pushes, so the trigger fires for branches that the filter seems to exclude.",
  sources: [
    'docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: "has meaning when a commit happens in the context of a PR"',
  ],
  gitTrigger({ pullRequestTargetBranchRegex: filter, events }, { report }) {
    if (!filter || events.length === 0 || !restrictiveLiteral(filter.value)) return;
    if (events.some(({ value }) => eventFacts(value)?.targetBranch ?? true)) return;
    const listed = events.length === 1 ? `"${events[0]!.value}" has` : "the listed events have";
    const message = `${listed} no target branch, so "${filter.value}" filters nothing; move it to "branchRegex", or listen to pull requests`;
    report(filter, message);
  },
});
