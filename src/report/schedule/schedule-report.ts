import type { SpecAcceptance } from "../../simulate/rejection.ts";
import type { LeftOutTrigger, ScheduledTrigger } from "../../simulate/schedule/schedule.ts";
import type { ScheduledInstant } from "../../simulate/schedule/schedule-runs.ts";

/** A schedule, the input of every report; the instants can be iterated once. */
export interface ScheduleReport {
  readonly from: Date;
  /** The end, excluded; null if open. */
  readonly to: Date | null;
  /** The maximum number of runs; null for all. */
  readonly count: number | null;
  /** The zone whose clock is shown next to UTC. */
  readonly zone: string | null;
  readonly triggers: readonly ScheduledTrigger[];
  readonly leftOut: readonly LeftOutTrigger[];
  readonly refused: readonly SpecAcceptance[];
  readonly pipelines: number;
  readonly instants: Iterable<ScheduledInstant>;
}

/** The name of the simulated Git trigger, or its id if the pipeline has none. */
export function gitTriggerName({ gitTrigger }: Pick<ScheduledTrigger, "gitTrigger">): string | null {
  return gitTrigger?.name ?? gitTrigger?.id ?? null;
}

/** The Git trigger that a cron trigger simulates, in words; null without one. */
export function simulatedText(trigger: Pick<ScheduledTrigger, "gitTrigger" | "branch">): string | null {
  const name = gitTriggerName(trigger);
  if (name === null) return null;
  return `simulates ${name}${trigger.branch === null ? "" : ` on ${trigger.branch}`}`;
}

/** How often a trigger runs, in words. */
export function frequencyText({ frequency, gap }: ScheduledTrigger): string {
  return gap === null ? frequency : `${frequency}; shortest interval ${gap}`;
}
