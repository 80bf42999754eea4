import { type CronSchedule, loadCronWords, readCron } from "../../match/cron/index.ts";
import type { CronTrigger } from "../../pipeline/model.ts";
import { type GitTriggerDoubt, gitTriggerDoubt } from "../conditions/schedule.ts";
import type { Assumptions } from "../settings.ts";
import { type Omission, omissionOf } from "./schedule-omissions.ts";

/** A cron trigger as an editor or a page shows it. */
export interface NextRuns {
  /** Its schedule and the words for it; undefined where these are not known. */
  readonly meaning: { readonly schedule: CronSchedule; readonly words: string } | undefined;
  /** Why it has no known runs. */
  readonly omission: Omission | undefined;
  /** The next runs, at most as many as asked for. */
  readonly runs: readonly Date[];
  /** The open question about the Git trigger that it simulates, if it has runs. */
  readonly doubt: GitTriggerDoubt | undefined;
}

/** Returns the next runs of a cron trigger; loads the library for descriptions on first use. */
export async function nextRuns(
  trigger: CronTrigger,
  assume: Assumptions,
  now: Date,
  count: number,
): Promise<NextRuns> {
  const say = await loadCronWords();
  const cron = trigger.expression && readCron(trigger.expression.value, assume);
  const schedule = cron?.open !== undefined ? undefined : cron?.schedule;
  const omission = omissionOf(trigger, cron, assume, say);
  const runs: Date[] = [];
  let run = omission ? undefined : schedule?.next(now);
  for (; run && runs.length < count; run = schedule?.next(run)) runs.push(run);
  return {
    meaning: schedule && { schedule, words: say(schedule) },
    omission,
    runs,
    doubt: omission ? undefined : gitTriggerDoubt(trigger, assume),
  };
}
