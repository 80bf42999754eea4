import { isLongLivedBranch } from "../src/catalogue/branch-names.ts";
import {
  pushNames,
  type UserAction,
  type UserActionId,
  userActionOf,
} from "../src/catalogue/events/user-actions.ts";
import type { Located } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { exactNames, restrictiveLiteral } from "../src/match/regex/filter-literal.ts";
import type { GitTrigger, Pipeline } from "../src/pipeline/model.ts";
import type { DoubleBuild } from "../src/simulate/overlap/double-build.ts";
import {
  excludeFiles,
  excludeNames,
  hasBrokenFilter,
  providerOf,
  triggersWithUnknownFilter,
} from "./support/trigger-filters.ts";

export default defineRule({
  id: "double-build",
  severity: "warning",
  summary: "one user action sends two webhooks, and both start a build",
  why: "A push to a branch with an open pull request is a push and an update of the pull request; a merge closes the pull request and pushes to its target; a release that creates its tag pushes that tag. If a pipeline listens to both webhooks and its filters accept both, each such action starts two builds. dryfire evaluated the events in the message. It is undocumented whether a branch filter is matched against the tag or the target branch of a release; if the result depends on that, the message states it.",
  sources: [
    'docs.codefresh.io _docs/pipelines/triggers/git-triggers.md, 2018: "will result in some duplicate builds"',
    "docs.codefresh.io _docs/kb/articles/duplicate-bilds-one-trigger.md: a merge sends two webhooks",
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md, Gerrit: push commits and change merged, triggered twice",
  ],
  pipeline(pipeline, context) {
    const candidates = candidatesIn(pipeline, context).filter(
      ({ pushed, second }) => !hasBrokenFilter(pushed) && !hasBrokenFilter(second),
    );
    if (candidates.length > 0) return judge(candidates, pipeline, context);
  },
});

/** Two triggers that list the two webhooks of one user action. */
interface Candidate {
  readonly act: UserAction;
  readonly pushed: GitTrigger;
  readonly push: Located<string>;
  readonly second: GitTrigger;
  readonly listed: Located<string>;
}

/** Limits on the pairs, because a spec of thousands of triggers has millions of them. */
const MAX_LOOKED = 20_000;
const MAX_CANDIDATES = 500;

function candidatesIn({ triggers }: Pipeline, context: RuleContext): Candidate[] {
  const candidates: Candidate[] = [];
  // Most pipelines list no push, or only pushes.
  if (!triggers.some(({ events }) => events.some(isPush))) return candidates;
  const active = triggers.filter(({ disabled, repo }) => !disabled?.value && repo !== undefined);
  let looked = 0;
  for (const second of active) {
    for (const listed of second.events) {
      const act = isPush(listed) ? undefined : userActionOf(listed.value, providerOf(second, context)?.id);
      if (!act) continue;
      for (const pushed of active) {
        if (looked++ >= MAX_LOOKED) return plainestFirst(candidates);
        const push = pushed.events.find(({ value }) => pushNames[act.pushes].includes(value));
        if (push && pushed.repo!.value === second.repo!.value && mayBuildTwice(act, context, pushed, second))
          candidates.push({ act, pushed, push, second, listed });
      }
    }
  }
  return plainestFirst(candidates);
}

function isPush({ value }: Located<string>): boolean {
  return pushNames.branch.includes(value) || pushNames.tag.includes(value);
}

/** A push to an open pull request is a clearer example than the opening of one. */
function plainestFirst(candidates: Candidate[]): Candidate[] {
  const isOpening = ({ act }: Candidate): number => Number(act.id === "open-pull-request");
  return candidates.sort((a, b) => isOpening(a) - isOpening(b));
}

/** A cheap test: pull requests do not come from long-lived branches; such filters exclude them. */
function mayBuildTwice(
  { id }: UserAction,
  { settings }: RuleContext,
  pushed: GitTrigger,
  second: GitTrigger,
): boolean {
  if (id !== "release") {
    const { branchRegex, pullRequestTargetBranchRegex } = second;
    const other = id === "merge" ? pullRequestTargetBranchRegex : branchRegex;
    if (excludeNames(pushed.branchRegex, other)) return false;
    if (settings.assume["files-missing"] !== "fires" && excludeFiles(pushed, second)) return false;
  }
  const onlyLongLived = ({ branchRegex }: GitTrigger): boolean => {
    const literal = branchRegex && restrictiveLiteral(branchRegex.value);
    return (literal && exactNames(literal)?.every(isLongLivedBranch)) ?? false;
  };
  if (id === "release" || id === "gerrit-merge") return true;
  return !onlyLongLived(second) && (id === "merge" || !onlyLongLived(pushed));
}

async function judge(
  candidates: readonly Candidate[],
  pipeline: Pipeline,
  context: RuleContext,
): Promise<void> {
  const [unfiltered, { evaluationSettings }, { findDoubleBuild }] = await Promise.all([
    triggersWithUnknownFilter(pipeline),
    import("../src/simulate/settings.ts"),
    import("../src/simulate/overlap/double-build.ts"),
  ]);
  const evaluation = evaluationSettings(context.settings, context);
  const reported = new Set<string>();
  for (const { act, pushed, push, second, listed } of candidates.slice(0, MAX_CANDIDATES)) {
    if (context.budget.left <= 0) return;
    if (unfiltered.has(pushed.index) || unfiltered.has(second.index)) continue;
    const once = `${second.index} ${kindOf(act.id)}`;
    const double = reported.has(once) ? undefined : findDoubleBuild(act, pushed, second, evaluation);
    if (!double) continue;
    reported.add(once);
    const message = `${describeAction(act, double)}, for "${push.value}" and "${listed.value}"; listen to only one of them, or exclude one with a filter`;
    context.report(listed, message, { related: [{ place: push, message: "the other event" }] });
  }
}

function describeAction({ id }: UserAction, { events: [first, other], onlyIf }: DoubleBuild): string {
  const name = first.tag ?? (id === "merge" ? other.targetBranch : first.branch);
  const condition =
    onlyIf === undefined
      ? ""
      : `if the branch filter is matched against the ${onlyIf} of a release (undocumented), `;
  return `${condition}${ACTIONS[id](name!)} two builds`;
}

/** Opening a pull request and pushing to it are reported once. */
function kindOf(id: UserActionId): string {
  return id === "open-pull-request" ? "push-to-pull-request" : id;
}

const ACTIONS: Readonly<Record<UserActionId, (name: string) => string>> = {
  "push-to-pull-request": (name) => `a push to "${name}" with an open pull request starts`,
  "open-pull-request": (name) => `a push to "${name}" and the pull request opened from it start`,
  merge: (name) => `a merge into "${name}" starts`,
  release: (name) => `a release that creates its tag "${name}" starts`,
  "gerrit-merge": (name) => `a change merged into "${name}" starts`,
};
