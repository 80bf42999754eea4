import type { EffectiveBuild } from "../../simulate/build/effective-build.ts";
import type { SimulatedTrigger } from "../../simulate/simulate.ts";
import type { UserActionPart } from "./user-action-report.ts";

/** The variables, contexts, options, steps and conditions of builds that one report may show. */
const MAX_ITEMS = 22_000;

/**
 * Further ones for each character of the specs. Ordinary specs need a quarter of one, mostly for
 * the variables that the platform sets.
 */
const ITEMS_PER_CHARACTER = 0.33;

/** A condition is longer than a variable, and takes time to evaluate. */
const ITEMS_OF_CONDITION = 15;

/**
 * Leaves out builds that would make a report too long: 100 KB of YAML can be 5,000 triggers, by
 * aliases, whose builds have 5,000 contexts each, and their JSON more than a gigabyte.
 *
 * @param characters the length of the specs
 * @returns the results, in which `build` is null from the limit on, and the number of these builds
 */
export function withBoundedBuilds(
  parts: readonly UserActionPart[],
  characters: number,
): { readonly parts: readonly UserActionPart[]; readonly left: number } {
  let room = roomForBuilds(characters);
  let left = 0;
  const bounded = (trigger: SimulatedTrigger): SimulatedTrigger => {
    if (trigger.verdict !== "fires") return trigger;
    if (room > 0) {
      room -= trigger.build ? itemsOf(trigger.build) : 0;
      return trigger;
    }
    left++;
    return withoutBuild(trigger);
  };
  const shown = parts.map(({ result, ...more }) => {
    const pipelines = result.pipelines.map((each) => ({ ...each, triggers: each.triggers.map(bounded) }));
    return { ...more, result: { ...result, pipelines } };
  });
  return left > 0 ? { parts: shown, left } : { parts, left };
}

/** The number of parts of builds that a report on specs with so many characters may show. */
export function roomForBuilds(characters: number): number {
  return MAX_ITEMS + characters * ITEMS_PER_CHARACTER;
}

/** The sentence on builds that were left out; `instead` shows fewer triggers. */
export function leftOutBuilds(count: number, instead: string): string {
  const builds =
    count === 1 ? "the build of the last trigger is" : `the builds of the last ${count} triggers are`;
  return `${builds} left out of the report, which would be too long; ${instead}`;
}

/** The number of parts of a build, of which a condition counts as several. */
export function itemsOf({ variables, systemVariables, contexts, options, steps }: EffectiveBuild): number {
  const conditions = steps.reduce((sum, step) => sum + step.conditions.length, 0);
  return (
    variables.length +
    systemVariables.length +
    contexts.length +
    Object.keys(options).length +
    steps.length +
    conditions * ITEMS_OF_CONDITION
  );
}

/** A copy whose other parts are computed when they are read, as before. */
function withoutBuild(trigger: SimulatedTrigger): SimulatedTrigger {
  const properties = Object.getOwnPropertyDescriptors(trigger);
  return Object.defineProperties({}, { ...properties, build: { value: null, enumerable: true } }) as never;
}
