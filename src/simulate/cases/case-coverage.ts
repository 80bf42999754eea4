import type { Located } from "../../document/located.ts";
import type { Range } from "../../document/source.ts";
import type { Pipeline, SpecFile, Trigger } from "../../pipeline/model.ts";
import { getOrAdd } from "../../util/memoize.ts";
import { allConditions } from "../evaluate.ts";
import type { ConditionId } from "../evaluation/evaluation-rules.ts";
import { isCron, pipelineName, triggerKind, triggerName } from "../pipelines.ts";
import type { SimulateOptions } from "../simulate.ts";
import type { SimulatedTrigger, Simulation } from "../simulation.ts";
import { StepCounts, type StepCoverage } from "./step-coverage.ts";

/** How often the cases reached a condition of a trigger. */
export interface ConditionCoverage {
  /** The condition. */
  readonly id: ConditionId;
  /** The number of events that passed it and fired the trigger. */
  readonly fires: number;
  /** The number of events that it excluded. */
  readonly fails: number;
  /** The number of events that only this condition excluded, which shows its effect. */
  readonly failsAlone: number;
  /** True if no case shows that it excludes anything (a filter: on its own). */
  readonly missing: boolean;
}

/** The coverage of one trigger. */
export interface TriggerCoverage {
  /** The name, or the place in the spec where it has none. */
  readonly trigger: string;
  /** The kind. */
  readonly kind: "git" | "cron";
  readonly range: Range;
  /** A disabled trigger has nothing to cover. */
  readonly disabled: boolean;
  /** Events that fire it. */
  readonly fires: number;
  /** Events that do not. */
  readonly skips: number;
  /** Events for which it is not certain. */
  readonly unknown: number;
  /** The conditions that it writes. */
  readonly conditions: readonly ConditionCoverage[];
}

/**
 * The coverage of the triggers and steps of all specs. An outcome is a trigger that fires, a
 * condition that excludes an event, or a condition of a step that holds or does not.
 */
export interface CasesCoverage {
  /** The pipelines. */
  readonly pipelines: readonly {
    readonly pipeline: string;
    readonly path: string;
    readonly triggers: readonly TriggerCoverage[];
    /** The steps that have conditions. */
    readonly steps: readonly StepCoverage[];
  }[];
  /** Outcomes that exist, and those that cases reach. */
  readonly summary: { readonly outcomes: number; readonly reached: number };
}

interface Counts {
  fires: number;
  skips: number;
  unknown: number;
  readonly fails: Map<ConditionId, number>;
  readonly alone: Map<ConditionId, number>;
}

/** Counts the outcomes of triggers and conditions that the cases reach. */
export class Coverage {
  /** The pipelines, each with the file that has its steps. */
  readonly #pipelines = new Map<string, { pipeline: Pipeline; definition: SpecFile | undefined }>();
  readonly #counts = new Map<string, Counts>();
  readonly #steps = new Map<string, StepCounts>();
  readonly #definitionOf: SimulateOptions["definitionOf"];

  /** `definitionOf` finds the steps of a pipeline that are in another file. */
  constructor(definitionOf?: SimulateOptions["definitionOf"]) {
    this.#definitionOf = definitionOf;
  }

  /** Adds pipelines, each once, and the simulations of a case on them. */
  add(pipelines: Iterable<Pipeline>, simulations: readonly Simulation[]): void {
    for (const pipeline of pipelines) {
      const key = `${pipeline.file.source.path}\0${pipelineName(pipeline)}`;
      this.#pipelines.set(key, { pipeline, definition: this.#definitionOf?.(pipeline) });
    }
    for (const { pipelines: simulated } of simulations) {
      for (const { pipeline, path, triggers } of simulated) {
        const key = `${path}\0${pipeline}`;
        for (const trigger of triggers) {
          this.#count(key, trigger);
          if (trigger.build) this.#stepsOf(key).add(trigger.build);
        }
      }
    }
  }

