import type { CronTrigger, GitTrigger, Trigger } from "../pipeline/model.ts";
import { beforeRendering, type ConditionOutcome, type ConditionParts, ConditionResult } from "./condition.ts";
import { branch, targetBranch } from "./conditions/branch.ts";
import { comment, commentAuthor } from "./conditions/comment.ts";
import { type GitContext, gitContext } from "./conditions/context.ts";
import { enabled } from "./conditions/enabled.ts";
import { eventListed, startsDefinition } from "./conditions/event.ts";
import { files } from "./conditions/files.ts";
import { fork } from "./conditions/fork.ts";
import { repository } from "./conditions/repository.ts";
import { type CronContext, gitTrigger, schedule } from "./conditions/schedule.ts";
import { skipMessage } from "./conditions/skip-message.ts";
import type { ConditionId } from "./evaluation/evaluation-rules.ts";
import type { GitEvent, SimulatedEvent, TimeEvent } from "./event/event.ts";
import type { EvaluationSettings } from "./settings.ts";

/** Whether a trigger starts a build; `unknown` for a missing fact or unknown behaviour. */
export type Verdict = "fires" | "skips" | "unknown";

/** Combines verdicts: one that fires is enough, else an unknown one makes it unknown. */
export function verdictOfAll(answers: readonly { readonly verdict: Verdict }[]): Verdict {
  const some = (verdict: Verdict) => answers.some((answer) => answer.verdict === verdict);
  return some("fires") ? "fires" : some("unknown") ? "unknown" : "skips";
}

/** The verdict for one trigger, and every condition. */
export interface Evaluation {
  readonly verdict: Verdict;
  /** All conditions; those after the first failed one are evaluated only when they are read. */
  readonly conditions: readonly ConditionResult[];
}

/** Returns the conditions that decide a verdict: the failed ones, else the unknown ones. */
export function decidingConditions<C extends { readonly outcome: ConditionOutcome }>({
  verdict,
  conditions,
}: {
  readonly verdict: Verdict;
  readonly conditions: readonly C[];
}): readonly C[] {
  const outcome = { fires: undefined, skips: "fail", unknown: "unknown" }[verdict];
  return conditions.filter((condition) => condition.outcome === outcome);
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
  enabled: { about: "Whether the trigger is enabled", judge: enabled },
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
    ConditionRow & { readonly judge: (context: GitContext) => ConditionParts }
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

/** Conditions with the functions that answer them. */
type Judges<C> = readonly (readonly [id: ConditionId, judge: (context: C) => ConditionParts])[];

const judgesOf = <C>(rows: Partial<Record<ConditionId, { judge: Judges<C>[number][1] }>>): Judges<C> =>
  Object.entries(rows).map(([id, { judge }]) => [id as ConditionId, judge]);

const gitJudges = judgesOf<GitContext>(gitConditions);
const cronJudges = judgesOf<CronContext>({ enabled: gitConditions.enabled, ...cronConditions });
const definitionJudges: Judges<GitContext> = [["event", startsDefinition]];

/**
 * Decides whether a trigger fires; no other code does. A failed condition gives `skips`,
 * else an unknown one gives `unknown`, else the trigger fires (design, section 4).
 *
 * Git triggers take Git events and cron triggers take times, as the two overloads show.
 */
export function evaluate(trigger: GitTrigger, event: GitEvent, settings: EvaluationSettings): Evaluation;
export function evaluate(trigger: CronTrigger, event: TimeEvent, settings: EvaluationSettings): Evaluation;
export function evaluate(trigger: Trigger, event: SimulatedEvent, settings: EvaluationSettings): Evaluation {
  if (event.kind === "time")
    return evaluationOf(cronJudges, { ...settings, trigger: trigger as CronTrigger, event });
  const context = gitContext(trigger as GitTrigger, event, settings);
  return evaluationOf(trigger.pipeline.isDefinition ? definitionJudges : gitJudges, context);
}

/** True if `evaluate` gives `fires`; stops after the first condition that does not pass. */
export function fires(trigger: GitTrigger, event: GitEvent, settings: EvaluationSettings): boolean {
  const context = gitContext(trigger, event, settings);
  return gitJudges.every(([, judge]) => {
    const { outcome } = judge(context);
    return outcome === "pass" || outcome === "not-applicable";
  });
}

/**
 * Evaluates conditions until one fails, and the others when they are read: cases and replays need
 * the verdicts of all triggers for each event, and the conditions of few.
 */
function evaluationOf<C extends { readonly trigger: Trigger }>(judges: Judges<C>, context: C): Evaluation {
  const { trigger } = context;
  const resultOf = ([id, judge]: Judges<C>[number]) =>
    new ConditionResult(id, beforeRendering(judge(context), trigger), trigger.name ?? trigger.node);
  const results: ConditionResult[] = [];
  let verdict: Verdict = "fires";
  for (const judge of judges) {
    const result = resultOf(judge);
    results.push(result);
    if (result.outcome === "unknown") verdict = "unknown";
    if (result.outcome !== "fail") continue;
    verdict = "skips";
    break;
  }
  return {
    verdict,
    get conditions() {
      while (results.length < judges.length) results.push(resultOf(judges[results.length]!));
      return results;
    },
  };
}
