import type { Range } from "../document/source.ts";
import type { Includes } from "../match/regex/inclusion.ts";
import type { Pipeline, SpecFile } from "../pipeline/model.ts";
import type { SecretSet } from "../secrets/locate.ts";
import type { Verdict } from "../simulate/evaluate.ts";
import type { ConditionId } from "../simulate/evaluation/evaluation-rules.ts";
import type { SimulatedEvent } from "../simulate/event/event.ts";
import type { SpecAcceptance } from "../simulate/rejection.ts";
import type { Assumptions, ProjectsOptions } from "../simulate/settings.ts";
import type { KnownNames } from "../simulate/would-fire/fact-repairs.ts";

/** The names of a checkout, which witnesses prefer. */
export interface NamesOfCheckout extends KnownNames {
  readonly tags?: readonly string[];
}

/** The file with the steps of a pipeline on each side, where it is known. */
export type Definitions = Readonly<Record<Side, (pipeline: Pipeline) => SpecFile | undefined>>;

/** The options of a comparison. */
export interface DiffOptions extends ProjectsOptions {
  /** The start of the year in which runs of cron triggers are counted; now if absent. */
  readonly from?: Date;
  /** Names to prefer in witnesses, such as the branches and files of a checkout. */
  readonly known?: NamesOfCheckout;
  /** The result of `loadInclusion`; without it, filters that differ are sampled. */
  readonly includes?: Includes;
  /** Compares specs that Codefresh would reject, as if it accepted them. */
  readonly assumeAccepted?: boolean;
  /** The secrets of the specs; variables with a detected one are masked. */
  readonly secrets?: SecretSet;
  /** The files with the steps of pipelines whose `specTemplate` names one, for each side. */
  readonly definitions?: Definitions;
  /** The names of both sides in outputs. */
  readonly labels?: { readonly old: string; readonly new: string };
}

/**
 * The kind of a change: events that a trigger gained or lost, a trigger or pipeline that was added,
 * removed or renamed, and builds that differ; `unknown` for a new trigger whose pipeline has or may
 * have an old spec that Codefresh would reject, so that its old triggers are unknown.
 */
export type ChangeKind = "gained" | "lost" | "added" | "removed" | "renamed" | "build" | "unknown";

/**
 * The basis of an answer: `witness`, an event that shows a difference; `exhaustive`, a proof;
 * `sampled`, events that were tried; `none`, no whole comparison, since so many triggers changed.
 */
export type Proof = "witness" | "exhaustive" | "sampled" | "none";

/** The reason of an answer beyond the limit of all comparisons together. */
export const TOO_MANY = "so many triggers changed that not all were compared";

/** The side on which a place is. */
export type Side = "old" | "new";

/** The verdict of a trigger for the witness. */
export interface WitnessVerdict {
  readonly verdict: Verdict;
  /** The first condition that fails, else the first unknown one; null if it fires. */
  readonly condition: ConditionId | null;
  /** The reason of that condition, in a clause. */
  readonly reason: string | null;
}

/** A part of a build. */
export type BuildPart = "variable" | "option" | "runtime" | "context" | "step" | "setting";

/** One part of a build that differs. */
export interface BuildDifference {
  readonly part: BuildPart;
  /** The name of the variable, option or context; `step.key` for a part of a step. */
  readonly name: string;
  /** The old value; null if there is none. A secret is masked. */
  readonly before: string | null;
  /** The new value; null if there is none. A secret is masked. */
  readonly after: string | null;
  /** Open questions that it depends on, by id. */
  readonly assumed: readonly string[];
}

/** The runs that a cron trigger gained or lost. */
export interface RunDifference {
  /** The number of these runs in the year from the start; null if there are too many to count. */
  readonly count: number | null;
  /** The first of them, in UTC. */
  readonly first: readonly string[];
}

