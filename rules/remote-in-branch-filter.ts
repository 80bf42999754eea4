import type { Located } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { restrictiveLiteral } from "../src/match/regex/filter-literal.ts";
import { isPatternAsName, whensOf } from "./support/step-whens.ts";
import { hasRemotePrefix, REMOTE_PREFIX, reportPart } from "./support/trigger-filters.ts";

/** The same in an entry of `when.branch`: a name, or a regex, which may have plain slashes. */
const PREFIX_OF_ENTRY =
  /(?<=^(?:\/\^?)?|[(|]\^?|\?[:!])(?:refs\\?\/)?(?:remotes\\?\/\w+|origin|heads|tags)\\?\/(?!$|\)?[?*])/g;

export default defineRule({
  id: "remote-in-branch-filter",
  severity: "warning",
  summary: "a branch filter requires the name of a remote, which the name of a branch does not include",
  why: "The filter is matched against the name of the branch, such as `main`, not against `origin/main` or `heads/main`, which Git shows for the copy of a remote. A branch can have such a name, but hardly any does.",
  sources: [
    "docs.codefresh.io _docs/pipelines/conditional-execution-of-steps.md: the branches of a step",
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: the branch field looks at the branch that the commit is happening on",
    "git-branch: names of remote-tracking branches",
  ],
  gitTrigger({ branchRegex, pullRequestTargetBranchRegex }, context) {
    for (const filter of [branchRegex, pullRequestTargetBranchRegex])
      if (filter && hasRemotePrefix(filter.value) && restrictiveLiteral(filter.value))
        check(filter, REMOTE_PREFIX, context, (replacement) => restrictiveLiteral(replacement) !== undefined);
  },
  pipeline(pipeline, context) {
    for (const { entry } of whensOf(pipeline).branches)
      if (!isPatternAsName(entry.value)) check(entry, PREFIX_OF_ENTRY, context);
  },
});

function check(
  filter: Located<string>,
  prefix: RegExp,
  context: RuleContext,
  isFilter: (replacement: string) => boolean = () => true,
): void {
  const [first] = filter.value.matchAll(prefix);
  if (!first) return;
  const replacement = filter.value.replace(prefix, "");
  const shown = first[0].replaceAll("\\/", "/");
  const message = `the name of a branch or tag does not include "${shown}"; write "${replacement}"`;
  const span = { start: first.index, end: first.index + first[0].length };
  reportPart(context, filter, span, message, isFilter(replacement) ? replacement : undefined);
}
