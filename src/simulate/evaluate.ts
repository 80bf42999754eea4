import type { CronTrigger, GitTrigger } from "../pipeline/model.ts";
import type { ConditionResult } from "./condition.ts";
import { branch, targetBranch } from "./conditions/branch.ts";
import { comment, commentAuthor } from "./conditions/comment.ts";
import { type GitContext, gitContext } from "./conditions/context.ts";
import { enabled } from "./conditions/enabled.ts";
import { eventListed, startsDefinition } from "./conditions/event.ts";
import { files } from "./conditions/files.ts";
import { fork } from "./conditions/fork.ts";
import { repository } from "./conditions/repository.ts";
import { gitTrigger, schedule } from "./conditions/schedule.ts";
import { skipMessage } from "./conditions/skip-message.ts";
import type { ConditionId } from "./evaluation/evaluation-rules.ts";
import type { GitEvent, SimulatedEvent, TimeEvent } from "./event/event.ts";
import type { EvaluationSettings } from "./settings.ts";

/** Whether a trigger starts a build; `unknown` for a missing fact or unknown behaviour. */
export type Verdict = "fires" | "skips" | "unknown";

/** The verdict for one trigger, and every condition that led to it. */
export interface Evaluation {
  readonly verdict: Verdict;
  readonly conditions: readonly ConditionResult[];
}

/** A condition of a trigger. */
interface ConditionRow {
  /** The question that it answers. */
  readonly about: string;
  /** The key of a trigger for this condition; coverage reports it if no case is excluded by it. */
  readonly key?: keyof GitTrigger;
}

/** The conditions of a Git trigger, in display order. */
export const gitConditions = {
  enabled: { about: "Whether the trigger is enabled", judge: ({ trigger }) => enabled(trigger) },
  repository: { about: "Whether the event comes from the trigger's repository", judge: repository },
  event: { about: "Whether the trigger listens to the event", key: "events", judge: eventListed },
  fork: { about: "Whether a pull request from a fork is allowed", judge: fork },
  "skip-message": { about: "Whether the commit message has a skip string", judge: skipMessage },
  branch: { about: "The branch filter", key: "branchRegex", judge: branch },
  "target-branch": {
    about: "The filter of a pull request's target branch",
    key: "pullRequestTargetBranchRegex",
    judge: targetBranch,
  },
  comment: { about: "The comment filter", key: "commentRegex", judge: comment },
  "comment-author": { about: "Who may comment", judge: commentAuthor },
  files: { about: "The changed files", key: "modifiedFilesGlob", judge: files },
} as const satisfies Readonly<
  Record<
    Exclude<ConditionId, keyof typeof cronConditions>,
    ConditionRow & { readonly judge: (context: GitContext) => ConditionResult }
  >
>;

/** The conditions of a cron trigger after `enabled`, in display order. */
const cronConditions = {
  schedule: { about: "The schedule of a cron trigger", judge: schedule },
  "git-trigger": { about: "The Git trigger that a cron trigger simulates", judge: gitTrigger },
} as const;

/** Every condition by its id. */
export const allConditions: Readonly<Record<ConditionId, ConditionRow>> = {
  ...gitConditions,
  ...cronConditions,
};

const gitJudges: readonly ((context: GitContext) => ConditionResult)[] = Object.values(gitConditions).map(
  ({ judge }) => judge,
);

/**
 * Decides whether a trigger fires; no other code does. Every condition is evaluated: a failed one
 * gives `skips`, else an unknown one gives `unknown`, else the trigger fires (design, section 4).
 *
 * Git triggers take Git events and cron triggers take times, as the two overloads show.
 */
export function evaluate(trigger: GitTrigger, event: GitEvent, settings: EvaluationSettings): Evaluation;
export function evaluate(trigger: CronTrigger, event: TimeEvent, settings: EvaluationSettings): Evaluation;
export function evaluate(
  trigger: GitTrigger | CronTrigger,
  event: SimulatedEvent,
  settings: EvaluationSettings,
): Evaluation {
  const conditions =
    event.kind === "git"
      ? evaluateGit(trigger as GitTrigger, event, settings)
      : evaluateCron(trigger as CronTrigger, event, settings);
  return { verdict: verdictOf(conditions), conditions };
}

/** Like `evaluate`, but stops after the first condition that fails. */
export function fires(trigger: GitTrigger, event: GitEvent, settings: EvaluationSettings): boolean {
  const context = gitContext(trigger, event, settings);
  return gitJudges.every((judge) => {
    const { outcome } = judge(context);
    return outcome === "pass" || outcome === "not-applicable";
  });
}

function evaluateGit(trigger: GitTrigger, event: GitEvent, settings: EvaluationSettings): ConditionResult[] {
  const context = gitContext(trigger, event, settings);
  if (trigger.pipeline.isDefinition) return [startsDefinition(context)];
  return gitJudges.map((judge) => judge(context));
}

function evaluateCron(
  trigger: CronTrigger,
  event: TimeEvent,
  settings: EvaluationSettings,
): ConditionResult[] {
  const judges = Object.values(cronConditions);
  return [enabled(trigger), ...judges.map(({ judge }) => judge({ ...settings, trigger, event }))];
}

/** The verdict of a list of conditions. */
function verdictOf(conditions: readonly ConditionResult[]): Verdict {
  if (conditions.some(({ outcome }) => outcome === "fail")) return "skips";
  return conditions.some(({ outcome }) => outcome === "unknown") ? "unknown" : "fires";
}
