import type { GitTrigger, SpecFile, Trigger } from "../pipeline/model.ts";
import type { SecretSet } from "../secrets/locate.ts";
import { effectiveBuild } from "../simulate/build/effective-build.ts";
import { fires } from "../simulate/evaluate.ts";
import type { GitEvent, SimulatedEvent } from "../simulate/event/event.ts";
import { isRefName } from "../simulate/event/fact-values.ts";
import type { EvaluationSettings } from "../simulate/settings.ts";
import { simulateSteps } from "../simulate/steps/simulate-steps.ts";
import type { BuildDifference } from "./difference.ts";
import { isMapping, row, workflowOf } from "./plain-values.ts";

/** A trigger with the settings of its project. */
export interface JudgedTrigger<T extends Trigger = Trigger> {
  readonly trigger: T;
  readonly settings: EvaluationSettings;
  /** The file with the steps that `specTemplate` names, where it is known. */
  readonly definition: SpecFile | undefined;
}

/** More events are not tried. */
const MAX_EVENTS = 40;

/** Names of branches in the conditions of steps. */
const NAME = /\w(?:[\w./-]*\w)?/g;

/**
 * Finds an event for which a step of both builds has different outcomes, among events on which both
 * triggers fire, and the same ones on branches that the conditions of steps name.
 */
export function stepOutcomes(
  before: JudgedTrigger,
  after: JudgedTrigger,
  events: readonly SimulatedEvent[],
  secrets: SecretSet | undefined,
): { readonly witness: SimulatedEvent; readonly differences: readonly BuildDifference[] } | undefined {
  for (const witness of withNamedBranches(before, after, events).slice(0, MAX_EVENTS)) {
    const [ours, theirs] = [before, after].map((side) => outcomesOf(side, witness, secrets));
    const differences = [...theirs!].flatMap(([name, outcome]) => {
      const old = ours!.get(name);
      return old === undefined || old === outcome ? [] : [row("step", name, [old, outcome])];
    });
    if (differences.length > 0) return { witness, differences };
  }
  return undefined;
}

function outcomesOf(
  { trigger, settings, definition }: JudgedTrigger,
  event: SimulatedEvent,
  secrets: SecretSet | undefined,
): Map<string, string> {
  const { assume, budget } = settings;
  const build = effectiveBuild(trigger, event, settings, secrets);
  const steps = simulateSteps(trigger.pipeline, build, { budget, assume, definition });
  return new Map(steps.map(({ label, outcome }) => [label, outcome]));
}

function withNamedBranches(
  before: JudgedTrigger,
  after: JudgedTrigger,
  events: readonly SimulatedEvent[],
): SimulatedEvent[] {
  const names = new Set([before, after].flatMap(namesInConditions));
  const [first] = events;
  const named = Array.from(names).flatMap((branch): GitEvent[] => {
    if (first?.kind !== "git" || first.branch === undefined) return [];
    const event: GitEvent = { ...first, branch };
    const both = [before, after] as readonly JudgedTrigger<GitTrigger>[];
    return both.every(({ trigger, settings }) => fires(trigger, event, settings)) ? [event] : [];
  });
  return [...events.slice(0, 10), ...named];
}

function namesInConditions({ trigger: { pipeline }, definition }: JudgedTrigger): string[] {
  const workflow = workflowOf(pipeline, definition);
  const steps = typeof workflow === "string" ? {} : workflow.steps;
  return Object.values(steps).flatMap((step) => {
    const when = isMapping(step) ? step.when : undefined;
    return (JSON.stringify(when ?? "").match(NAME) ?? []).filter(isRefName);
  });
}
