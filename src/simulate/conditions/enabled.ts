import type { CronTrigger, GitTrigger } from "../../pipeline/model.ts";
import { type ConditionResult, condition } from "../condition.ts";
import { triggerPlace, wrongType } from "./context.ts";

/** Checks whether a trigger is enabled (semantics g). */
export function enabled(trigger: GitTrigger | CronTrigger): ConditionResult {
  const { disabled } = trigger;
  const mistyped = wrongType("enabled", trigger, "disabled", "boolean");
  if (mistyped) return mistyped;
  const place = disabled ?? triggerPlace(trigger);
  const expected = disabled ? `disabled: ${disabled.value}` : null;
  if (disabled?.value) {
    const reason = "the trigger is disabled";
    return condition("enabled", place, { outcome: "fail", rule: "trigger-disabled", reason, expected });
  }
  const reason = "the trigger is not disabled";
  return condition("enabled", place, { outcome: "pass", rule: "trigger-enabled", reason, expected });
}
