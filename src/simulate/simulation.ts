import type { Certainty } from "../catalogue/citations.ts";
import type { Range } from "../document/source.ts";
import type { EffectiveBuild } from "./build/effective-build.ts";
import type { ConditionOutcome } from "./condition.ts";
import type { Verdict } from "./evaluate.ts";
import type { ConditionId, RuleId } from "./evaluation/evaluation-rules.ts";
import type { FactName, SimulatedEvent } from "./event/event.ts";
import type { Assumptions } from "./settings.ts";
import type { WouldFire } from "./would-fire/would-fire.ts";

/** The answer for an event: the JSON of `dryfire simulate --format json` but for its `version`. Plain data throughout. */
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
  /** How many builds result; null where that hangs on an open question. */
  readonly builds: number | null;
  readonly triggers: readonly {
    readonly pipeline: string;
    readonly path: string;
    readonly trigger: string;
  }[];
  readonly reason: string;
  readonly assumed: readonly string[];
}

/** One pipeline with the triggers that the event was put to. */
export interface SimulatedPipeline {
  readonly pipeline: string;
  readonly path: string;
  readonly triggers: readonly SimulatedTrigger[];
  /** How many faults the platform refuses the spec for; the answers are for what it would do if it took the spec all the same. */
  readonly refused: number;
}

/** One trigger's answer. What costs something to make is made when it is first read. */
export interface SimulatedTrigger {
  readonly trigger: string;
  readonly index: number;
  readonly kind: "git" | "cron";
  /** Whose webhooks it hears, as far as the spec tells; nulls for a cron trigger. */
  readonly origin: { readonly repository: string | null; readonly provider: string | null };
  readonly verdict: Verdict;
  readonly conditions: readonly SimulatedCondition[];
  readonly range: Range;
  /** What would make a trigger fire that does not for certain; null for one that fires. */
  readonly wouldFire: WouldFire | null;
  /** The build that it starts; null where it does not fire for certain. */
  readonly build: EffectiveBuild | null;
}

/** One condition of a trigger, as `ConditionResult` with its place as lines and columns. */
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
