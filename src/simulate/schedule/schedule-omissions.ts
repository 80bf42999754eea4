import { type CronCheck, durationInWords, neverFires, smallestGap } from "../../match/cron/index.ts";
import type { CronTrigger } from "../../pipeline/model.ts";
import type { Assumptions } from "../settings.ts";

/** Why a cron trigger is not in a schedule. */
export type LeftOutReason =
  | "disabled"
  | "no-expression"
  | "refused"
  | "never-fires"
  | "too-frequent"
  | "unknown-start"
  | "rejected-spec";

/** The shortest interval in seconds (semantics h: codefresh-io/cronus, `--limit 60`). */
const SHORTEST_INTERVAL = 60;

/** The reason as an id and as a sentence in lower case without a period. */
export interface Omission {
  readonly reason: LeftOutReason;
  readonly message: string;
}

/** The reason for all triggers of a spec that Codefresh would reject. */
export const REJECTED: Omission = { reason: "rejected-spec", message: "Codefresh would reject the spec" };

/**
 * Returns why the runs of a cron trigger are not listed; undefined if they are. `check` is the
 * result of both checks of its expression. With the open question `api-cron-pattern` answered
 * `yes`, an expression that only the published pattern refuses is excluded too.
 */
export function omissionOf(
  { disabled, expression }: CronTrigger,
  check: CronCheck | undefined,
  assume: Assumptions,
): Omission | undefined {
  if (disabled?.value) return { reason: "disabled", message: "it is disabled" };
  if (!expression || !check) {
    return { reason: "no-expression", message: "its expression is missing or not a string" };
  }
  const { schedule, refusal, apiRefusal } = check;
  if (!schedule) return { reason: "refused", message: `the scheduler rejects it: ${refusal!.message}` };
  if (apiRefusal && assume["api-cron-pattern"] === "yes") {
    return { reason: "refused", message: `the API rejects it: ${apiRefusal.message}` };
  }
  if (schedule.kind === "every") {
    return {
      reason: "unknown-start",
      message: "its runs depend on when the scheduler was started, which is unknown",
    };
  }
  return neverFires(schedule)
    ? { reason: "never-fires", message: "the scheduler rejects it: it never runs" }
    : tooFrequent(smallestGap(schedule));
}

function tooFrequent(gap = Infinity): Omission | undefined {
  if (gap >= SHORTEST_INTERVAL) return undefined;
  const message = `the scheduler rejects it: its interval can be ${durationInWords(gap)}, and the minimum is a minute`;
  return { reason: "too-frequent", message };
}
