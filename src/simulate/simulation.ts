import type { Certainty } from "../catalogue/citations.ts";
import type { Range } from "../document/source.ts";
import type { EffectiveBuild } from "./build/effective-build.ts";
import type { ConditionOutcome } from "./condition.ts";
import type { Verdict } from "./evaluate.ts";
import type { ConditionId, RuleId } from "./evaluation/evaluation-rules.ts";
import type { FactName, SimulatedEvent } from "./event/event.ts";
import type { Assumptions } from "./settings.ts";
import type { WouldFire } from "./would-fire/would-fire.ts";

/**
 * The result for an event: the JSON of `dryfire simulate --format json` without its `version`.
 * Plain data.
 */
export interface Simulation {
  readonly event: SimulatedEvent;
  readonly assume: Assumptions;
  readonly pipelines: readonly SimulatedPipeline[];
  readonly overlaps: readonly Overlap[];
  readonly summary: { readonly fires: number; readonly skips: number; readonly unknown: number };
}

/** Triggers that one event fires together. */
export interface Overlap {
  /** `builds`: several pipelines, a build each; `triggers`: several triggers of one pipeline. */
  readonly kind: "builds" | "triggers";
  /** The number of builds; null if it depends on an open question. */
  readonly builds: number | null;
  readonly triggers: readonly {
    readonly pipeline: string;
    readonly path: string;
    readonly trigger: string;
  }[];
  readonly reason: string;
  readonly assumed: readonly string[];
}

/** One pipeline with the triggers that were tested. */
export interface SimulatedPipeline {
  readonly pipeline: string;
  readonly path: string;
  readonly triggers: readonly SimulatedTrigger[];
  /**
   * The number of faults for which the platform rejects the spec; the results assume that they are
   * fixed.
   */
  readonly refused: number;
}

/** One trigger's result. Expensive parts are computed on first use. */
export interface SimulatedTrigger {
  readonly trigger: string;
  readonly index: number;
  readonly kind: "git" | "cron";
  /**
   * The repository and provider of its webhooks, if the spec shows them; nulls for a cron trigger.
   */
  readonly origin: { readonly repository: string | null; readonly provider: string | null };
  readonly verdict: Verdict;
  readonly conditions: readonly SimulatedCondition[];
  readonly range: Range;
  /**
   * What would make it fire, for a trigger that does not fire for certain; null for one that fires.
   */
  readonly wouldFire: WouldFire | null;
  /** The build that it starts; null if it does not fire for certain. */
  readonly build: EffectiveBuild | null;
}

/** One condition of a trigger: a `ConditionResult` with its place as lines and columns. */
export interface SimulatedCondition {
  readonly id: ConditionId;
  readonly outcome: ConditionOutcome;
  readonly expected: string | null;
  readonly actual: string | null;
  readonly reason: string;
  readonly certainty: Certainty;
  readonly assumed: readonly string[];
  readonly missing: FactName | null;
  readonly rule: RuleId;
  readonly source: string;
  readonly range: Range;
}
