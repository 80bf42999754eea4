import { answersOf, decidingConditions, shortName, type TriggerAnswers } from "../simulate/cases-triggers.ts";
import type { ConditionId } from "../simulate/rules-of-evaluation.ts";
import type { Simulation } from "../simulate/simulate.ts";
import { startedBuilds } from "../simulate/started-builds.ts";
import { NOTHING } from "./test-expectations.ts";

/** Conditions that keep a trigger out of what is no business of its own; a case need not name them. */
const FOREIGN: ReadonlySet<ConditionId> = new Set(["enabled", "repository", "event", "schedule"]);

/**
 * Today's answers as the keys of a case: all triggers that fire, those of which it is not certain, and of those that listen to such an
 * event and skip, by which conditions; for several events of one act the number of builds.
 */
export function recordedExpectations(simulations: readonly Simulation[]): Record<string, unknown> {
  const all = answersOf(simulations);
  const fires = all.filter(({ verdict }) => verdict === "fires").map((each) => shortName(each, all));
  const unknown = all.filter(({ verdict }) => verdict === "unknown");
  const near = all.filter(
    (each) => each.verdict === "skips" && !decidingConditions(each).some((id) => FOREIGN.has(id)),
  );
  const builds = startedBuilds(simulations);
  return {
    fires: fires.length > 0 ? fires : NOTHING,
    ...(unknown.length > 0 && { unknown: byName(unknown, all) }),
    ...(near.length > 0 && { skips: byName(near, all) }),
    ...(simulations.length > 1 && builds.perhaps === 0 && { builds: builds.certain.length }),
  };
}

function byName(
  triggers: readonly TriggerAnswers[],
  all: readonly TriggerAnswers[],
): Record<string, ConditionId | ConditionId[]> {
  const entries = triggers.map((each) => {
    const [first, ...more] = decidingConditions(each);
    return [shortName(each, all), more.length === 0 ? first! : [first!, ...more]];
  });
  return Object.fromEntries(entries);
}
