import { type ConditionResult, condition } from "../condition.ts";
import { type GitEvent, useOption } from "../event/event.ts";
import type { Assumptions } from "../settings.ts";
import { type GitContext, triggerPlace, wrongType } from "./context.ts";

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
export function fork(context: GitContext): ConditionResult {
  const { trigger, traits, event, assume } = context;
  const allow = trigger.pullRequestAllowForkEvents;
  const place = allow ?? triggerPlace(trigger);
  if (!traits.pullRequest) {
    const reason = "not a pull request event";
    return condition("fork", place, { outcome: "not-applicable", rule: "fork-no-pull-request", reason });
  }
  const mistyped = wrongType("fork", trigger, "pullRequestAllowForkEvents", "boolean");
  if (mistyped) return mistyped;
  const answer = forkOf(event, assume);
  const expected = `pullRequestAllowForkEvents: ${allow?.value ?? false}`;
  const either = answer.fork === undefined && allow?.value && (traits.comment || !traits.listsFiles);
  if (either) {
    const reason = "the trigger accepts pull requests with and without a fork";
    return condition("fork", place, { outcome: "pass", rule: "fork-allowed", reason, expected });
  }
  if (!answer.fork) return condition("fork", place, { ...notFork(answer, event), expected });
  return allow?.value ? allowed(context, expected) : denied(context, answer, expected);
}

/** A webhook without this fact is treated like flags without it (design, section 4). */
function notFork({ fork: known, disputed }: ForkAnswer, { webhook }: GitEvent) {
  const outcome = "pass" as const;
  if (known === undefined) {
    const reason = webhook
      ? `assumed not from a fork, since the webhook does not include it${useOption("fork")}`
      : `assumed not from a fork${useOption("fork")}`;
    return { outcome, rule: "fork-none" as const, reason, assumed: ["no-fork"] };
  }
  if (!disputed) return { outcome, rule: "fork-none" as const, reason: "not from a fork", actual: "no fork" };
  return {
    outcome,
    rule: "fork-test" as const,
    reason:
      "not from a fork: the head repository is the base repository, although the provider marks it as a fork",
    actual: "no fork",
    assumed: ["fork-test"],
  };
}

function denied({ trigger }: GitContext, { disputed }: ForkAnswer, expected: string): ConditionResult {
  const allow = trigger.pullRequestAllowForkEvents;
  return condition("fork", allow ?? triggerPlace(trigger), {
    outcome: "fail",
    rule: disputed ? "fork-test" : "fork-refused",
    reason: `from a fork, but pullRequestAllowForkEvents is ${allow ? "false" : "not set; its default is false"}`,
    expected,
    actual: "fork",
    assumed: disputed ? ["fork-test"] : [],
  });
}

const collaborators = new Set(["OWNER", "COLLABORATOR", "MEMBER"]);

function allowed({ trigger, event, traits }: GitContext, expected: string): ConditionResult {
  const place = trigger.pullRequestAllowForkEvents!;
  const parts = { expected, actual: "fork" };
  const association = event.authorAssociation;
  if (!traits.listsFiles || traits.comment) {
    const reason = "from a fork, which the trigger allows";
    return condition("fork", place, { ...parts, outcome: "pass", rule: "fork-allowed", reason });
  }
  if (association !== undefined && !collaborators.has(association)) {
    const reason = `from a fork, by an author with association ${association}; according to the documentation, only pushes by collaborators fire`;
    return condition("fork", place, { ...parts, outcome: "unknown", rule: "fork-outsider", reason });
  }
  const allowed = "from a fork, which the trigger allows";
  const reason =
    association === undefined
      ? `${allowed}; assumed a collaborator's commits${useOption("author-association")}`
      : allowed;
  const assumed = association === undefined ? ["collaborator-commits"] : [];
  return condition("fork", place, { ...parts, outcome: "pass", rule: "fork-allowed", reason, assumed });
}