  /** Adds all that another one counted. */
  merge(other: Coverage): void {
    for (const [key, pipeline] of other.#pipelines) this.#pipelines.set(key, pipeline);
    for (const [key, { fires, skips, unknown, fails, alone }] of other.#counts) {
      const counts = this.#of(key);
      counts.fires += fires;
      counts.skips += skips;
      counts.unknown += unknown;
      for (const [id, count] of fails) addTo(counts.fails, id, count);
      for (const [id, count] of alone) addTo(counts.alone, id, count);
    }
    for (const [key, counts] of other.#steps) this.#stepsOf(key).merge(counts);
  }

  result(): CasesCoverage {
    const pipelines = [...this.#pipelines].map(([key, { pipeline, definition }]) => ({
      pipeline: pipelineName(pipeline),
      path: pipeline.file.source.path,
      triggers: [...pipeline.triggers, ...pipeline.cronTriggers].map((each) => this.#trigger(key, each)),
      steps: this.#stepsOf(key).result(pipeline, definition),
    }));
    const live = pipelines.flatMap(({ triggers }) => triggers.filter(({ disabled }) => !disabled));
    const outcomes = live.reduce((sum, { conditions }) => sum + 1 + conditions.length, 0);
    const missing = live.reduce((sum, trigger) => sum + missingOf(trigger), 0);
    const conditions = pipelines.flatMap(({ steps }) => steps.flatMap((step) => step.conditions));
    const unseen = conditions.reduce((sum, condition) => sum + condition.missing.length, 0);
    const all = outcomes + 2 * conditions.length;
    return { pipelines, summary: { outcomes: all, reached: all - missing - unseen } };
  }

  #count(pipeline: string, trigger: SimulatedTrigger): void {
    const counts = this.#of(`${pipeline}\0${trigger.kind}\0${trigger.index}`);
    counts[trigger.verdict]++;
    // In a spec that Codefresh would reject, a failed condition excludes nothing.
    if (trigger.verdict !== "skips") return;
    const failed = trigger.conditions.filter(({ outcome }) => outcome === "fail");
    const open = trigger.conditions.some(({ outcome }) => outcome === "unknown");
    for (const { id } of failed) {
      addTo(counts.fails, id, 1);
      if (failed.length === 1 && !open) addTo(counts.alone, id, 1);
    }
  }

  #stepsOf(pipeline: string): StepCounts {
    return getOrAdd(this.#steps, pipeline, () => new StepCounts());
  }

  #of(key: string): Counts {
    const none = () => ({ fires: 0, skips: 0, unknown: 0, fails: new Map(), alone: new Map() });
    return getOrAdd(this.#counts, key, none);
  }

  #trigger(pipeline: string, trigger: Trigger): TriggerCoverage {
    const kind = triggerKind(trigger);
    const { fires, skips, unknown, fails, alone } = this.#of(`${pipeline}\0${kind}\0${trigger.index}`);
    const conditions = writtenConditions(trigger).map((id): ConditionCoverage => {
      const [failing, failsAlone] = [fails.get(id) ?? 0, alone.get(id) ?? 0];
      const missing = (id === "event" || id === "schedule" ? failing : failsAlone) === 0;
      return { id, fires, fails: failing, failsAlone, missing };
    });
    return {
      trigger: triggerName(trigger),
      kind,
      range: trigger.pipeline.file.source.range((trigger.name ?? trigger.node).span),
      disabled: trigger.disabled?.value ?? false,
      fires,
      skips,
      unknown,
      conditions,
    };
  }
}

function addTo(counts: Map<ConditionId, number>, id: ConditionId, more: number): void {
  counts.set(id, (counts.get(id) ?? 0) + more);
}

/** The number of outcomes of a trigger that no case reached. */
function missingOf({ disabled, fires, conditions }: TriggerCoverage): number {
  if (disabled) return 0;
  return (fires === 0 ? 1 : 0) + conditions.filter(({ missing }) => missing).length;
}

/** The conditions in the trigger itself, whose effect the cases should show. */
function writtenConditions(trigger: Trigger): ConditionId[] {
  if (isCron(trigger)) return ["schedule"];
  return (Object.keys(allConditions) as ConditionId[]).filter((id) => {
    const { key } = allConditions[id];
    return key === "events" || (key && Boolean((trigger[key] as Located<unknown> | undefined)?.value));
  });
}
