import type { GitTrigger, Pipeline, SpecFile, Trigger } from "../pipeline/model.ts";
import { effectiveBuild } from "../simulate/build/effective-build.ts";
import { fires } from "../simulate/evaluate.ts";
import type { GitEvent, SimulatedEvent } from "../simulate/event/event.ts";
import { isRefName } from "../simulate/event/fact-values.ts";
import { simulateSteps } from "../simulate/steps/simulate-steps.ts";
import type { BuildDifference } from "./difference.ts";
import type { DiffContext } from "./direction.ts";
import { isMapping, row, workflowOf } from "./plain-values.ts";

/** More events are not tried. */
const MAX_EVENTS = 40;

/** Names of branches in the conditions of steps. */
const NAME = /\w(?:[\w./-]*\w)?/g;

/**
 * Finds an event for which a step of both builds has different outcomes, among events on which both
 * triggers fire, and the same ones on branches that the conditions of steps name.
 */
export function stepOutcomes(
  triggers: readonly [before: Trigger, after: Trigger],
  events: readonly SimulatedEvent[],
  context: DiffContext,
): { readonly witness: SimulatedEvent; readonly differences: readonly BuildDifference[] } | undefined {
  for (const witness of withNamedBranches(triggers, events, context).slice(0, MAX_EVENTS)) {
    const [ours, theirs] = triggers.map((trigger, side) => outcomesOf(trigger, side, witness, context));
    const differences = [...theirs!].flatMap(([name, outcome]) => {
      const old = ours!.get(name);
      return old === undefined || old === outcome ? [] : [row("step", name, [old, outcome])];
    });
    if (differences.length > 0) return { witness, differences };
  }
  return undefined;
}

function outcomesOf(
  trigger: Trigger,
  side: number,
  event: SimulatedEvent,
  { settings, definitions, options }: DiffContext,
): Map<string, string> {
  const { assume, budget } = settings[side]!;
  const build = effectiveBuild(trigger, event, settings[side]!, options.secrets);
  const steps = simulateSteps(trigger.pipeline, build, { budget, assume, definition: definitions[side] });
  return new Map(steps.map(({ label, outcome }) => [label, outcome]));
}

function withNamedBranches(
  triggers: readonly Trigger[],
  events: readonly SimulatedEvent[],
  { settings, definitions }: DiffContext,
): SimulatedEvent[] {
  const names = new Set(
    triggers.flatMap((each, side) => namesInConditions(each.pipeline, definitions[side])),
  );
  const [first] = events;
  const named = Array.from(names).flatMap((branch): GitEvent[] => {
    if (first?.kind !== "git" || first.branch === undefined) return [];
    const event: GitEvent = { ...first, branch };
    const both = triggers as readonly GitTrigger[];
    return both.every((trigger, side) => fires(trigger, event, settings[side]!)) ? [event] : [];
  });
  return [...events.slice(0, 10), ...named];
}

function namesInConditions(pipeline: Pipeline, definition: SpecFile | undefined): string[] {
  const workflow = workflowOf(pipeline, definition);
  const steps = typeof workflow === "string" ? {} : workflow.steps;
  return Object.values(steps).flatMap((step) => {
    const when = isMapping(step) ? step.when : undefined;
    return (JSON.stringify(when ?? "").match(NAME) ?? []).filter(isRefName);
  });
}