/** One change of the behaviour of a trigger, or of a pipeline. */
export interface BehaviourChange {
  /** The pipeline; its new name, if it was renamed. */
  readonly pipeline: string;
  /** The trigger; null for a change of the pipeline itself. */
  readonly trigger: string | null;
  /** The kind of the trigger; null for a change of the pipeline itself. */
  readonly triggerKind: "git" | "cron" | null;
  readonly kind: ChangeKind;
  /** The old name of a trigger or pipeline that was renamed. */
  readonly from: string | null;
  /**
   * An event, as in `--event-file`, for which the sides differ, as the evaluator confirmed; null if
   * no event shows the change.
   */
  readonly witness: SimulatedEvent | null;
  /**
   * The names of trigger events for which the same condition differs; for an added, removed or
   * unknown trigger, the events that it lists.
   */
  readonly events: readonly string[];
  /** The runs of a cron trigger. */
  readonly runs: RunDifference | null;
  /** The verdict of the old trigger for the witness; null without a witness or trigger. */
  readonly before: WitnessVerdict | null;
  /** The verdict of the new trigger for the witness; null without a witness or trigger. */
  readonly after: WitnessVerdict | null;
  readonly proof: Proof;
  /** The parts of the build that differ. */
  readonly differences: readonly BuildDifference[];
  /**
   * Other triggers of the pipeline that fire for the witness on the side where this one does not,
   * so that a build starts on both sides. A note is written where they were not looked up for all
   * of very many changes.
   */
  readonly otherTriggers: readonly string[];
  readonly side: Side;
  /** The file with the range. */
  readonly path: string;
  readonly range: Range;
}

/** Whether anything changed in one direction. */
export interface DirectionAnswer {
  /** Whether a difference was found. */
  readonly found: boolean;
  readonly proof: Proof;
  /** Why there is no proof, in a clause; null if there is one. */
  readonly reason: string | null;
}

/** Two triggers that were compared, with the basis of the answer in both directions. */
export interface ComparedTrigger {
  readonly pipeline: string;
  readonly trigger: string;
  readonly triggerKind: "git" | "cron";
  /** Whether it gained events or runs. */
  readonly gained: DirectionAnswer;
  /** Whether it lost events or runs. */
  readonly lost: DirectionAnswer;
  /** How many events were evaluated on both sides, or compared by the filters alone. */
  readonly tried: number;
}

/** One side of the comparison. */
export interface DiffSide {
  /** The path, revision or range; null if there is none. */
  readonly label: string | null;
  /** The number of pipelines. */
  readonly pipelines: number;
  /** The number of triggers. */
  readonly triggers: number;
}

/** A spec that Codefresh would reject, so that its triggers were not compared. */
export interface RefusedSpec extends SpecAcceptance {
  readonly side: Side;
}

/** The number of changes of each kind. */
export interface DiffSummary {
  /** Changes by which triggers gained events or runs, or may have. */
  readonly gained: number;
  /** Changes by which triggers lost events or runs, or may have. */
  readonly lost: number;
  /** Triggers and pipelines that were added. */
  readonly added: number;
  /** Triggers and pipelines that were removed. */
  readonly removed: number;
  /** Triggers and pipelines that were renamed. */
  readonly renamed: number;
  /** Triggers and pipelines whose builds differ. */
  readonly builds: number;
  /** Triggers for which it is unknown whether anything changed. */
  readonly unknown: number;
  /** Triggers without a change that was found, and without a proof that there is none. */
  readonly sampled: number;
  /** Triggers that were not compared, or not wholly, since so many changed. */
  readonly notCompared: number;
}

/** The difference in behaviour between two sets of specs. */
export interface Diff {
  readonly old: DiffSide;
  readonly new: DiffSide;
  /** The answers to open questions that were used, by id. */
  readonly assume: Assumptions;
  /** The specs that Codefresh would reject, which were not compared. */
  readonly refused: readonly RefusedSpec[];
  /** The changes by pipeline and trigger, what was renamed, added and removed first. */
  readonly changes: readonly BehaviourChange[];
  /** The pairs of triggers whose specs differ. */
  readonly compared: readonly ComparedTrigger[];
  /** Differences without an effect on builds that events start, and what was left out. */
  readonly notes: readonly string[];
  /** The number of triggers on both sides that were compared without finding a change. */
  readonly unchanged: number;
  readonly summary: DiffSummary;
}
