import type { Certainty } from "../catalogue/citations.ts";
import type { Range } from "../document/source.ts";
import type { EffectiveBuild } from "./build/effective-build.ts";
import type { ConditionOutcome } from "./condition.ts";
import type { Verdict } from "./evaluate.ts";
import type { ConditionId, RuleId } from "./evaluation/evaluation-rules.ts";
import type { FactName, SimulatedEvent } from "./event/event.ts";
import type { SpecAcceptance } from "./rejection.ts";
import type { Assumptions } from "./settings.ts";
import type { WouldFire } from "./would-fire/would-fire.ts";

/** The JSON of `dryfire simulate --format json` without its `version`. */
export interface Simulation {
  /** The event. */
  readonly event: SimulatedEvent;
  /** The answers to open questions that were used, by id. */
  readonly assume: Assumptions;
  /** The pipelines. */
  readonly pipelines: readonly SimulatedPipeline[];
  /** Pipelines or triggers that one event starts together. */
  readonly overlaps: readonly Overlap[];
  /** How many triggers have each verdict; that of a definition is not counted. */
  readonly summary: {
    /** Triggers that fire. */
    readonly fires: number;
    /** Triggers that do not. */
    readonly skips: number;
    /** Triggers for which it is not certain. */
    readonly unknown: number;
  };
}

/** A trigger by its names in outputs. */
export interface TriggerPlace {
  /** The pipeline. */
  readonly pipeline: string;
  /** The file. */
  readonly path: string;
  /** The trigger. */
  readonly trigger: string;
}

/** Triggers that one event fires together. */
export interface Overlap {
  /** `builds`: several pipelines, a build each; `triggers`: several triggers of one pipeline. */
  readonly kind: "builds" | "triggers";
  /** The number of builds; null if it depends on an open question. */
  readonly builds: number | null;
  /** The triggers. */
  readonly triggers: readonly TriggerPlace[];
  /** The user action or webhook, in a clause. */
  readonly reason: string;
  /** Open questions that were assumed, by id. */
  readonly assumed: readonly string[];
}

/**
 * One pipeline with the triggers that were tested. Unless the user assumes that the spec is
 * accepted, every verdict of a rejected one is `unknown`.
 */
export interface SimulatedPipeline extends SpecAcceptance {
  /** Builds are held: `concurrency: 0` freezes the pipeline (docs: pipelines). */
  readonly frozen: boolean;
  /**
   * A definition alone (`codefresh.yml`): it has no triggers, and the event is assumed to start a
   * build, which its one item of `triggers` has.
   */
  readonly definition: boolean;
  /** The triggers that were evaluated. */
  readonly triggers: readonly SimulatedTrigger[];
}

/** One trigger's result. Expensive parts are computed on first use. */
export interface SimulatedTrigger {
  /** The name, or the place in the spec where it has none. */
  readonly trigger: string;
  /** The place in the list of its kind, from 0. */
  readonly index: number;
  readonly kind: "git" | "cron";
  /**
   * The repository and provider of its webhooks, if the spec shows them; nulls for a cron trigger.
   */
  readonly origin: { readonly repository: string | null; readonly provider: string | null };
  /** Whether it fires. */
  readonly verdict: Verdict;
  /** Every condition, always in the same order. */
  readonly conditions: readonly SimulatedCondition[];
  readonly range: Range;
  /**
   * What would make it fire, for a trigger that does not fire for certain; null for one that fires,
   * and for the deletion of a branch that it does not listen to.
   */
  readonly wouldFire: WouldFire | null;
  /**
   * The build that it starts; null if it does not fire for certain. Reports of very many builds
   * have null for the last ones, which a note on standard error counts.
   */
  readonly build: EffectiveBuild | null;
}

/** One condition of a trigger: a `ConditionResult` with its place as lines and columns. */
export interface SimulatedCondition {
  /** The condition. */
  readonly id: ConditionId;
  /** The result of the condition. */
  readonly outcome: ConditionOutcome;
  /** The value in the trigger, as written in the spec; null if it has none. */
  readonly expected: string | null;
  /** The value in the event; null if it has none or if it was not given. */
  readonly actual: string | null;
  /** Why, in a clause. */
  readonly reason: string;
  /** How sure the evaluation rule is. */
  readonly certainty: Certainty;
  /** Open questions and ordinary cases that were assumed, by id. */
  readonly assumed: readonly string[];
  /** The missing fact that decides. */
  readonly missing: FactName | null;
  /** The id of the evaluation rule. */
  readonly rule: RuleId;
  /** The source of that rule. */
  readonly source: string;
  readonly range: Range;
}
