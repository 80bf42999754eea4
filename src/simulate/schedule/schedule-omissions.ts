import { rejectionReason } from "../../catalogue/rejection.ts";
import { type CronReading, type CronWords, intervalFault } from "../../match/cron/index.ts";
import type { CronTrigger } from "../../pipeline/model.ts";
import { type GitTriggerDoubt, gitTriggerDoubt, messageFault } from "../conditions/schedule.ts";
import { type Acceptance, isRejected } from "../rejection.ts";
import type { Assumptions } from "../settings.ts";

/** Why a cron trigger is not in a schedule. */
export type LeftOutReason =
  | "disabled"
  | GitTriggerDoubt["question"]
  | "no-expression"
  | "refused"
  | "never-fires"
  | "too-frequent"
  | "no-second-run"
  | "six-fields"
  | "unknown-start"
  | "message-colon"
  | "rejected-spec";

/** The reason as an id and as a sentence in lower case without a period. */
export interface Omission {
  readonly reason: LeftOutReason;
  readonly message: string;
  /** Options of the command line with which the runs are listed. */
  readonly advice?: string;
}

/** The reason for all triggers of a spec that Codefresh would reject, if it would. */
export function omissionOfSpec(acceptance: Acceptance): Omission | undefined {
  if (!isRejected(acceptance)) return undefined;
  return { reason: "rejected-spec", message: rejectionReason(acceptance) };
}

/**
 * Returns why the runs of a cron trigger are not listed; undefined if they are. `cron` is the
 * reading of its expression, and `say` describes a schedule. With the open question
 * `api-cron-pattern` answered `yes`, an expression that only the published pattern refuses is
 * excluded too.
 */
export function omissionOf(
  trigger: CronTrigger,
  cron: CronReading | undefined,
  assume: Assumptions,
  say: CronWords,
): Omission | undefined {
  const { disabled, expression } = trigger;
  if (disabled?.value) return { reason: "disabled", message: "it is disabled" };
  const doubt = gitTriggerDoubt(trigger, assume);
  if (doubt?.answer === "skips") return { reason: doubt.question, message: doubt.reason };
  if (!expression || !cron) {
    return { reason: "no-expression", message: "its expression is missing, not a string, or a placeholder" };
  }
  if (cron.open !== undefined) return sixFields(cron, say);
  const { schedule, refusal, apiRefusal } = cron;
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
  const fault = intervalFault(schedule);
  const ofMessage = messageFault(trigger);
  if (!fault) return ofMessage === undefined ? undefined : { reason: "message-colon", message: ofMessage };
  const { code, message } = fault;
  return {
    reason: code,
    message: code === "no-second-run" ? message : `the scheduler rejects it: ${message}`,
  };
}

/** Both readings of six fields whose meaning is open. */
function sixFields({ schedule, asYear, tooFrequent }: CronReading, say: CronWords): Omission {
  const why = tooFrequent ? ` (${tooFrequent})` : "";
  const [first, end] = schedule ? [`run ${say(schedule)}`, ""] : ["are rejected by the scheduler", why];
  const last = asYear ? say(asYear) : "in certain years only";
  const message = `six fields ${first} if the first is seconds${end}, or run ${last} if the last is a year`;
  return asYear
    ? { reason: "six-fields", message, advice: SIX_FIELDS_ADVICE }
    : { reason: "six-fields", message: `${message}; write five fields` };
}

const SIX_FIELDS_ADVICE = "answer with --assume six-field-cron=seconds or six-field-cron=year";
