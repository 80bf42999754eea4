import { findReplaced } from "../../catalogue/placeholders.ts";
import { type CronReading, type CronSchedule, firesAt, intervalFault } from "../../match/cron/index.ts";
import type { CronTrigger } from "../../pipeline/model.ts";
import { quote } from "../../util/text.ts";
import { type ConditionParts, refused, unrendered } from "../condition.ts";
import type { TimeEvent } from "../event/event.ts";
import { simulatedGitTrigger, triggerName } from "../pipelines.ts";
import type { Assumptions, EvaluationSettings } from "../settings.ts";
import { wrongType } from "./context.ts";

/** The input of a cron trigger's conditions. */
export interface CronContext extends Pick<EvaluationSettings, "assume" | "patterns"> {
  readonly trigger: CronTrigger;
  readonly event: TimeEvent;
}

/** The start of the minute that an instant is in, as ISO 8601 in UTC. */
export function startOfMinute(instant: string): string {
  return formatInstant(new Date(Math.floor(Date.parse(instant) / 60_000) * 60_000));
}

/** Checks whether the scheduler has a run in the event's minute (semantics h). */
export function schedule({ trigger, event, assume, patterns }: CronContext): ConditionParts {
  const { expression } = trigger;
  const mistyped = wrongType(trigger, "expression");
  if (mistyped) return mistyped;
  if (!expression) return refused(undefined, "a cron trigger needs an expression");
  const cron = patterns.cron(expression.value);
  const actual = startOfMinute(event.at);
  const compared = { place: expression, expected: expression.value, actual };
  const why = cron.open === undefined ? refusalOf(cron, assume) : undefined;
  if (why !== undefined) return refused(expression, why, expression.value);
  const at = new Date(actual);
  const parts =
    cron.open === undefined
      ? (byInterval(cron.schedule!) ?? byScheduler(cron, at))
      : judgeSixFields(cron, at);
  const fault = parts.outcome === "pass" ? messageFault(trigger) : undefined;
  if (fault === undefined) return { ...parts, ...compared };
  const open = { outcome: "unknown", rule: "schedule-message", reason: fault } as const;
  return { ...open, ...compared, place: trigger.message };
}

/** Why the published scheduler may refuse a trigger by its message; undefined if it does not. */
export function messageFault({ message }: CronTrigger): string | undefined {
  if (!message?.value.includes(":")) return undefined;
  return 'the message contains ":", at which the scheduler splits its event address, so it is unknown whether it runs; remove the colon';
}

/** Checks the Git trigger that a cron trigger simulates, if it simulates one (semantics h, j). */
export function gitTrigger({ trigger, assume }: CronContext): ConditionParts {
  const { node, gitTriggerId } = trigger;
  const [key, other] = ["gitTriggerId", "branch"].filter((each) => node.has(each));
  if (key === undefined) {
    const reason = "it simulates no Git trigger";
    return { outcome: "not-applicable", rule: "git-trigger-none", reason };
  }
  const place = node.get(key)!;
  if (other === undefined) {
    const missing = key === "branch" ? "gitTriggerId" : "branch";
    return refused(place, `"${key}" requires "${missing}"`);
  }
  const expected = gitTriggerId?.value ?? null;
  const found = simulatedGitTrigger(trigger);
  const mistyped = found && wrongType(found, "disabled", "boolean");
  if (mistyped) return mistyped;
  const unknown = gitTriggerId && !found && unrendered(gitTriggerId);
  if (unknown) return unknown;
  const doubt = gitTriggerDoubt(trigger, assume);
  if (doubt) {
    const { question, answer, rule, reason } = doubt;
    const parts = { rule, assumed: [question], reason, place, expected };
    if (answer === undefined) return { ...parts, outcome: "unknown" };
    return { ...parts, outcome: answer === "fires" ? "pass" : "fail", certainty: "inferred" };
  }
  const reason = `it simulates the Git trigger ${quote(triggerName(found!))}`;
  return { outcome: "pass", rule: "git-trigger-linked", reason, place, expected };
}

/** An open question about the Git trigger of a cron trigger: whether a build starts. */
export interface GitTriggerDoubt {
  readonly question: "dangling-cron-trigger" | "disabled-git-trigger";
  /** The user's answer; undefined without one. */
  readonly answer: "fires" | "skips" | undefined;
  readonly rule: "git-trigger-missing" | "git-trigger-disabled";
  /** A clause with the answer. */
  readonly reason: string;
}

