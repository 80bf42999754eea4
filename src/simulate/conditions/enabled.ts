import type { Trigger } from "../../pipeline/model.ts";
import type { ConditionParts } from "../condition.ts";
import { wrongType } from "./context.ts";

/** Checks whether a trigger is enabled (semantics g). */
export function enabled({ trigger }: { readonly trigger: Trigger }): ConditionParts {
  const { disabled: place } = trigger;
  const mistyped = wrongType(trigger, "disabled", "boolean");
  if (mistyped) return mistyped;
  const expected = place ? `disabled: ${place.value}` : null;
  return place?.value
    ? { outcome: "fail", rule: "trigger-disabled", reason: "the trigger is disabled", place, expected }
    : { outcome: "pass", rule: "trigger-enabled", reason: "the trigger is not disabled", place, expected };
}
