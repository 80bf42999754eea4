import type { ConditionParts } from "../condition.ts";
import type { GitEvent } from "../event/event.ts";
import type { Assumptions } from "../settings.ts";
import { type GitContext, wrongType } from "./context.ts";

/** The known facts about the fork of a pull request. */
export interface ForkAnswer {
  /** Undefined if no given fact shows it. */
  readonly fork: boolean | undefined;
  /** The two possible tests disagree, so the result depends on which one the platform uses. */
  readonly disputed: boolean;
}

/**
 * Detects a fork by repository, or with `fork-test: flag` by the flag (semantics d). A provider
 * sends a repository in one letter case; another one was written by a person.
 */
function forkOf(event: GitEvent, assume: Assumptions): ForkAnswer {
  if (event.fork !== undefined) return { fork: event.fork, disputed: false };
  const { repository, headRepository, headRepositoryIsFork: byFlag } = event;
  const byName =
    repository === undefined || headRepository === undefined
      ? undefined
      : headRepository.toLowerCase() !== repository.toLowerCase();
  const disputed = byName !== undefined && byFlag !== undefined && byName !== byFlag;
  return { fork: assume["fork-test"] === "flag" ? (byFlag ?? byName) : (byName ?? byFlag), disputed };
}

/** Checks whether the trigger accepts pull requests from forks, if this is one (semantics d). */
export function fork(context: GitContext): ConditionParts {
  const { trigger, traits, event, assume } = context;
  const place = trigger.pullRequestAllowForkEvents;
  if (!traits.pullRequest) {
    const reason = "not a pull request event";
    return { outcome: "not-applicable", rule: "fork-no-pull-request", reason, place };
  }
  const mistyped = wrongType(trigger, "pullRequestAllowForkEvents", "boolean");
  if (mistyped) return mistyped;
  const answer = forkOf(event, assume);
  const parts = { place, expected: `pullRequestAllowForkEvents: ${place?.value ?? false}` };
  const either = answer.fork === undefined && place?.value && (traits.comment || !traits.listsFiles);
  if (either) {
    const reason = "the trigger accepts pull requests with and without a fork";
    return { ...parts, outcome: "pass", rule: "fork-allowed", reason };
  }
  if (!answer.fork) return { ...parts, ...notFork(answer, event) };
  return { ...parts, actual: "fork", ...(place?.value ? allowed(context) : denied(context, answer)) };
}

/** A webhook without this fact is treated like flags without it (design, section 4). */
function notFork({ fork: known, disputed }: ForkAnswer, { webhook }: GitEvent): ConditionParts {
  const outcome = "pass";
  if (known === undefined) {
    const reason = webhook
      ? `assumed not from a fork, since the webhook does not include it`
      : `assumed not from a fork`;
    return { outcome, rule: "fork-none", reason, assumed: ["no-fork"] };
  }
  if (!disputed) return { outcome, rule: "fork-none", reason: "not from a fork", actual: "no fork" };
  const reason =
    "not from a fork: the head repository is the base repository, although the provider marks it as a fork";
  return { outcome, rule: "fork-test", reason, actual: "no fork", assumed: ["fork-test"] };
}

function denied({ trigger }: GitContext, { disputed }: ForkAnswer): ConditionParts {
  const value = trigger.pullRequestAllowForkEvents ? "false" : "not set; its default is false";
  const reason = `from a fork, but pullRequestAllowForkEvents is ${value}`;
  return disputed
    ? { outcome: "fail", rule: "fork-test", reason, assumed: ["fork-test"] }
    : { outcome: "fail", rule: "fork-refused", reason };
}

const collaborators = new Set(["OWNER", "COLLABORATOR", "MEMBER"]);

function allowed({ event, traits }: GitContext): ConditionParts {
  const association = event.authorAssociation;
  const parts = { outcome: "pass", rule: "fork-allowed" } as const;
  const reason = "from a fork, which the trigger allows";
  if (!traits.listsFiles || traits.comment) return { ...parts, reason };
  if (association === undefined) {
    const assumed = `; assumed a collaborator's commits`;
    return { ...parts, reason: `${reason}${assumed}`, assumed: ["collaborator-commits"] };
  }
  if (collaborators.has(association)) return { ...parts, reason };
  const outsider = `from a fork, by an author with association ${association}; according to the documentation, only pushes by collaborators fire`;
  return { outcome: "unknown", rule: "fork-outsider", reason: outsider };
}
