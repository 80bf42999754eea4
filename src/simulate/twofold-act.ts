import type { Act } from "../spec/catalogue/acts.ts";
import { isLongLivedBranch } from "../spec/catalogue/branch-names.ts";
import { eventFacts } from "../spec/catalogue/events.ts";
import type { GitTrigger } from "../spec/model.ts";
import { type EvaluationSettings, evaluate } from "./evaluate.ts";
import type { GitEvent } from "./event.ts";
import { COMMON_BRANCHES, COMMON_TAGS, sharedFile, sharedName } from "./shared-facts.ts";

/** The two events that one act sends, the push first. */
export type EventPair = readonly [push: GitEvent, other: GitEvent];

/** The triggers that hear the two webhooks; it may be one trigger. */
interface Pair {
  readonly pushed: GitTrigger;
  readonly second: GitTrigger;
}

/**
 * Looks for facts with which both webhooks of an act fire a trigger: the push one, the second webhook the other. Both events share the
 * branch and the changed file, and both are put to the evaluator.
 *
 * @param pushed a trigger that listens to pushes
 * @param second a trigger that listens to the act's second webhook; it may be the same one
 * @returns the two events, or undefined where none were found, which proves nothing
 */
export function twofoldAct(
  act: Act,
  pushed: GitTrigger,
  second: GitTrigger,
  settings: EvaluationSettings,
): EventPair | undefined {
  const events = makers[act.id](act, { pushed, second }, settings);
  if (!events) return undefined;
  const fires = (trigger: GitTrigger, event: GitEvent): boolean =>
    evaluate(trigger, event, settings).verdict === "fires";
  return fires(pushed, events[0]) && fires(second, events[1]) ? events : undefined;
}

type Maker = (act: Act, pair: Pair, settings: EvaluationSettings) => EventPair | undefined;

const makers: Readonly<Record<Act["id"], Maker>> = {
  "push-to-pull-request": onOneBranch,
  "open-pull-request": onOneBranch,
  merge: ofMerge,
  "gerrit-merge": ofGerritMerge,
  release: ofRelease,
};

/** An event of a name; one whose webhook lists no files gets none. */
function event(name: string, { changedFiles, ...facts }: Partial<GitEvent>): GitEvent {
  const listed = changedFiles && eventFacts(name)?.files;
  return { kind: "git", names: [name], ...facts, ...(listed && { changedFiles }) };
}

function filesOf({ pushed, second }: Pair, settings: EvaluationSettings): Pick<GitEvent, "changedFiles"> {
  const path = sharedFile([pushed, second], settings);
  return path === undefined ? {} : { changedFiles: [{ path }] };
}

/** People push to branches of their own and merge into those that live long. */
const PREFERRED_SOURCES = ["feature/x", "fix-x"];
const isOwnBranch = (name: string): boolean => !isLongLivedBranch(name);
const isTarget = (name: string): boolean => isLongLivedBranch(name) || /^release/.test(name);

function onOneBranch({ sends }: Act, pair: Pair, settings: EvaluationSettings): EventPair | undefined {
  const { pushed, second } = pair;
  const filters = [pushed.branchRegex, second.branchRegex];
  const branch = sharedName(filters, PREFERRED_SOURCES, settings, isOwnBranch);
  const targetBranch = sharedName([second.pullRequestTargetBranchRegex], COMMON_BRANCHES, settings);
  if (branch === undefined || targetBranch === undefined) return undefined;
  const files = filesOf(pair, settings);
  return [event("push.heads", { branch, ...files }), event(sends, { branch, targetBranch, ...files })];
}

function ofMerge({ sends }: Act, pair: Pair, settings: EvaluationSettings): EventPair | undefined {
  const { pushed, second } = pair;
  const intoFilters = [pushed.branchRegex, second.pullRequestTargetBranchRegex];
  const into = sharedName(intoFilters, COMMON_BRANCHES, settings, isTarget);
  const branch = sharedName([second.branchRegex], PREFERRED_SOURCES, settings, isOwnBranch);
  if (into === undefined || branch === undefined) return undefined;
  const files = filesOf(pair, settings);
  return [
    event("push.heads", { branch: into, ...files }),
    event(sends, { branch, targetBranch: into, ...files }),
  ];
}

function ofGerritMerge({ sends }: Act, pair: Pair, settings: EvaluationSettings): EventPair | undefined {
  const filters = [pair.pushed.branchRegex, pair.second.branchRegex];
  const branch = sharedName(filters, COMMON_BRANCHES, settings);
  if (branch === undefined) return undefined;
  const facts = { branch, ...filesOf(pair, settings) };
  return [event("push.heads", facts), event(sends, facts)];
}

function ofRelease(
  { sends }: Act,
  { pushed, second }: Pair,
  settings: EvaluationSettings,
): EventPair | undefined {
  const tag = sharedName([pushed.branchRegex, second.branchRegex], COMMON_TAGS, settings);
  return tag === undefined ? undefined : [event("push.tags", { tag }), event(sends, { tag })];
}
