import type { Located, Place } from "../../document/located.ts";
import type { Integrations } from "../../pipeline/model.ts";
import { type GitTrigger, isRefused } from "../../pipeline/model.ts";
import { type ConditionResult, refused } from "../condition.ts";
import type { ConditionId } from "../evaluation/evaluation-rules.ts";
import type { GitEvent } from "../event/event.ts";
import type { EventTraits } from "../event/event-kind.ts";
import type { Assumptions } from "../settings.ts";
import type { Patterns } from "./patterns.ts";

/** The input of a Git trigger's conditions. */
export interface GitContext {
  readonly trigger: GitTrigger;
  readonly event: GitEvent;
  readonly traits: EventTraits;
  readonly assume: Assumptions;
  readonly integrations: Integrations;
  readonly patterns: Patterns;
}

/** The place of a whole trigger: its name if it has one, else the start of its mapping. */
export function triggerPlace(trigger: {
  readonly name: Located<string> | undefined;
  readonly node: Place;
}): Place {
  return trigger.name ?? trigger.node;
}

/** The result for a value of a type that the platform refuses; undefined if its type is right. */
export function wrongType(
  id: ConditionId,
  trigger: Pick<GitTrigger, "node">,
  key: string,
  leaf: Place | undefined,
  wanted: string,
): ConditionResult | undefined {
  if (!isRefused(trigger.node, key, leaf)) return undefined;
  return refused(id, trigger.node.get(key)!, `"${key}" is not a ${wanted}`);
}
