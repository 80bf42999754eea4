import { isLongLivedBranch } from "../src/catalogue/branch-names.ts";
import { defineRule } from "../src/lint/rule.ts";
import { exactNames, restrictiveLiteral } from "../src/match/regex/filter-literal.ts";

export default defineRule({
  id: "tag-event-with-branch-filter",
  severity: "warning",
  summary: "a trigger listens to tags, but its branch filter only matches names such as `main`",
  why: "On a tag push, the branch filter is matched against the name of the tag, not against the branch of the tagged commit. With `/^main$/`, only a tag named `main` fires the trigger.",
  sources: [
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: /^((?!tag)).*/gi excludes tags with that prefix",
  ],
  gitTrigger({ branchRegex, events }, { report }) {
    const event = events.find(({ value }) => value === "push.tags");
    const literal = event && branchRegex && restrictiveLiteral(branchRegex.value);
    const names = literal && exactNames(literal);
    if (!names?.every(isLongLivedBranch)) return;
    const message = `tag names do not match the branch filter "${branchRegex!.value}"; add a separate trigger for tags, with a filter such as "/^v/"`;
    report(event!, message, { related: [{ place: branchRegex!, message: "the branch filter" }] });
  },
});
