import { rejectionReason } from "../catalogue/rejection.ts";
import { isScalar, type Place } from "../document/located.ts";
import type { Range } from "../document/source.ts";
import { Budget } from "../match/budget.ts";
import type { GitTrigger, Pipeline, SpecFile, Trigger } from "../pipeline/model.ts";
import { providerOf } from "../pipeline/model.ts";
import type { SecretSet } from "../secrets/locate.ts";
import { getOrAdd, once } from "../util/memoize.ts";
import { type EffectiveBuild, effectiveBuild } from "./build/effective-build.ts";
import type { ConditionResult } from "./condition.ts";
import { eventOfTrigger } from "./conditions/context.ts";
import { startOfMinute } from "./conditions/schedule.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import type { SimulatedEvent } from "./event/event.ts";
import { findOverlaps } from "./overlap/overlap.ts";
import {
  CONDITION_KEYS,
  charactersIn,
  emptyTrigger,
  isCron,
  isFrozen,
  isNamed,
  simulatedIn,
  triggerName,
} from "./pipelines.ts";
import { isRejected, specAcceptance } from "./rejection.ts";
import type { EvaluationSettings, ProjectsOptions } from "./settings.ts";
import { SharedProjects } from "./shared-projects.ts";
import type { SimulatedCondition, SimulatedPipeline, SimulatedTrigger, Simulation } from "./simulation.ts";
import { budgetOfTries } from "./steps/runs-if.ts";
import { type StepOptions, simulateWorkflow } from "./steps/simulate-steps.ts";
import { undecidable, wouldFire } from "./would-fire/would-fire.ts";

export type { SimulatedPipeline, SimulatedTrigger, Simulation } from "./simulation.ts";

/** The options of a simulation. */
export interface SimulateOptions extends ProjectsOptions {
  /** Pipelines to include, by `project/name` or by the name alone; all if absent. */
  readonly pipelines?: readonly string[];
  /** Triggers to include, by name; all if absent. */
  readonly triggers?: readonly string[];
  /** Gives verdicts for specs that Codefresh would reject; without it they are all `unknown`. */
  readonly assumeAccepted?: boolean;
  /** The secrets of the specs; variables with a detected one are masked. */
  readonly secrets?: SecretSet;
  /** Applied to each part that is computed when it is read, such as to mask secrets in it. */
  readonly mask?: <T>(part: T) => T;
  /** Results of steps and values of variables, from the user. */
  readonly steps?: StepOptions;
  /** The file with the steps of a pipeline whose `specTemplate` names it, where it is known. */
  readonly definitionOf?: (pipeline: Pipeline) => SpecFile | undefined;
  /** Names to prefer in examples, such as the branches and files of a checkout. */
  readonly known?: { readonly branches?: readonly string[]; readonly files?: readonly string[] };
}

/**
 * The steps of builds have the budget of specs that are so many characters longer: enough for 100
 * steps with conditions in the builds of 20 triggers.
 */
const MORE_CHARACTERS = 30_000;

/** Options with what the builds of all triggers share. */
interface BoundedOptions extends SimulateOptions {
  /** The budget of the steps; the patterns of triggers have their own. */
  readonly budgetOfSteps: Budget;
  /** The budget of the changes that would make steps run. */
  readonly tries: Budget;
}

/**
 * Tests every trigger of the event's kind: whether each fires, why, what would change it, and the
 * builds that start. `specs` are files that `parseSpecs` returns, or single pipelines. `shared` is
 * the same for several events with the same options, except those of steps.
 */
