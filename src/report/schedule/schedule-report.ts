import type { LeftOutTrigger, RefusedCronSpec, ScheduledTrigger } from "../../simulate/schedule/schedule.ts";
import type { ScheduledInstant } from "../../simulate/schedule/schedule-runs.ts";

/** A schedule as every reporter gets it; the instants come one at a time, and once. */
export interface ScheduleReport {
  readonly from: Date;
  /** The end, excluded; null where it is open. */
  readonly to: Date | null;
  /** The most runs; null for all. */
  readonly count: number | null;
  /** The zone whose clock is shown beside UTC. */
  readonly zone: string | null;
  readonly triggers: readonly ScheduledTrigger[];
  readonly leftOut: readonly LeftOutTrigger[];
  readonly refused: readonly RefusedCronSpec[];
  readonly pipelines: number;
  readonly instants: Iterable<ScheduledInstant>;
}

/** The name of the Git trigger that a trigger simulates, or the id where the pipeline has none of that id. */
export function gitTriggerName({ gitTrigger }: ScheduledTrigger): string | null {
  return gitTrigger?.name ?? gitTrigger?.id ?? null;
}
