import { eventFacts } from "../../catalogue/events/events.ts";
import type { GitTrigger } from "../../pipeline/model.ts";
import { fires } from "../evaluate.ts";
import type { GitEvent } from "../event/event.ts";
import type { EvaluationSettings } from "../settings.ts";
import {
  COMMON_BRANCHES,
  COMMON_TAGS,
  sharedFile,
  sharedName,
  sharedText,
} from "../would-fire/common-facts.ts";

/**
 * Finds one event that fires two triggers, for each name that either lists: its facts are chosen to
 * pass both filters, and the event is evaluated.
 *
 * @returns the event; undefined proves nothing
 */
export function jointEvent(
  one: GitTrigger,
  other: GitTrigger,
  settings: EvaluationSettings,
): GitEvent | undefined {
  const names = new Set([...one.events, ...other.events].map(({ value }) => value));
  for (const name of names) {
    const event = eventFor(name, [one, other], settings);
    if (event && fires(one, event, settings) && fires(other, event, settings)) return event;
  }
  return undefined;
}

/** An event of a name whose facts pass the filters of all triggers; undefined if there are none. */
function eventFor(
  name: string,
  triggers: readonly GitTrigger[],
  settings: EvaluationSettings,
): GitEvent | undefined {
  const facts = eventFacts(name);
  if (!facts) return undefined;
  const branches = triggers.map(({ branchRegex }) => branchRegex);
  const onTag = facts.tag && !facts.branch;
  const ref = sharedName(branches, onTag ? COMMON_TAGS : preferred(facts.pullRequest), settings);
  const targets = triggers.map((trigger) => trigger.pullRequestTargetBranchRegex);
  const targetBranch = facts.pullRequest ? sharedName(targets, COMMON_BRANCHES, settings) : undefined;
  const comments = triggers.map(({ commentRegex }) => commentRegex);
  const comment = facts.comment ? sharedText(comments, ["/test", "test"], settings) : undefined;
  const path = facts.files ? sharedFile(triggers, settings) : undefined;
  if (ref === undefined) return undefined;
  return {
    kind: "git",
    names: [name],
    ...(onTag ? { tag: ref } : { branch: ref }),
    ...(targetBranch !== undefined && { targetBranch }),
    ...(comment !== undefined && { comment, authorAssociation: "OWNER" }),
    ...(path !== undefined && { changedFiles: [{ path }] }),
  };
}

/** A pull request comes from a branch of its own. */
function preferred(pullRequest: boolean): readonly string[] {
  return pullRequest ? ["feature/x", ...COMMON_BRANCHES] : COMMON_BRANCHES;
}
