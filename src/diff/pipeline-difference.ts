import type { Place } from "../document/located.ts";
import type { Span } from "../document/source.ts";
import { Budget } from "../match/budget.ts";
import type { CronTrigger, GitTrigger, Pipeline, Trigger } from "../pipeline/model.ts";
import { type Evaluation, fires } from "../simulate/evaluate.ts";
import type { SimulatedEvent } from "../simulate/event/event.ts";
import {
  isCron,
  pipelineName,
  simulatedGitTrigger,
  triggerKind,
  triggerName,
} from "../simulate/pipelines.ts";
import type { Projects } from "../simulate/settings.ts";
import { getOrAdd, once } from "../util/memoize.ts";
import { joinList, plural } from "../util/text.ts";
import { BuildComparison, keyOf } from "./build-difference.ts";
import { compareCronTriggers } from "./cron-difference.ts";
import type {
  BehaviourChange,
  BuildDifference,
  ComparedTrigger,
  DiffOptions,
  Side,
  WitnessVerdict,
} from "./difference.ts";
import {
  type DiffContext,
  type Direction,
  decidingCondition,
  firmness,
  type TriggerComparison,
} from "./direction.ts";
import { compareGitTriggers } from "./git-difference.ts";
import { type Pair, pairTriggers } from "./pairing.ts";
import { row } from "./plain-values.ts";
import { stepOutcomes } from "./step-outcomes.ts";

/** The changes of a pipeline. */
export interface PipelineDifference {
  readonly changes: readonly BehaviourChange[];
  readonly compared: readonly ComparedTrigger[];
  readonly notes: readonly string[];
  readonly unchanged: number;
  /** Triggers of which only the order of the contexts differs. */
  readonly reordered: number;
  readonly notCompared: number;
}

type Owner = Trigger | Pipeline;
type Joined<T> = { readonly old: T; readonly new: T };
/** A trigger on both sides with the parts in which its builds differ. */
interface PairBuilds {
  readonly pair: Joined<Trigger>;
  readonly shown: readonly BuildDifference[];
}
type Node = Trigger["node"]["node"] | undefined;

/** The number of triggers that a note names. */
const NAMED_TRIGGERS = 5;

/** So many more characters let a few large filters be compared by automata. */
const CHARACTERS_OF_PROOFS = 40_000;

/** Values by the nodes of the new and the old side, which aliases share. */
class ByNodes<T> {
  readonly #found = new Map<Node, Map<Node, T>>();

  /** The value of two nodes, computed for the first pair of them. */
  of(after: Node, before: Node, compute: () => T): T {
    return getOrAdd(
      getOrAdd(this.#found, after, () => new Map()),
      before,
      compute,
    );
  }
}

/**
 * Compares pipelines. Those that are aliases of the same two share the comparisons of their Git
 * triggers, since they are in one file and have the same settings: 8,000 took 9 seconds without it,
 * and 2 with it.
 */
export class PipelineComparisons {
  readonly #projects: Projects;
  readonly #shared: Pick<ComparisonContext, "options" | "work" | "looks">;
  readonly #comparisons = new ByNodes<ByNodes<TriggerComparison>>();

  /** @param characters the length of the specs of both sides */
  constructor(projects: Projects, options: DiffOptions, characters: number) {
    this.#projects = projects;
    this.#shared = {
      options: { ...options, from: options.from ?? new Date() },
      work: new Budget(characters + CHARACTERS_OF_PROOFS),
      looks: new Budget(characters),
    };
  }

