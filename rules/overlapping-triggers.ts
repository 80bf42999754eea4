import { coverage, eventFacts } from "../src/catalogue/events/events.ts";
import type { Place } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { GitTrigger, Pipeline } from "../src/pipeline/model.ts";
import type { GitEvent } from "../src/simulate/event/event.ts";
import {
  excludeFiles,
  excludeNames,
  hasBrokenFilter,
  providerOf,
  triggersWithUnknownFilter,
} from "./support/trigger-filters.ts";

export default defineRule({
  id: "overlapping-triggers",
  severity: "warning",
  summary: "one event fires two triggers of a pipeline",
  why: "Codefresh probably starts one build for both triggers, and it is undocumented whose variables and settings that build gets; before August 2024 it started two builds. dryfire evaluated the event in the message: it fires both triggers. Two globs overlap if one file matches both.",
  sources: [
    'docs.codefresh.io _posts/2024-08-30-august-release-notes.md: "pipeline with two triggers starts two builds on commits to the same file or folder"',
  ],
  pipeline(pipeline, context) {
    const pairs = pairsIn(pipeline, context).filter((pair) => !pair.some(hasBrokenFilter));
    if (pairs.length > 0) return judge(pairs, pipeline, context);
  },
});

type Pair = readonly [GitTrigger, GitTrigger];

/** Limits on the pairs, because a spec of thousands of triggers has millions of them. */
const MAX_LOOKED = 20_000;
const MAX_PAIRS = 500;

/** Returns pairs with a common event and repository whose filters may match the same branch. */
function pairsIn({ triggers }: Pipeline, context: RuleContext): Pair[] {
  const active = triggers.filter(({ disabled, repo }) => !disabled?.value && repo !== undefined);
  const pairs: Pair[] = [];
  let looked = 0;
  for (let index = 0; index < active.length; index++) {
    const one = active[index]!;
    for (let next = index + 1; next < active.length; next++) {
      if (looked++ >= MAX_LOOKED || pairs.length >= MAX_PAIRS) return pairs;
      const other = active[next]!;
      if (one.repo!.value !== other.repo!.value || !mayFireTogether(one, other, context)) continue;
      if (shareEvent(one, other) && shareProvider(one, other, context)) pairs.push([one, other]);
    }
  }
  return pairs;
}

function shareProvider(one: GitTrigger, other: GitTrigger, context: RuleContext): boolean {
  const [a, b] = [providerOf(one, context), providerOf(other, context)];
  return a === undefined || b === undefined || a.id === b.id;
}

function shareEvent(one: GitTrigger, other: GitTrigger): boolean {
  const hears = ({ events }: GitTrigger, name: string): boolean =>
    events.some(({ value }) => coverage(name, value).answer === "covered");
  return [...one.events, ...other.events].some(
    ({ value }) => eventFacts(value) !== undefined && hears(one, value) && hears(other, value),
  );
}

/** False if the filters show that they exclude each other; assumes comments of one line. */
function mayFireTogether(one: GitTrigger, other: GitTrigger, { settings }: RuleContext): boolean {
  if (excludeNames(one.branchRegex, other.branchRegex)) return false;
  if (settings.assume["files-missing"] !== "fires" && excludeFiles(one, other)) return false;
  const all = [...one.events, ...other.events].map(({ value }) => eventFacts(value));
  const { pullRequestTargetBranchRegex: target, commentRegex } = one;
  if (all.every((facts) => facts?.pullRequest) && excludeNames(target, other.pullRequestTargetBranchRegex))
    return false;
  return !(all.every((facts) => facts?.comment) && excludeNames(commentRegex, other.commentRegex));
}

async function judge(pairs: readonly Pair[], pipeline: Pipeline, context: RuleContext): Promise<void> {
  const [unfiltered, { evaluationSettings }, { jointEvent }] = await Promise.all([
    triggersWithUnknownFilter(pipeline),
    import("../src/simulate/settings.ts"),
    import("../src/simulate/overlap/overlap-witness.ts"),
  ]);
  const evaluation = evaluationSettings(context.settings, context);
  const reported = new Set<GitTrigger>();
  for (const [one, other] of pairs) {
    if (context.budget.left <= 0) return;
    if (unfiltered.has(one.index) || unfiltered.has(other.index)) continue;
    const event = reported.has(other) ? undefined : jointEvent(one, other, evaluation);
    if (!event) continue;
    reported.add(other);
    const name = one.name ? `"${one.name.value}"` : "an earlier trigger";
    const message = `${describeEvent(event)} fires this trigger and ${name}, and it is undocumented whose variables the build gets; make their filters exclude each other`;
    context.report(placeOf(other), message, {
      related: [{ place: placeOf(one), message: "the other trigger" }],
    });
  }
}

function placeOf({ name, node }: GitTrigger): Place {
  return name ?? node.entries[0]?.key ?? node;
}

function describeEvent({ names, branch, tag, targetBranch, changedFiles, comment }: GitEvent): string {
  const ref = tag !== undefined ? ` of "${tag}"` : ` on "${branch}"`;
  const into = targetBranch === undefined ? "" : ` into "${targetBranch}"`;
  const files = changedFiles === undefined ? "" : ` that changes "${changedFiles[0]!.path}"`;
  const text = comment === undefined ? "" : ` with the text "${comment}"`;
  return `"${names[0]}"${ref}${into}${text}${files}`;
}