/** Returns the open question about the Git trigger of a cron trigger, if there is one. */
export function gitTriggerDoubt(trigger: CronTrigger, assume: Assumptions): GitTriggerDoubt | undefined {
  const { node, gitTriggerId, pipeline } = trigger;
  const found = simulatedGitTrigger(trigger);
  if (found ? !found.disabled?.value : !node.has("gitTriggerId")) return undefined;
  const question = found ? "disabled-git-trigger" : "dangling-cron-trigger";
  // An id that is not known may be that of a Git trigger, whatever the answer is.
  const isKnown = found || !gitTriggerId || !findReplaced(gitTriggerId.value);
  const given = isKnown ? assume[question] : undefined;
  const answer = given === "fires" || given === "skips" ? given : undefined;
  const reason = (fault: string) => `${fault}; ${BUILD_STARTS[answer ?? "unknown"]}`;
  if (found) {
    const fault = `the Git trigger ${quote(triggerName(found))} that it simulates is disabled`;
    return { question, answer, rule: "git-trigger-disabled", reason: reason(fault) };
  }
  const id = gitTriggerId ? `the id ${quote(gitTriggerId.value)}` : "this id";
  if (!isKnown) {
    const fault = "the id of its Git trigger has a placeholder";
    return { question, answer, rule: "git-trigger-missing", reason: reason(fault) };
  }
  const lack = pipeline.triggers.some((each) => each.id === undefined) ? "is known to have" : "has";
  const fault = `no Git trigger of this pipeline ${lack} ${id}`;
  return { question, answer, rule: "git-trigger-missing", reason: reason(fault) };
}

const BUILD_STARTS = {
  fires: "it is assumed that a build starts",
  skips: "it is assumed that a build does not start",
  unknown: "it is unknown whether a build starts",
};

function refusalOf({ schedule, refusal, apiRefusal }: CronReading, assume: Assumptions): string | undefined {
  if (!schedule) return refusal!.message;
  const byPattern = apiRefusal && assume["api-cron-pattern"] === "yes";
  return byPattern ? "the published pattern for expressions rejects it" : undefined;
}

function byInterval(read: CronSchedule): ConditionParts | undefined {
  const fault = intervalFault(read);
  if (fault?.code === "no-second-run")
    return { outcome: "unknown", rule: "schedule-second-run", reason: fault.message };
  const reason = `Codefresh rejects this value: ${fault?.message}`;
  return fault && { outcome: "unknown", rule: "schedule-interval", reason };
}

/** The scheduler's runs, with the question that an answer or a reading depends on. */
function byScheduler({ schedule: read, apiRefusal, assumed }: CronReading, at: Date): ConditionParts {
  const parts = judge(read!, at);
  if (assumed.length > 0) return { ...parts, rule: "schedule-six-fields", certainty: "inferred", assumed };
  if (!apiRefusal || parts.outcome === "unknown") return parts;
  return { ...parts, rule: "schedule-api-pattern", certainty: "inferred", assumed: ["api-cron-pattern"] };
}

/** Judges six fields in both readings if their meaning is open (semantics, part 0 item 10). */
function judgeSixFields({ schedule: read, asYear, tooFrequent }: CronReading, at: Date): ConditionParts {
  const parts = { outcome: "unknown", rule: "schedule-six-fields", certainty: "unknown" } as const;
  if (!asYear) {
    const reason = "six fields: its runs are unknown if the last is a year, other than * or ?";
    return { ...parts, reason };
  }
  const [first, last] = [read && judge(read, at).outcome, judge(asYear, at).outcome];
  const assumed = ["six-field-cron"];
  if (first === undefined) {
    const run = last === "pass" ? "a run" : "no run";
    const why = tooFrequent ? ` (${tooFrequent})` : "";
    const reason = `six fields: the scheduler rejects them if the first is seconds${why}, and has ${run} in this minute if the last is a year`;
    return { ...parts, reason, assumed };
  }
  const isRun = first === "pass";
  if (first === last) {
    const reason = isRun ? "a run is in this minute" : "no run in this minute";
    const { rule } = parts;
    return { outcome: first, rule, reason: `${reason}, with seconds first and with a year last` };
  }
  const [one, other] = isRun ? ["a run", "none"] : ["no run", "one"];
  const reason = `six fields: ${one} in this minute if the first is seconds, ${other} if the last is a year`;
  return { ...parts, reason, assumed };
}

function judge(read: CronSchedule, at: Date): ConditionParts {
  const rule = "schedule-minute" as const;
  const fires = firesAt(read, at);
  if (fires === undefined) {
    const reason = "its runs depend on when the scheduler was started, which is unknown";
    return { outcome: "unknown", rule, reason, certainty: "unknown" };
  }
  if (fires) return { outcome: "pass", rule, reason: "a run is in this minute" };
  const reason = () => {
    const next = read.next(at);
    return next
      ? `no run in this minute; the next one is at ${formatInstant(next)}`
      : "no run in this minute, or in the next five years";
  };
  return { outcome: "fail", rule, reason };
}

/** An instant as ISO 8601 in UTC, without milliseconds. */
export function formatInstant(instant: Date): string {
  return instant.toISOString().replace(".000Z", "Z");
}
