import { isLongLivedBranch } from "../../catalogue/branch-names.ts";
import { eventFacts } from "../../catalogue/events/events.ts";
import type { UserAction } from "../../catalogue/events/user-actions.ts";
import type { GitTrigger } from "../../pipeline/model.ts";
import { fires } from "../evaluate.ts";
import type { GitEvent } from "../event/event.ts";
import type { EvaluationSettings } from "../settings.ts";
import { COMMON_BRANCHES, COMMON_TAGS, sharedFile, sharedName } from "../would-fire/common-facts.ts";

/** The two events of one user action, the push first. */
export type EventPair = readonly [push: GitEvent, other: GitEvent];

/** The text of a release that the branch filter may see: either one (semantics b). */
export type ReleaseReading = "tag" | "target";

/** The events that fire twice; `onlyIf` if the release fires in only that reading. */
export interface DoubleBuild {
  readonly events: EventPair;
  readonly onlyIf?: ReleaseReading;
}

/** The triggers of the two webhooks; it may be one trigger. */
interface Pair {
  readonly pushed: GitTrigger;
  readonly second: GitTrigger;
}

/**
 * Finds facts with which the two webhooks of a user action fire the two triggers. Both events share
 * the branch and the changed file, and both are evaluated.
 *
 * @param pushed a trigger that lists pushes
 * @param second a trigger that lists the second webhook; it may be the same one
 * @returns the two events; undefined proves nothing
 */
export function findDoubleBuild(
  action: UserAction,
  pushed: GitTrigger,
  second: GitTrigger,
  settings: EvaluationSettings,
): DoubleBuild | undefined {
  const pair = { pushed, second };
  if (action.id === "release") return doubleBuildOfRelease(action, pair, settings);
  const { push, other } = namesOf[action.id](pair, settings);
  if ([push, ...Object.values(other)].includes(undefined)) return undefined;
  const path = sharedFile([pushed, second], settings);
  const files = path === undefined ? {} : { changedFiles: [{ path }] };
  const events = [
    event("push.heads", { branch: push!, ...files }),
    event(action.sends, { ...(other as Partial<GitEvent>), ...files }),
  ] as const;
  return bothFire(pair, events, settings) ? { events } : undefined;
}

function bothFire({ pushed, second }: Pair, [push, other]: EventPair, settings: EvaluationSettings): boolean {
  return fires(pushed, push, settings) && fires(second, other, settings);
}

/** The branch of the push, and those of the other event; undefined where none was found. */
interface Names {
  readonly push: string | undefined;
  readonly other: { readonly branch: string | undefined; readonly targetBranch?: string | undefined };
}

type NamesOf = (pair: Pair, settings: EvaluationSettings) => Names;

const namesOf: Readonly<Record<Exclude<UserAction["id"], "release">, NamesOf>> = {
  "push-to-pull-request": onOneBranch,
  "open-pull-request": onOneBranch,
  merge: ofMerge,
  "gerrit-merge": ofGerritMerge,
};

/** An event of a name, without files if its webhook lists none. */
function event(name: string, { changedFiles, ...facts }: Partial<GitEvent>): GitEvent {
  const listed = changedFiles && eventFacts(name)?.files;
  return { kind: "git", names: [name], ...facts, ...(listed && { changedFiles }) };
}

/** People push to branches of their own and merge into long-lived ones. */
const PREFERRED_SOURCES = ["feature/x", "fix-x"];
const isOwnBranch = (name: string): boolean => !isLongLivedBranch(name);
const isTarget = (name: string): boolean => isLongLivedBranch(name) || /^release/.test(name);

function onOneBranch({ pushed, second }: Pair, settings: EvaluationSettings): Names {
  const filters = [pushed.branchRegex, second.branchRegex];
  const branch = sharedName(filters, PREFERRED_SOURCES, settings, isOwnBranch);
  const targetBranch = sharedName([second.pullRequestTargetBranchRegex], COMMON_BRANCHES, settings);
  return { push: branch, other: { branch, targetBranch } };
}

function ofMerge({ pushed, second }: Pair, settings: EvaluationSettings): Names {
  const intoFilters = [pushed.branchRegex, second.pullRequestTargetBranchRegex];
  const targetBranch = sharedName(intoFilters, COMMON_BRANCHES, settings, isTarget);
  const branch = sharedName([second.branchRegex], PREFERRED_SOURCES, settings, isOwnBranch);
  return { push: targetBranch, other: { branch, targetBranch } };
}

function ofGerritMerge({ pushed, second }: Pair, settings: EvaluationSettings): Names {
  const branch = sharedName([pushed.branchRegex, second.branchRegex], COMMON_BRANCHES, settings);
  return { push: branch, other: { branch } };
}

/**
 * A release that creates its tag, with a target that also matches the branch filter if a usual
 * release branch does: then it fires whichever of the two the filter sees. Otherwise the release
 * fires in one of the readings.
 */
function doubleBuildOfRelease(
  { sends }: UserAction,
  pair: Pair,
  settings: EvaluationSettings,
): DoubleBuild | undefined {
  const { pushed, second } = pair;
  const tagOf = (...filters: GitTrigger["branchRegex"][]): string | undefined =>
    sharedName(filters, COMMON_TAGS, settings, isOwnBranch);
  const target = sharedName([second.branchRegex], COMMON_BRANCHES, settings, isTarget);
  const shared = tagOf(pushed.branchRegex, second.branchRegex);
  const tag = shared ?? (target === undefined ? undefined : tagOf(pushed.branchRegex));
  if (tag === undefined) return undefined;
  const events: EventPair = [
    event("push.tags", { tag }),
    event(sends, { tag, ...(target !== undefined && { targetBranch: target }) }),
  ];
  if (bothFire(pair, events, settings)) return { events };
  const onlyIf = shared === undefined ? "target" : "tag";
  if (settings.assume["release-branch"] !== undefined) return undefined;
  const assume = { ...settings.assume, "release-branch": onlyIf };
  return bothFire(pair, events, { ...settings, assume }) ? { events, onlyIf } : undefined;
}
