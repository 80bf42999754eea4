import { isLongLivedBranch } from "../src/catalogue/branch-names.ts";
import { defineRule } from "../src/lint/rule.ts";
import { exactNames, restrictiveLiteral } from "../src/match/regex/filter-literal.ts";

export default defineRule({
  id: "tag-event-with-branch-filter",
  severity: "warning",
  summary: "a trigger listens to tags, and its branch filter lets only branches such as `main` pass",
  why: "On a tag push the branch filter is matched against the name of the tag, not against the branch that the tag is on. With `/^main$/` no tag fires, unless it is called `main`.",
  sources: [
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: /^((?!tag)).*/gi excludes tags that begin so",
  ],
  gitTrigger({ branchRegex, events }, { report }) {
    const event = events.find(({ value }) => value === "push.tags");
    const literal = event && branchRegex && restrictiveLiteral(branchRegex.value);
    const names = literal && exactNames(literal);
    if (!names?.every(isLongLivedBranch)) return;
    const message = `on "push.tags" the filter ${branchRegex!.value} is matched against the tag's name, so no such tag fires; give tags a trigger of their own, with a filter such as "/^v/"`;
    report(event!, message, { related: [{ place: branchRegex!, message: "the branch filter" }] });
  },
});
