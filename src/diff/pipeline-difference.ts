import type { Place } from "../document/located.ts";
import type { Span } from "../document/source.ts";
import { Budget } from "../match/budget.ts";
import type { CronTrigger, GitTrigger, Pipeline } from "../pipeline/model.ts";
import { type Evaluation, fires } from "../simulate/evaluate.ts";
import type { SimulatedEvent } from "../simulate/event/event.ts";
import { pipelineName, simulatedGitTrigger, triggerKind, triggerName } from "../simulate/pipelines.ts";
import type { EvaluationSettings, Projects } from "../simulate/settings.ts";
import { getOrAdd } from "../util/memoize.ts";
import { plural } from "../util/text.ts";
import { BuildComparison, type BuildOwner, keyOf } from "./build-difference.ts";
import { commonRun, cronDifference } from "./cron-difference.ts";
import type {
  BehaviourChange,
  BuildDifference,
  ComparedTrigger,
  DiffOptions,
  DirectionAnswer,
  RunDifference,
  Side,
  WitnessVerdict,
} from "./difference.ts";
import {
  decidingCondition,
  firmness,
  GitComparison,
  type GitContext,
  type GitDifference,
} from "./git-difference.ts";
import { type Pair, pairTriggers } from "./pairing.ts";
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

type Trigger = GitTrigger | CronTrigger;
type Node = Trigger["node"]["node"] | undefined;

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
  readonly #options: DiffOptions;
  readonly #budgets: Budgets;
  readonly #comparisons = new ByNodes<ByNodes<GitComparison>>();

  /** @param characters the length of the specs of both sides */
  constructor(projects: Projects, options: DiffOptions, characters: number) {
    this.#projects = projects;
    this.#options = options;
    this.#budgets = {
      work: new Budget(characters + CHARACTERS_OF_PROOFS),
      looks: new Budget(characters),
    };
  }

  /** Compares a pipeline on both sides, or describes one that was added or removed. */
  compare(pair: Pair<Pipeline>): PipelineDifference {
    const { old: before, new: after } = pair;
    const shared = this.#comparisons.of(after?.node.node, before?.node.node, () => new ByNodes());
    return new Comparison(pair, this.#projects, this.#options, this.#budgets, shared).run();
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
  reason: "Codefresh would reject the old spec",
};

/** The budgets of all pipelines together. */
interface Budgets {
  /** For the comparisons of triggers: their evaluations and proofs. */
  readonly work: Budget;
  /** For the search for other triggers that fire. */
  readonly looks: Budget;
}

/** The cost of a look at another trigger in steps: 5 to 50 microseconds. */
const STEPS_PER_LOOK = 250;

/** An event or run that a trigger gained or lost, in the form that both kinds of triggers share. */
interface Found {
  readonly witness: SimulatedEvent;
  readonly low: Evaluation | undefined;
  readonly high: Evaluation;
  readonly events: readonly string[];
  readonly runs: RunDifference | null;
}

interface Direction {
  readonly found: readonly Found[];
  readonly answer: DirectionAnswer;
  readonly tried: number;
}

class Comparison {
  readonly #pair: Pair<Pipeline>;
  readonly #options: DiffOptions;
  readonly #old: EvaluationSettings;
  readonly #new: EvaluationSettings;
  readonly #from: Date;
  readonly #name: string;
  /** Changes of names, which come first. */
  readonly #named: BehaviourChange[] = [];
  readonly #changes: BehaviourChange[] = [];
  readonly #compared: ComparedTrigger[] = [];
  readonly #notes: string[] = [];
  /** The new trigger of each old one. */
  readonly #successors = new Map<Trigger, Trigger>();
  /** The old names of renamed triggers. */
  readonly #renamed = new Map<Trigger, string>();
  #unchanged = 0;
  #reordered = 0;
  #builds: BuildComparison | undefined;
  readonly #comparisons: ByNodes<GitComparison>;
  readonly #budgets: Budgets;
  readonly #notCompared: Trigger[] = [];
  /** Whether the other triggers that fire were left out for an event. */
  #leftOut = false;

  constructor(
    pair: Pair<Pipeline>,
    projects: Projects,
    options: DiffOptions,
    budgets: Budgets,
    comparisons: ByNodes<GitComparison>,
  ) {
    this.#pair = pair;
    this.#budgets = budgets;
    this.#comparisons = comparisons;
    this.#options = options;
    this.#new = projects.settingsOf((pair.new ?? pair.old)!);
    this.#old = projects.settingsOf((pair.old ?? pair.new)!);
    this.#from = options.from ?? new Date();
    this.#name = pipelineName((pair.new ?? pair.old)!);
  }

  run(): PipelineDifference {
    this.#ofPipeline();
    const { old: before, new: after } = this.#pair;
    const git = pairTriggers<Trigger>(before?.triggers ?? [], after?.triggers ?? []);
    const cron = pairTriggers<Trigger>(before?.cronTriggers ?? [], after?.cronTriggers ?? []);
    for (const { old: one, new: other } of git) if (one && other) this.#successors.set(one, other);
    const pairs = [...git, ...cron];
    const shared = this.#buildsOfPipeline(pairs);
    for (const pair of pairs) this.#ofTrigger(pair, shared);
    this.#noteOrderOfContexts(pairs);
    if (this.#leftOut)
      this.#notes.push(
        `${this.#name}: so many triggers changed that the others that fire are shown for some of them only`,
      );
    const [first] = this.#notCompared;
    if (first)
      this.#notes.push(
        `${this.#name}: ${plural(this.#notCompared.length, "trigger was", "triggers were")} not wholly compared, since so many changed, from ${triggerName(first)} on; compare fewer specs at a time`,
      );
    const changes = [...this.#named, ...this.#changes];
    return {
      changes,
      compared: this.#compared,
      notes: this.#notes,
      unchanged: this.#unchanged,
      reordered: this.#reordered,
      notCompared: this.#notCompared.length,
    };
  }

  #ofPipeline(): void {
    const { old: before, new: after } = this.#pair;
    const pipeline = (after ?? before)!;
    const place = pipeline.name ?? pipeline.node;
    if (!before || !after) {
      const kind = after ? "added" : "removed";
      this.#named.push(
        this.#change({ kind, proof: "exhaustive" }, { pipeline, place, side: after ? "new" : "old" }),
      );
    } else if (pipelineName(before) !== pipelineName(after)) {
      const parts = { kind: "renamed", from: pipelineName(before), proof: "exhaustive" } as const;
      this.#named.push(this.#change(parts, { pipeline, place, side: "new" }));
    }
  }

  #ofTrigger(pair: Pair<Trigger>, shared: readonly BuildDifference[]): void {
    const trigger = (pair.new ?? pair.old)!;
    const git = isGitPair(pair) ? this.#gitComparison(pair) : undefined;
    const gained = pair.new
      ? this.#direction(git?.gained(), pair.old, pair.new, [this.#old, this.#new])
      : undefined;
    const lost = pair.old
      ? this.#direction(git?.lost(), pair.new, pair.old, [this.#new, this.#old])
      : undefined;
    let isCompared = gained?.answer.proof !== "none" && lost?.answer.proof !== "none";
    if (!isCompared) this.#notCompared.push(trigger);
    if (!pair.old || !pair.new) {
      this.#named.push(this.#addedOrRemoved(pair, (gained ?? lost)!));
      return;
    }
    const before = this.#changes.length + this.#named.length;
    if (triggerName(pair.old) !== triggerName(pair.new)) {
      this.#renamed.set(pair.new, triggerName(pair.old));
      const parts = { kind: "renamed", proof: "exhaustive" } as const;
      this.#named.push(this.#change(parts, { trigger, place: trigger.name ?? trigger.node, side: "new" }));
    }
    this.#changes.push(...this.#eventChanges(pair.new, gained!, "gained"));
    this.#changes.push(...this.#eventChanges(pair.new, lost!, "lost"));
    this.#buildsOfTrigger(pair.old, pair.new, shared, git);
    if (isCompared && this.#buildsOf(pair.old.pipeline, pair.new.pipeline).leftOut.has(pair.new)) {
      isCompared = false;
      this.#notCompared.push(trigger);
    }
    if (isCompared && this.#changes.length + this.#named.length === before) {
      if (this.#reorderedContexts(pair.old, pair.new)) this.#reordered++;
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

  /** The comparison of two Git triggers; aliases of the same ones share it. */
  #gitComparison({ old: before, new: after }: Pair<GitTrigger>): GitComparison {
    return this.#comparisons.of(
      after?.node.node,
      before?.node.node,
      () => new GitComparison([before, after], this.#gitContext()),
    );
  }

  /** The events or runs of `high` that `low` does not have. */
  #direction(
    git: GitDifference | undefined,
    low: Trigger | undefined,
    high: Trigger,
    settings: GitContext["settings"],
  ): Direction {
    if (git) return { ...git, found: git.found.map((each) => ({ ...each, runs: null })) };
    const context = { settings, from: this.#from, work: this.#budgets.work };
    const { found, ...rest } = cronDifference(low as CronTrigger | undefined, high as CronTrigger, context);
    return { ...rest, found: found ? [{ ...found, events: [] }] : [] };
  }

  #gitContext(): GitContext {
    const { known = {}, includes } = this.#options;
    return {
      settings: [this.#old, this.#new],
      known,
      includes,
      budget: this.#new.budget,
      work: this.#budgets.work,
    };
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
    return this.#change(parts, { trigger, place: trigger.name ?? trigger.node, side: after ? "new" : "old" });
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
      return this.#change(parts, { trigger, place, side: "new" });
    });
  }

  /** Other triggers of the pipeline that fire for an event on a side, by name. */
  #others(event: SimulatedEvent, trigger: Trigger, side: Side): string[] {
    const pipeline = this.#pair[side];
    if (!pipeline || event.kind !== "git") return [];
    if (!this.#budgets.looks.spend(pipeline.triggers.length * STEPS_PER_LOOK)) {
      this.#leftOut = true;
      return [];
    }
    const settings = side === "old" ? this.#old : this.#new;
    const own = triggerName(trigger);
    const others = pipeline.triggers.filter(
      (each) => triggerName(each) !== own && fires(each, event, settings),
    );
    return others.map(triggerName);
  }

  /** The build differences that a pipeline has by itself, and reports them once. */
  #buildsOfPipeline(pairs: readonly Pair<Trigger>[]): readonly BuildDifference[] {
    const { old: before, new: after } = this.#pair;
    if (!before || !after) return [];
    const builds = this.#buildsOf(before, after);
    const own = builds.between();
    if (own.length === 0) return own;
    const ofTriggers = new Map<string, BuildDifference>();
    for (const { old: one, new: other } of pairs) {
      for (const each of one && other ? builds.between(one, other) : []) {
        const known = ofTriggers.get(keyOf(each));
        // It is as sure as for the trigger that depends on the fewest open questions.
        if (!known || each.assumed.length < known.assumed.length) ofTriggers.set(keyOf(each), each);
      }
    }
    const isShared = (each: BuildDifference): boolean => ofTriggers.has(keyOf(each));
    const isAlone = !pairs.some(({ old: one, new: other }) => one && other);
    const [differences, manual] = [
      own.filter((each) => isAlone || isShared(each)),
      own.filter((each) => !isAlone && !isShared(each)),
    ];
    for (const { part, name, before: one, after: other } of manual)
      this.#notes.push(
        `${this.#name}: only manual runs without a trigger get another ${part} ${name}: ${one ?? "none"} before, ${other ?? "none"} after`,
      );
    if (differences.length > 0) {
      const sure = differences.map((each) => ofTriggers.get(keyOf(each)) ?? each);
      const parts = { kind: "build", ...this.#shownBy(pairs), differences: sure } as const;
      const place = after.name ?? after.node;
      this.#changes.push(this.#change(parts, { pipeline: after, place, side: "new" }));
    }
    return own;
  }

  /** Notes the first trigger of which only the order of the contexts differs. */
  #noteOrderOfContexts(pairs: readonly Pair<Trigger>[]): void {
    for (const { old: one, new: other } of pairs) {
      if (!one || !other) continue;
      const names = this.#reorderedContexts(one, other);
      if (!names) continue;
      this.#notes.push(
        `${this.#name} ${triggerName(other)}: the contexts are in another order (${names.join(", ")}); it is unknown which one sets a variable that several have`,
      );
      return;
    }
  }

  #reorderedContexts(before: Trigger, after: Trigger): readonly string[] | undefined {
    return this.#buildsOf(before.pipeline, after.pipeline).reorderedContexts(before, after);
  }

  /** The comparison of the builds of both sides, made once. */
  #buildsOf(before: Pipeline, after: Pipeline): BuildComparison {
    const { work } = this.#budgets;
    const context = { assume: this.#new.assume, secrets: this.#options.secrets, work };
    this.#builds ??= new BuildComparison(...this.#owners(before, after), context);
    return this.#builds;
  }

  #owners(before: Pipeline, after: Pipeline): readonly [BuildOwner, BuildOwner] {
    const { definitions } = this.#options;
    return [
      { pipeline: before, definition: definitions?.old(before) },
      { pipeline: after, definition: definitions?.new(after) },
    ];
  }

  /** An event for which a trigger starts both builds; else the values alone show the difference. */
  #shownBy(pairs: readonly Pair<Trigger>[]): Pick<BehaviourChange, "proof" | "witness" | "before" | "after"> {
    for (const pair of pairs) {
      if (!pair.old || !pair.new) continue;
      const [event] = isGitPair(pair)
        ? this.#gitComparison(pair).common()
        : this.#commonRuns(pair.old as CronTrigger, pair.new as CronTrigger);
      if (event) return { proof: "witness", witness: event, before: FIRES, after: FIRES };
    }
    return { proof: "exhaustive", witness: null, before: null, after: null };
  }

  #buildsOfTrigger(
    before: Trigger,
    after: Trigger,
    shared: readonly BuildDifference[],
    git: GitComparison | undefined,
  ): void {
    const [first, second] = this.#owners(before.pipeline, after.pipeline);
    const all = this.#buildsOf(before.pipeline, after.pipeline).between(before, after);
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
    const events = git?.common() ?? this.#commonRuns(before as CronTrigger, after as CronTrigger);
    const one = { trigger: before, settings: this.#old, definition: first.definition };
    const other = { trigger: after, settings: this.#new, definition: second.definition };
    const steps = stepOutcomes(one, other, events, this.#options.secrets);
    const differences = [...own, ...(steps?.differences ?? [])];
    if (differences.length === 0) return;
    const witness = steps?.witness ?? events[0] ?? null;
    const fired = witness && FIRES;
    const parts = {
      kind: "build",
      witness,
      before: fired,
      after: fired,
      differences,
      proof: witness ? "witness" : "exhaustive",
    } as const;
    this.#changes.push(this.#change(parts, { trigger: after, place: after.name ?? after.node, side: "new" }));
  }

  #commonRuns(before: CronTrigger, after: CronTrigger): SimulatedEvent[] {
    const run = commonRun(before, after, { settings: [this.#old, this.#new], from: this.#from });
    return run ? [run] : [];
  }

  /** The Git trigger that a cron trigger simulates, by its pair and not by its id. */
  #simulated(before: Trigger, after: Trigger): BuildDifference[] {
    if (!("expression" in before) || !("expression" in after)) return [];
    const [own, now] = [simulatedGitTrigger(before), simulatedGitTrigger(after)];
    const of = (trigger: CronTrigger, git: GitTrigger | undefined): string | null => {
      if (!trigger.gitTriggerId) return null;
      const name = git ? triggerName(git) : "an unknown trigger";
      return `${name}, ${trigger.branch?.value ?? "no branch"}`;
    };
    const rows = [
      [
        "gitTriggerId",
        of(before, own && ((this.#successors.get(own) as GitTrigger | undefined) ?? own)),
        of(after, now),
      ],
      ["repo", (now && own?.repo?.value) ?? null, (own && now?.repo?.value) ?? null],
    ] as const;
    return rows.flatMap(([name, one, other]) =>
      one === other ? [] : [{ part: "setting", name, before: one, after: other, assumed: [] }],
    );
  }

  #change(
    parts: Pick<BehaviourChange, "kind" | "proof"> & Partial<BehaviourChange>,
    owner: {
      readonly trigger?: Trigger;
      readonly pipeline?: Pipeline;
      readonly place: Place;
      readonly side: Side;
    },
  ): BehaviourChange {
    const { trigger, place, side } = owner;
    const { kind, ...rest } = parts;
    const { source } = (trigger?.pipeline ?? owner.pipeline)!.file;
    return {
      pipeline: this.#name,
      trigger: trigger ? triggerName(trigger) : null,
      triggerKind: trigger ? triggerKind(trigger) : null,
      kind,
      from: (trigger && this.#renamed.get(trigger)) ?? null,
      witness: null,
      events: [],
      runs: null,
      before: null,
      after: null,
      differences: [],
      otherTriggers: [],
      ...rest,
      side,
      path: source.path,
      range: source.range(place.span),
    };
  }
}

const FIRES: WitnessVerdict = { verdict: "fires", condition: null, reason: null };

function isInside(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

function isGitPair(pair: Pair<Trigger>): pair is Pair<GitTrigger> {
  return triggerKind((pair.new ?? pair.old)!) === "git";
}

function verdictOf(evaluation: Evaluation): WitnessVerdict {
  const { verdict } = evaluation;
  const deciding = verdict === "fires" ? undefined : decidingCondition(evaluation);
  return { verdict, condition: deciding?.id ?? null, reason: deciding?.reason ?? null };
}