  /** Compares a pipeline on both sides, or describes one that was added or removed. */
  compare(pair: Pair<Pipeline>): PipelineDifference {
    const { old: before, new: after } = pair;
    const comparisons = this.#comparisons.of(after?.node.node, before?.node.node, () => new ByNodes());
    const settingsOf = (pipeline: Pipeline | undefined) => this.#projects.settingsOf(pipeline!);
    const settings = [settingsOf(before ?? after), settingsOf(after ?? before)] as const;
    const { old, new: now } = this.#shared.options.definitions ?? {};
    const definitions = [before && old?.(before), after && now?.(after)] as const;
    return new Comparison(pair, { ...this.#shared, settings, definitions, comparisons }).run();
  }

  /** Describes the triggers of a pipeline whose old ones are unknown. */
  describe(after: Pipeline): PipelineDifference {
    const { changes, ...rest } = this.compare({ new: after });
    const triggers = changes.filter(({ trigger }) => trigger !== null);
    const unknown = triggers.map((change): BehaviourChange => {
      const before = change.witness ? UNKNOWN_BEFORE : null;
      return { ...change, kind: "unknown", before };
    });
    return { ...rest, changes: unknown };
  }
}

const UNKNOWN_BEFORE: WitnessVerdict = {
  verdict: "unknown",
  condition: null,
  reason: "the old spec was not compared",
};

/** The cost of a look at another trigger in steps: 5 to 50 microseconds. */
const STEPS_PER_LOOK = 250;

/** The input of the comparison of one pipeline. */
interface ComparisonContext extends DiffContext {
  /** The budget of all searches for other triggers that fire. */
  readonly looks: Budget;
  readonly comparisons: ByNodes<TriggerComparison>;
}

class Comparison {
  readonly #pair: Pair<Pipeline>;
  readonly #context: ComparisonContext;
  readonly #name: string;
  /** Changes of names, which come first. */
  readonly #named: BehaviourChange[] = [];
  readonly #changes: BehaviourChange[] = [];
  readonly #compared: ComparedTrigger[] = [];
  readonly #notes: string[] = [];
  /** All triggers, and those on both sides. */
  readonly #pairs: readonly Pair<Trigger>[];
  readonly #joined: readonly Joined<Trigger>[];
  /** The new trigger of each old one. */
  readonly #successors: ReadonlyMap<Trigger, Trigger>;
  /** The old names of renamed triggers. */
  readonly #renamed = new Map<Owner, string>();
  #unchanged = 0;
  #reordered = 0;
  /** The triggers by the new order of their contexts, if only that differs. */
  readonly #orders = new Map<string, string[]>();
  readonly #notCompared = new Set<Trigger>();
  /** Whether the other triggers that fire were left out for an event. */
  #leftOut = false;

  constructor(pair: Pair<Pipeline>, context: ComparisonContext) {
    this.#pair = pair;
    this.#context = context;
    this.#name = pipelineName((pair.new ?? pair.old)!);
    this.#pairs = pairTriggers(pair);
    this.#joined = this.#pairs.filter(isJoined);
    this.#successors = new Map(this.#joined.map((each) => [each.old, each.new]));
  }

  run(): PipelineDifference {
    this.#ofPipeline();
    const shared = isJoined(this.#pair) ? this.#buildsOfPipeline(this.#pair.new) : [];
    for (const pair of this.#pairs) this.#ofTrigger(pair, shared);
    for (const [order, triggers] of this.#orders) {
      const more = triggers.length - NAMED_TRIGGERS;
      const named = [...triggers.slice(0, NAMED_TRIGGERS), ...(more > 0 ? [`${more} more`] : [])];
      this.#notes.push(
        `${this.#name} ${joinList(named)}: the contexts are in another order (${order}); it is unknown which one sets a variable that several have`,
      );
    }
    if (this.#leftOut)
      this.#notes.push(
        `${this.#name}: so many triggers changed that the others that fire are shown for some of them only`,
      );
    const [first] = this.#notCompared;
    if (first)
      this.#notes.push(
        `${this.#name}: ${plural(this.#notCompared.size, "trigger was", "triggers were")} not wholly compared, since so many changed, from ${triggerName(first)} on; compare fewer specs at a time`,
      );
    const changes = [...this.#named, ...this.#changes];
    return {
      changes,
      compared: this.#compared,
      notes: this.#notes,
      unchanged: this.#unchanged,
      reordered: this.#reordered,
      notCompared: this.#notCompared.size,
    };
  }

  #ofPipeline(): void {
    const { old: before, new: after } = this.#pair;
    const proof = "exhaustive";
    if (!before) this.#named.push(this.#change({ kind: "added", proof }, after));
    else if (!after) this.#named.push(this.#change({ kind: "removed", proof }, before));
    else if (pipelineName(before) !== pipelineName(after))
      this.#named.push(this.#change({ kind: "renamed", from: pipelineName(before), proof }, after));
  }

  #ofTrigger(pair: Pair<Trigger>, shared: readonly BuildDifference[]): void {
    const trigger = (pair.new ?? pair.old)!;
    const gained = pair.new && this.#comparison(pair).gained();
    const lost = pair.old && this.#comparison(pair).lost();
    if ([gained, lost].some((each) => each?.answer.proof === "none")) this.#notCompared.add(trigger);
    if (!isJoined(pair)) {
      this.#named.push(this.#addedOrRemoved(pair, (gained ?? lost)!));
      return;
    }
    const before = this.#changes.length + this.#named.length;
    if (triggerName(pair.old) !== triggerName(pair.new)) {
      this.#renamed.set(pair.new, triggerName(pair.old));
      this.#named.push(this.#change({ kind: "renamed", proof: "exhaustive" }, trigger));
    }
    this.#changes.push(...this.#eventChanges(pair.new, gained!, "gained"));
    this.#changes.push(...this.#eventChanges(pair.new, lost!, "lost"));
    this.#buildsOfTrigger(pair, shared);
    if (this.#builds().leftOut.has(pair.new)) this.#notCompared.add(trigger);
    const contexts = this.#builds().reorderedContexts(pair.old, pair.new);
    if (contexts) getOrAdd(this.#orders, contexts.join(", "), () => []).push(triggerName(trigger));
    const isChanged = this.#changes.length + this.#named.length > before;
    if (!isChanged && !this.#notCompared.has(trigger)) {
      if (contexts) this.#reordered++;
      else this.#unchanged++;
    }
    const identity = {
      pipeline: this.#name,
      trigger: triggerName(trigger),
      triggerKind: triggerKind(trigger),
    };
    const tried = gained!.tried + lost!.tried;
    this.#compared.push({ ...identity, gained: gained!.answer, lost: lost!.answer, tried });
  }

  /** The comparison of two triggers; aliases of the same Git triggers share it. */
  #comparison(pair: Pair<Trigger>): TriggerComparison {
    if (!isGitPair(pair)) {
      const { old: before, new: after } = pair as Pair<CronTrigger>;
      return compareCronTriggers([before, after], this.#context);
    }
    const { old: before, new: after } = pair;
    const compute = (): TriggerComparison => compareGitTriggers([before, after], this.#context);
    return this.#context.comparisons.of(after?.node.node, before?.node.node, compute);
  }

  #addedOrRemoved({ old: before, new: after }: Pair<Trigger>, { found, answer }: Direction): BehaviourChange {
    const trigger = (after ?? before)!;
    const [first] = [...found].sort((a, b) => firmness(b.high) - firmness(a.high));
    const verdict = first && verdictOf(first.high);
    const parts = {
      kind: after ? "added" : "removed",
      ...(first && {
        witness: first.witness,
        runs: first.runs,
        events: "events" in trigger ? trigger.events.map(({ value }) => value) : [],
      }),
      ...(verdict && (after ? { after: verdict } : { before: verdict })),
      ...(first && { otherTriggers: this.#others(first.witness, trigger, after ? "old" : "new") }),
      proof: answer.proof,
    } as const;
    return this.#change(parts, trigger);
  }

  #eventChanges(trigger: Trigger, { found }: Direction, kind: "gained" | "lost"): BehaviourChange[] {
    return found.map(({ witness, low, high, events, runs }) => {
      const [before, after] = kind === "gained" ? [low!, high] : [high, low!];
      const id = decidingCondition(low!)!.id;
      const decided = after.conditions.find((each) => each.id === id)?.place;
      // Aliases share the comparison of the first of them, which has its places.
      const place = decided && isInside(decided.span, trigger.node.span) ? decided : trigger.node;
      const otherSide = kind === "gained" ? "old" : "new";
      const otherTriggers = this.#others(witness, trigger, otherSide);
      const verdicts = { before: verdictOf(before), after: verdictOf(after) };
      const parts = { kind, witness, events, runs, otherTriggers, ...verdicts, proof: "witness" } as const;
      return this.#change(parts, trigger, place);
    });
  }

  /** Other triggers of the pipeline that fire for an event on a side, by name. */
  #others(event: SimulatedEvent, trigger: Trigger, side: Side): string[] {
    const pipeline = this.#pair[side];
    if (!pipeline || event.kind !== "git") return [];
    if (!this.#context.looks.spend(pipeline.triggers.length * STEPS_PER_LOOK)) {
      this.#leftOut = true;
      return [];
    }
    const settings = this.#context.settings[side === "old" ? 0 : 1];
    const own = triggerName(trigger);
    const others = pipeline.triggers.filter(
      (each) => triggerName(each) !== own && fires(each, event, settings),
    );
    return others.map(triggerName);
  }

  /** The build differences that a pipeline has by itself, and reports them once. */
  #buildsOfPipeline(pipeline: Pipeline): readonly BuildDifference[] {
    const builds = this.#builds();
    const own = builds.between();
    if (own.length === 0) return own;
    const ofTriggers = new Map<string, BuildDifference>();
    const ofPairs = this.#joined.map((pair) => ({ pair, shown: builds.between(pair.old, pair.new) }));
    for (const { shown } of ofPairs) {
      for (const each of shown) {
        const known = ofTriggers.get(keyOf(each));
        // It is as sure as for the trigger that depends on the fewest open questions.
        if (!known || each.assumed.length < known.assumed.length) ofTriggers.set(keyOf(each), each);
      }
    }
    const isShared = (each: BuildDifference): boolean =>
      this.#joined.length === 0 || ofTriggers.has(keyOf(each));
    const differences = own.filter(isShared).map((each) => ofTriggers.get(keyOf(each)) ?? each);
    const manual = own.filter((each) => !isShared(each));
    for (const { part, name, before: one, after: other } of manual)
      this.#notes.push(
        `${this.#name}: only manual runs without a trigger get another ${part} ${name}: ${one ?? "none"} before, ${other ?? "none"} after`,
      );
    if (differences.length > 0) {
      const parts = { ...shownBy(this.#witnessOf(ofPairs, differences)), differences };
      this.#changes.push(this.#change(parts, pipeline));
    }
    return own;
  }

  /** The comparison of the builds of both sides. */
  readonly #builds = once(() => {
    const { old: before, new: after } = this.#pair as Joined<Pipeline>;
    return new BuildComparison(before, after, this.#context);
  });

  /** An event for which builds differ in as many of the parts as those of any trigger. */
  #witnessOf(ofPairs: readonly PairBuilds[], parts: readonly BuildDifference[]): SimulatedEvent | undefined {
    const keys = new Set(parts.map(keyOf));
    const counted = ofPairs.map(({ pair, shown }) => ({
      pair,
      count: shown.filter((each) => keys.has(keyOf(each))).length,
    }));
    for (const { pair } of counted.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count)) {
      const [event] = this.#comparison(pair).common();
      if (event) return event;
    }
    return undefined;
  }