export function simulate(
  specs: Iterable<SpecFile | Pipeline>,
  given: SimulatedEvent,
  options: SimulateOptions = {},
  shared: SharedProjects = new SharedProjects(),
): Simulation {
  const event: SimulatedEvent = given.kind === "time" ? { ...given, at: startOfMinute(given.at) } : given;
  const chosen = Array.from(specs, (spec) => ("pipelines" in spec ? simulatedIn(spec) : [spec]))
    .flat()
    .filter((pipeline) => !options.pipelines || options.pipelines.some((name) => isNamed(pipeline, name)));
  const characters = charactersIn(chosen);
  const { host, projects } = shared.of(chosen, options);
  // A budget that is given for the steps is also that of the tries.
  const tries = options.steps?.budget ?? budgetOfTries(characters);
  const definitions = new Set(chosen.map((pipeline) => options.definitionOf?.(pipeline)));
  const inDefinitions = [...definitions].reduce((sum, file) => sum + (file?.source.text.length ?? 0), 0);
  const budgetOfSteps = new Budget(characters + inDefinitions + MORE_CHARACTERS);
  const bounded: BoundedOptions = { ...options, host, budgetOfSteps, tries };
  const pipelines = chosen.map((pipeline) =>
    simulatePipeline(pipeline, event, projects.settingsOf(pipeline), bounded),
  );
  const { assume } = projects;
  return {
    event,
    assume,
    pipelines,
    overlaps: findOverlaps(pipelines, assume),
    summary: countVerdicts(pipelines),
  };
}

function simulatePipeline(
  pipeline: Pipeline,
  event: SimulatedEvent,
  settings: EvaluationSettings,
  options: BoundedOptions,
): SimulatedPipeline {
  const triggers = triggersOf(pipeline, event);
  const wanted = triggers.filter(
    (trigger) => !options.triggers || options.triggers.includes(triggerName(trigger)),
  );
  const { assumeAccepted = false } = options;
  const kind = event.kind === "git" ? "git" : "cron";
  const acceptance = specAcceptance(pipeline, [kind], { assume: settings.assume, assumeAccepted });
  const rejected = isRejected(acceptance) ? rejectionReason(acceptance) : undefined;
  const builds = new Map<string, EffectiveBuild>();
  return {
    ...acceptance,
    frozen: isFrozen(pipeline),
    definition: pipeline.isDefinition ?? false,
    triggers: wanted.map((trigger) =>
      simulateTrigger(trigger, event, { settings, options, rejected, builds }),
    ),
  };
}

/** The triggers for an event; for a Git event a definition has one that is assumed. */
function triggersOf(pipeline: Pipeline, { kind }: SimulatedEvent): readonly Trigger[] {
  if (kind === "time") return pipeline.cronTriggers;
  return pipeline.isDefinition ? [emptyTrigger(pipeline)] : pipeline.triggers;
}

/** The parts of a simulation that all triggers of a pipeline share. */
interface PipelineContext {
  readonly settings: EvaluationSettings;
  readonly options: BoundedOptions;
  /** Why no trigger of the spec has a verdict. */
  readonly rejected: string | undefined;
  /** The builds by `buildKey`. */
  readonly builds: Map<string, EffectiveBuild>;
}

/** A trigger of a spec that Codefresh would reject has its conditions, but no verdict. */
function simulateTrigger(
  trigger: Trigger,
  event: SimulatedEvent,
  { settings, options, rejected, builds }: PipelineContext,
): SimulatedTrigger {
  const { mask = asItIs } = options;
  const evaluation: Evaluation = evaluate(trigger as GitTrigger, event as never, settings);
  const place = trigger.name ?? trigger.node;
  const range = trigger.pipeline.file.source.range(place.span);
  const verdict = rejected !== undefined ? "unknown" : evaluation.verdict;
  const fires = verdict === "fires";
  const needsChange = !trigger.pipeline.isDefinition && !fires;
  const data: SimulatedTrigger = {
    trigger: trigger.pipeline.isDefinition ? "(assumed)" : triggerName(trigger),
    index: trigger.index,
    kind: event.kind === "git" ? "git" : "cron",
    origin: originOf(trigger, settings),
    verdict,
    conditions: [],
    range,
    wouldFire: needsChange && rejected !== undefined ? undecidable(rejected) : null,
    build: null,
  };
  defineLater(data, "conditions", () =>
    evaluation.conditions.map((condition) =>
      conditionData(condition, trigger.pipeline, { place, range }, mask),
    ),
  );
  if (needsChange && rejected === undefined)
    defineLater(data, "wouldFire", () => {
      const deletion = evaluation.conditions.some(({ rule }) => rule === "event-deletion");
      return deletion ? null : mask(wouldFire(trigger, event, settings, options.known));
    });
  if (fires)
    defineLater(data, "build", () => {
      return getOrAdd(builds, buildKey(trigger), () => mask(buildOf(trigger, event, settings, options)));
    });
  return data;
}

