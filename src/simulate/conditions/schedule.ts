import { firesAt } from "../../match/cron/index.ts";
import type { CronTrigger } from "../../pipeline/model.ts";
import { type ConditionParts, type ConditionResult, condition, refused } from "../condition.ts";
import type { TimeEvent } from "../event/event.ts";
import type { Assumptions } from "../settings.ts";
import { triggerPlace, wrongType } from "./context.ts";
import type { CronReading, Patterns } from "./patterns.ts";

/** The input of a cron trigger's conditions. */
export interface CronContext {
  readonly trigger: CronTrigger;
  readonly event: TimeEvent;
  readonly assume: Assumptions;
  readonly patterns: Patterns;
}

/** Checks whether the scheduler has a run in the event's minute (semantics h). */
export function schedule({ trigger, event, assume, patterns }: CronContext): ConditionResult {
  const { expression } = trigger;
  const mistyped = wrongType("schedule", trigger, "expression", expression, "string");
  if (mistyped) return mistyped;
  if (!expression) return refused("schedule", triggerPlace(trigger), "a cron trigger needs an expression");
  const cron = patterns.cron(expression.value);
  const why = refusalOf(cron, assume);
  if (why !== undefined) return refused("schedule", expression, why, expression.value);
  const parts = tooOften(cron) ?? byScheduler(cron, judge(cron, new Date(event.at)));
  return condition("schedule", expression, { ...parts, expected: expression.value, actual: event.at });
}

function refusalOf(cron: CronReading, assume: Assumptions): string | undefined {
  if (!cron.schedule) return cron.refusal;
  const byPattern = !cron.acceptedByApi && assume["api-cron-pattern"] === "yes";
  return byPattern ? "the published pattern for expressions rejects it" : undefined;
}

function tooOften({ smallestGap }: CronReading): ConditionParts | undefined {
  if (smallestGap !== undefined && smallestGap >= 60) return undefined;
  const interval = `its interval can be ${smallestGap} s, and the minimum is a minute`;
  const reason = `Codefresh rejects this value: ${smallestGap === undefined ? "it never runs" : interval}`;
  return { outcome: "unknown", rule: "schedule-interval", reason };
}

/** The reason mentions that the published pattern refuses the expression. */
function byScheduler({ acceptedByApi }: CronReading, parts: ConditionParts): ConditionParts {
  if (acceptedByApi || parts.outcome === "unknown") return parts;
  return { ...parts, rule: "schedule-api-pattern", certainty: "inferred", assumed: ["api-cron-pattern"] };
}

function judge({ schedule: read }: CronReading, at: Date): ConditionParts {
  const rule = "schedule-minute" as const;
  const fires = firesAt(read!, at);
  if (fires === undefined) {
    const reason = "its runs depend on when the scheduler was started, which is unknown";
    return { outcome: "unknown", rule, reason, certainty: "unknown" };
  }
  if (fires) return { outcome: "pass", rule, reason: "a run is in this minute" };
  const reason = () => {
    const next = read!.next(at);
    return next
      ? `no run in this minute; the next one is at ${formatInstant(next)}`
      : "no run in this minute or later";
  };
  return { outcome: "fail", rule, reason };
}

/** An instant as ISO 8601 in UTC, without milliseconds. */
export function formatInstant(instant: Date): string {
  return instant.toISOString().replace(".000Z", "Z");
}