  #buildsOfTrigger(pair: Joined<Trigger>, shared: readonly BuildDifference[]): void {
    const { old: before, new: after } = pair;
    const all = this.#builds().between(before, after);
    const known = new Set(shared.map(keyOf));
    const own = [...all.filter((each) => !known.has(keyOf(each))), ...this.#simulated(before, after)];
    if (all.length + own.length === 0) return;
    if (before.disabled?.value && after.disabled?.value) {
      if (own.length > 0)
        this.#notes.push(
          `${this.#name} ${triggerName(after)}: the build differs, but the trigger is disabled on both sides`,
        );
      return;
    }
    const events = this.#comparison(pair).common();
    const steps = stepOutcomes([before, after], events, this.#context);
    const differences = [...own, ...(steps?.differences ?? [])];
    if (differences.length === 0) return;
    this.#changes.push(this.#change({ ...shownBy(steps?.witness ?? events[0]), differences }, after));
  }

  /** The Git trigger that a cron trigger simulates, by its pair and not by its id. */
  #simulated(before: Trigger, after: Trigger): BuildDifference[] {
    if (!isCron(before) || !isCron(after)) return [];
    const [own, now] = [simulatedGitTrigger(before), simulatedGitTrigger(after)];
    const of = (trigger: CronTrigger, git: GitTrigger | undefined): string | null => {
      if (!trigger.gitTriggerId) return null;
      const name = git ? triggerName(git) : "an unknown trigger";
      return `${name}, ${trigger.branch?.value ?? "no branch"}`;
    };
    const successor = own && ((this.#successors.get(own) as GitTrigger | undefined) ?? own);
    const [one, other] = [of(before, successor), of(after, now)];
    const [repo, newRepo] = [(now && own?.repo?.value) ?? null, (own && now?.repo?.value) ?? null];
    return [
      ...(one === other ? [] : [row("setting", "gitTriggerId", [one, other])]),
      ...(repo === newRepo ? [] : [row("setting", "repo", [repo, newRepo])]),
    ];
  }

  #change(
    parts: Pick<BehaviourChange, "kind" | "proof"> & Partial<BehaviourChange>,
    owner: Owner,
    place: Place = owner.name ?? owner.node,
  ): BehaviourChange {
    const trigger = "pipeline" in owner ? owner : undefined;
    const { kind, ...rest } = parts;
    const { source } = (trigger?.pipeline ?? (owner as Pipeline)).file;
    return {
      pipeline: this.#name,
      trigger: trigger ? triggerName(trigger) : null,
      triggerKind: trigger ? triggerKind(trigger) : null,
      kind,
      from: this.#renamed.get(owner) ?? null,
      witness: null,
      events: [],
      runs: null,
      before: null,
      after: null,
      differences: [],
      otherTriggers: [],
      ...rest,
      side: kind === "removed" ? "old" : "new",
      path: source.path,
      range: source.range(place.span),
    };
  }
}

/** How a difference of builds is shown: by an event that starts both, or by the values alone. */
function shownBy(witness: SimulatedEvent | undefined) {
  const fires: WitnessVerdict | null = witness ? FIRES : null;
  const proof = witness ? "witness" : "exhaustive";
  return { kind: "build", witness: witness ?? null, before: fires, after: fires, proof } as const;
}

const FIRES: WitnessVerdict = { verdict: "fires", condition: null, reason: null };

function isJoined<T>(pair: Pair<T>): pair is Joined<T> {
  return pair.old !== undefined && pair.new !== undefined;
}

function isInside(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

function isGitPair(pair: Pair<Trigger>): pair is Pair<GitTrigger> {
  return triggerKind((pair.new ?? pair.old)!) === "git";
}

function verdictOf(evaluation: Evaluation): WitnessVerdict {
  const deciding = decidingCondition(evaluation);
  return { verdict: evaluation.verdict, condition: deciding?.id ?? null, reason: deciding?.reason ?? null };
}