/** The keys of a trigger that do not change its build: its names, and those of its conditions. */
const WITHOUT_EFFECT = new Set(["id", "name", "description", "type", ...CONDITION_KEYS]);

/**
 * A text that is equal for triggers of a pipeline with the same builds: most have no lists and
 * mappings of their own, which must be at the same place. 5,000 aliases of a trigger next to 5,000
 * contexts took 12 seconds without it, and 1 with it.
 */
function buildKey({ node }: Trigger): string {
  const own = node.entries.filter(({ name }) => !WITHOUT_EFFECT.has(name));
  return JSON.stringify(
    own.map(({ name, value }) => [
      name,
      isScalar(value) ? [typeof value.value, String(value.value)] : value.span,
    ]),
  );
}

function buildOf(
  trigger: Trigger,
  event: SimulatedEvent,
  settings: EvaluationSettings,
  { secrets, host, definitionOf, steps, budgetOfSteps, tries }: BoundedOptions,
): EffectiveBuild {
  const { assume, integrations } = settings;
  const read = event.kind === "git" ? eventOfTrigger(event, trigger as GitTrigger, integrations) : event;
  const own = effectiveBuild(trigger, read, settings, secrets);
  const definition = definitionOf?.(trigger.pipeline);
  const given = { host, budget: budgetOfSteps, assume, definition, ...steps };
  return { ...own, ...simulateWorkflow(trigger.pipeline, own, given, tries) };
}

function originOf(trigger: Trigger, { integrations }: EvaluationSettings): SimulatedTrigger["origin"] {
  if (isCron(trigger)) return { repository: null, provider: null };
  return { repository: trigger.repo?.value ?? null, provider: providerOf(trigger, integrations)?.id ?? null };
}

const asItIs = <T>(part: T): T => part;

function conditionData(
  result: ConditionResult,
  { file }: Pipeline,
  whole: { readonly place: Place; readonly range: Range },
  mask: <T>(part: T) => T,
): SimulatedCondition {
  const data = {
    id: result.id,
    outcome: result.outcome,
    expected: result.expected,
    actual: result.actual,
    reason: result.hasReason ? result.reason : "",
    certainty: result.certainty,
    assumed: result.assumed,
    missing: result.missing,
    rule: result.rule,
    source: result.source,
    // Most conditions are about the trigger as a whole.
    range: result.place === whole.place ? whole.range : file.source.range(result.place.span),
  };
  if (!result.hasReason) defineLater(data, "reason", () => mask(result.reason));
  return data;
}

/**
 * Defines a part that is computed when it is read. V8 stores such an object in a slower form: with
 * reasons that are known immediately, 11,000 triggers take 277 MB instead of 376.
 */
function defineLater<T, K extends keyof T>(data: T, key: K, compute: () => T[K]): void {
  Object.defineProperty(data, key, { get: once(compute), enumerable: true, configurable: true });
}

function countVerdicts(pipelines: readonly SimulatedPipeline[]): Simulation["summary"] {
  const summary = { fires: 0, skips: 0, unknown: 0 };
  const counted = pipelines.filter(({ definition }) => !definition);
  for (const { triggers } of counted) for (const { verdict } of triggers) summary[verdict]++;
  return summary;
}
