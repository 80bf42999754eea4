import { isLongLivedBranch } from "../src/catalogue/branch-names.ts";
import { type Act, type ActId, actOf, pushNames } from "../src/catalogue/events/user-actions.ts";
import type { Located } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { exactNames, restrictiveLiteral } from "../src/match/regex/filter-literal.ts";
import type { GitTrigger, Pipeline } from "../src/pipeline/model.ts";
import type { TwofoldAct } from "../src/simulate/overlap/double-build.ts";
import { excludeFiles, excludeNames, hasBrokenFilter, providerOf } from "./support/trigger-filters.ts";

export default defineRule({
  id: "double-build",
  severity: "warning",
  summary: "one act of a person sends two webhooks, and both start a build of the pipeline",
  why: "A push to a branch with a pull request is a push and a change of the pull request; a merge closes the pull request and pushes to its target; a release that makes its tag pushes that tag. Where a pipeline listens to both, and its filters let both through, each such act is built twice. The events in the message were put to the evaluator. Whether a branch filter sees the tag or the target of a release is not known: where the answer hangs on that, the message says so.",
  sources: [
    'docs.codefresh.io _docs/pipelines/triggers/git-triggers.md, 2018: "will result in some duplicate builds"',
    "docs.codefresh.io _docs/kb/articles: duplicate builds on a merge",
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md, Gerrit: push commits and change merged, triggered twice",
  ],
  pipeline(pipeline, context) {
    const candidates = candidatesIn(pipeline, context).filter(
      ({ pushed, second }) => !hasBrokenFilter(pushed) && !hasBrokenFilter(second),
    );
    if (candidates.length > 0) return judge(candidates, context);
  },
});

/** A trigger that hears pushes and one that hears the second webhook of an act, by the names that they list. */
interface Candidate {
  readonly act: Act;
  readonly pushed: GitTrigger;
  readonly push: Located<string>;
  readonly second: GitTrigger;
  readonly listed: Located<string>;
}

/** So many pairs of triggers are looked at, and so many put to the evaluator: a spec of thousands of triggers has millions of pairs. */
const MAX_LOOKED = 20_000;
const MAX_CANDIDATES = 500;

function candidatesIn({ triggers }: Pipeline, context: RuleContext): Candidate[] {
  const candidates: Candidate[] = [];
  if (!triggers.some(hearsPushes)) return candidates;
  const active = triggers.filter(({ disabled, repo }) => !disabled?.value && repo !== undefined);
  let looked = 0;
  for (const second of active) {
    for (const listed of second.events) {
      const act = isPush(listed) ? undefined : actOf(listed.value, providerOf(second, context)?.id);
      if (!act) continue;
      for (const pushed of active) {
        if (looked++ >= MAX_LOOKED) return plainestFirst(candidates);
        const push = pushed.events.find(({ value }) => pushNames[act.pushes].includes(value));
        if (push && pushed.repo!.value === second.repo!.value && mayBeTwofold(act, context, pushed, second))
          candidates.push({ act, pushed, push, second, listed });
      }
    }
  }
  return plainestFirst(candidates);
}

/** Whether a trigger may be the one of two that hears a push: most pipelines have none, or nothing else. */
function hearsPushes({ events }: GitTrigger): boolean {
  return events.some(isPush);
}

function isPush({ value }: Located<string>): boolean {
  return pushNames.branch.includes(value) || pushNames.tag.includes(value);
}

/** A push to an open pull request is the plainer case than the opening of one. */
function plainestFirst(candidates: Candidate[]): Candidate[] {
  return candidates.sort((a, b) => Number(isOpening(a)) - Number(isOpening(b)));
}

function isOpening({ act }: Candidate): boolean {
  return act.id === "open-pull-request";
}

/**
 * A first look at the texts of the filters. A pull request does not come from a long-lived branch, so a filter for such branches alone
 * keeps its push or its events out.
 */
function mayBeTwofold(
  { id }: Act,
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

async function judge(candidates: readonly Candidate[], context: RuleContext): Promise<void> {
  const [{ evaluationSettings }, { twofoldAct }] = await Promise.all([
    import("../src/simulate/settings.ts"),
    import("../src/simulate/overlap/double-build.ts"),
  ]);
  const evaluation = evaluationSettings(context.settings, context);
  const told = new Set<string>();
  for (const { act, pushed, push, second, listed } of candidates.slice(0, MAX_CANDIDATES)) {
    if (context.budget.left <= 0) return;
    const once = `${second.index} ${kindOf(act.id)}`;
    const twofold = told.has(once) ? undefined : twofoldAct(act, pushed, second, evaluation);
    if (!twofold) continue;
    told.add(once);
    const message = `${sayAct(act, twofold)}, one for "${push.value}" and one for "${listed.value}"; listen to one of them, or keep one out with a filter`;
    context.report(listed, message, { related: [{ place: push, message: "the other event" }] });
  }
}

function sayAct({ id }: Act, { events: [first, other], onlyIf }: TwofoldAct): string {
  const name = first.tag ?? (id === "merge" ? other.targetBranch : first.branch);
  const condition =
    onlyIf === undefined ? "" : `if the branch filter sees the ${onlyIf} of a release, which is not known, `;
  return `${condition}${says[id](name!)} two builds`;
}

/** Opening a pull request and pushing to it are told once. */
function kindOf(id: ActId): string {
  return id === "open-pull-request" ? "push-to-pull-request" : id;
}

const says: Readonly<Record<ActId, (name: string) => string>> = {
  "push-to-pull-request": (name) => `a push to "${name}" that has a pull request starts`,
  "open-pull-request": (name) => `a push to "${name}" and the pull request opened from it start`,
  merge: (name) => `a merge into "${name}" starts`,
  release: (name) => `a release that makes its tag "${name}" starts`,
  "gerrit-merge": (name) => `a change merged into "${name}" starts`,
};
