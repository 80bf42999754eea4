import { answerTo } from "../../catalogue/open-questions.ts";
import { OPEN_VARIABLE } from "../../expression/substitute.ts";
import { mayExport } from "../../pipeline/steps/exports.ts";
import { getOrAdd } from "../../util/memoize.ts";
import { type Ended, endAfter, endOf, endOfStart } from "./run/end-of-build.ts";
import { NamedSteps } from "./run/named-steps.ts";
import { StartOrder } from "./run/start-order.ts";
import type { StepFacts, StepPlan, StepRun } from "./run/step-run.ts";
import type { SimulatedStepCondition } from "./simulated-step.ts";
import { ANY, type Status, type Statuses, type StepOutcome, type Truth } from "./status.ts";
import { type Step, withChildren } from "./step-model.ts";
import { isElectedFailing, resultsOfRun } from "./step-results.ts";
import { type StepReader, stepVariables, workflowResult } from "./step-variables.ts";
import { decideWhen, undocumented, type WhenResult } from "./when.ts";
import type { WhenContext } from "./when-expression.ts";

/** The steps of a build, in the order of the text, and its state at the end. */
interface StepRuns {
  readonly runs: readonly StepRun[];
  /** Decides conditions with the results of the steps. */
  readonly context: WhenContext;
}

/** Runs the steps of a plan with given facts (docs.codefresh.io, advanced-workflows). */
export function runSteps(plan: StepPlan, facts: StepFacts): StepRuns {
  const run = new Run(plan, facts);
  const runs = plan.mode === "parallel" ? run.parallel() : run.sequential();
  return { runs, context: run.context };
}

/** The outcome of one step; steps after it are not run where they cannot change it. */
export function outcomeOfStep(step: Step, plan: StepPlan, facts: StepFacts): StepOutcome | undefined {
  const run = new Run(plan, facts);
  facts.options.budget?.spend(withChildren(plan.steps).length * BUDGET_OF_MENTION);
  const runs = plan.mode === "parallel" ? run.parallel() : run.sequential(step);
  return runs.find((each) => each.step === step)?.outcome;
}

/**
 * Returns a check whether the `when` of a step may hold with other states of the variables,
 * whatever the results of the other steps are: it takes far less time than to run the steps.
 */
export function mayHold(
  plan: StepPlan,
  facts: StepFacts,
): (step: Step, stateOf: StepFacts["stateOf"]) => boolean {
  let current = facts.stateOf;
  const run = new Run(plan, { ...facts, results: {}, stateOf: (name) => current(name) });
  return (step, stateOf) => {
    current = stateOf;
    const holds = run.holds(step, () => ANY);
    return holds === true || holds === undefined;
  };
}

/** The `when` that is being decided. */
interface Decision {
  readonly step: Step;
  /** The steps that run next to it. */
  readonly together: ReadonlySet<Step>;
  /** The steps whose results the `when` has read. */
  readonly read: Set<Step>;
}

class Run {
  readonly #plan: StepPlan;
  readonly #facts: StepFacts;
  readonly #named: NamedSteps;
  readonly #statuses = new Map<Step, Statuses>();
  readonly #runs = new Map<Step, Omit<StepRun, "statuses">>();
  /** The steps whose hook on_elected fails the build, or may fail it. */
  readonly #electedFailing = new Map<Step, true | "unknown">();
  readonly context: WhenContext;
  /** The steps that read the result of another, by the other's name. */
  readonly #readers = new Map<string, Set<Step>>();
  /** The variables that a step has exported, or may be exporting. */
  readonly #exported = new Set<string>();
  /** The first step that exports variables whose names are not known. */
  #exporter: Step | undefined;
  #decision: Decision | undefined;
  /** Results in place of those of the build. */
  #assumedResults: ((step: Step) => Statuses) | undefined;

  constructor(plan: StepPlan, facts: StepFacts) {
    this.#plan = plan;
    this.#facts = facts;
    this.#named = new NamedSteps(plan.steps, facts);
    for (const step of withChildren(plan.steps)) this.#statuses.set(step, PENDING);
    const isParallel = plan.mode === "parallel";
    if (isParallel) for (const step of plan.steps) this.#addExports(step);
    const areExportsSeen = !isParallel || answerTo("parallel-later-change", facts.assume) === "yes";
    const { names, mayHaveOthers } = this.#named;
    const reader: StepReader = {
      areKnown: !mayHaveOthers,
      resultOf: (name) => this.#statusesOf(name) ?? ANY,
      workflow: () => this.#workflow(),
    };
    const isExported = (name: string) =>
      mayExport({ names: this.#exported, hasOthers: this.#exporter !== undefined }, name);
    this.context = {
      ...facts,
      isEvaluatedAgain: isParallel,
      stateOf: (name) => (areExportsSeen && isExported(name) ? OPEN_VARIABLE : facts.stateOf(name)),
      questionsOn: (name) => (isExported(name) ? [] : facts.questionsOn(name)),
      isExported,
      exporterOf: (name) => (this.#exported.has(name) ? undefined : this.#exporter?.name.value),
      variables: stepVariables(names, reader),
      whileRunning: isParallel
        ? stepVariables(names, { ...reader, resultOf: (name) => whileRunning(reader.resultOf(name)) })
        : undefined,
      statusesOf: (name) => this.#statusesOf(name),
      questionAbout: (name) => this.#named.questionsAbout(name),
    };
  }

  /**
   * In the order of the text: a `when` is evaluated once, when the step's turn comes. Steps after
   * `last` are not run.
   */
  sequential(last?: Step): readonly StepRun[] {
    let ended = endOfStart(this.#plan, this.#facts);
    for (const step of this.#plan.steps) {
      this.#runInTurn(step, ended);
      if (last && this.#runs.has(last)) break;
      const end = ended?.certain ? undefined : this.#endOf(step);
      if (end) ended = endAfter(ended, end);
    }
    return this.#inOrder();
  }

  /**
   * Again and again over all steps that wait, until none is left that can start: the order in the
   * text means nothing, and a step that never starts is not skipped.
   */
  parallel(): readonly StepRun[] {
    const start = endOfStart(this.#plan, this.#facts);
    if (start) {
      for (const step of this.#plan.steps) this.#runInTurn(step, start);
      return this.#inOrder();
    }
    // All steps are looked at before the first of them starts.
    const ready = this.#plan.steps.map((step) => [step, this.#decide(step)] as const);
    const first = new Set(ready.flatMap(([step, { holds }]) => (holds === true ? [step] : [])));
    const queue = ready.flatMap(([step, result]) => this.#startIfReady(step, result));
    for (const name of queue)
      for (const step of this.#readers.get(name) ?? [])
        if (this.#runs.get(step)?.outcome !== "runs")
          queue.push(...this.#startIfReady(step, this.#decide(step)));
    this.#checkRaces(first);
    this.#endParallel(first);
    return this.#inOrder();
  }

  /** Returns the names of the steps with new results; a result that was possible stays possible. */
  #startIfReady(step: Step, result: WhenResult): readonly string[] {
    const before = this.#runs.get(step)?.outcome;
    const { outcome, reason } = this.#outcomeOf(step, result);
    if (before === "unknown" && outcome !== "runs") return [];
    this.#keep(step, outcome, result, reason);
    if (outcome !== before) this.#runChildren(step);
    const known = this.#statuses.get(step)!;
    const results = this.#resultOf(step);
    if ([...results].every((status) => known.has(status))) return [];
    this.#statuses.set(step, outcome === "runs" ? results : new Set([...known, ...results]));
    return withChildren([step]).map(({ name }) => name.value);
  }

  /**
   * A step whose `when` holds until another step is over starts or not, as these steps take their
   * time: it runs for certain where its `when` also holds at the end, when all others are over.
   */
  #checkRaces(first: ReadonlySet<Step>): void {
    const meanwhile = (step: Step) => this.#statusesMeanwhile(step);
    const queue = [...this.#plan.steps];
    for (const step of queue) {
      const { outcome } = this.#runs.get(step)!;
      if (step.parent || first.has(step)) continue;
      if ((outcome !== "runs" && outcome !== "never-runs") || this.#named.isLeftOut(step)) continue;
      const result = this.#decide(step);
      const holds = outcome === "runs" ? result.holds : this.holds(step, meanwhile);
      if (holds === (outcome === "runs") || holds === "error" || result.holds === "error") continue;
      this.#keep(
        step,
        "unknown",
        result,
        "it is not known whether its when holds before other steps are over",
      );
      this.#runChildren(step);
      this.#statuses.set(step, new Set([...this.#statuses.get(step)!, ...this.#resultOf(step)]));
      for (const { name } of withChildren([step])) queue.push(...(this.#readers.get(name.value) ?? []));
    }
  }

  /** The results that a step may have until all are over. */
  #statusesMeanwhile(step: Step): Statuses {
    const results = this.#statuses.get(step)!;
    return whileRunning(results) === results ? results : new Set<Status>(["pending", "running", ...results]);
  }

  /**
   * After a failure, what has not started does not start: a step that waits for the failed one is
   * not reached, and one that may start before or after it is not known.
   */
  #endParallel(first: ReadonlySet<Step>): void {
    const found = this.#plan.steps.flatMap((step) => {
      const end = this.#endOf(step);
      return end ? [{ step, ...end }] : [];
    });
    if (found.length === 0) return;
    const order = found.length <= MAX_ENDS ? this.#startOrder() : undefined;
    const ends = found.map((end) => ({
      ...end,
      after: (end.certain && order?.after(end.step)) || NONE,
      notAfter: order?.notAfter(end.step) ?? NONE,
    }));
    for (const step of this.#plan.steps) {
      const run = this.#runs.get(step)!;
      if (run.outcome === "never-runs" || first.has(step)) continue;
      const over = ends.find(({ after }) => after.has(step));
      const ended = over ?? ends.find(({ step: by, notAfter }) => step !== by && !notAfter.has(step));
      if (!ended) continue;
      const isOver = over !== undefined && !readsWorkflow(run);
      const outcome = isOver ? "not-reached" : "unknown";
      const reason = isOver ? over.reason : `the build may be over before: ${ended.reason}`;
      const assumed = [...new Set([...run.assumed, ...ended.assumed])];
      this.#runs.set(step, { ...run, outcome, reason, deciding: undefined, assumed });
      this.#runChildren(step);
    }
  }

  #startOrder(): StartOrder {
    const pairs = [...this.#readers].flatMap(([name, readers]) => {
      const read = this.#named.written(name);
      return read ? Array.from(readers, (reader) => [reader, read] as const) : [];
    });
    return new StartOrder(this.#statuses, pairs, (step, resultsOf) => this.holds(step, resultsOf));
  }

  /** Whether the `when` of a step holds with other results of the steps. */
  holds(step: Step, resultsOf: (step: Step) => Statuses): Truth {
    this.#assumedResults = resultsOf;
    const { holds } = this.#decide(step);
    this.#assumedResults = undefined;
    return holds;
  }

  #runInTurn(step: Step, ended: Ended | undefined): void {
    const decided = this.#decide(step);
    if (ended?.certain && (decided.holds === false || !readsWorkflow(decided)))
      this.#keep(step, "not-reached", { ...UNDECIDED, assumed: ended.assumed }, ended.reason);
    else {
      const result = { ...decided, assumed: [...decided.assumed, ...(ended?.assumed ?? [])] };
      const doubt = ended?.certain ? "the build may be over before:" : "it is not reached if";
      this.#keepDecided(step, result, ended && `${doubt} ${ended.reason}`);
    }
    const { outcome } = this.#runs.get(step)!;
    if (outcome === "runs" || outcome === "unknown") this.#addExports(step);
    this.#runChildren(step);
    this.#statuses.set(step, this.#resultOf(step));
  }

  /**
   * The steps in a parallel step start together, once their own `when` holds. Whether one waits for
   * another of them, or in parallel mode for any step, is not documented.
   */
  #runChildren(parent: Step, together = this.#besides(parent)): void {
    const { outcome } = this.#runs.get(parent)!;
    const name = `"${parent.name.value}"`;
    for (const child of parent.children) {
      if (outcome === "runs") this.#keepDecided(child, this.#decide(child, together));
      else if (outcome === "unknown")
        this.#keepDecided(child, this.#decide(child, together), `it runs if ${name} does`);
      else this.#keep(child, outcome, UNDECIDED, `the step ${name} that it is in does not run`);
      this.#runChildren(child, together);
      this.#statuses.set(child, this.#resultOf(child));
    }
  }

  /** Keeps the outcome by the `when` of a step, which may not run for another reason. */
  #keepDecided(step: Step, result: WhenResult, doubt?: string): void {
    const { outcome, reason } = this.#outcomeOf(step, result);
    if (doubt !== undefined && outcome === "runs") this.#keep(step, "unknown", result, doubt);
    else this.#keep(step, outcome, result, reason);
  }

  /** The steps that may run at the same time as those in a step. */
  #besides(parent: Step): ReadonlySet<Step> {
    if (parent.children.length === 0) return NONE;
    if (this.#plan.mode === "parallel") return new Set(this.#statuses.keys());
    return new Set(withChildren([parent]));
  }

  #keep(step: Step, outcome: StepOutcome, result: WhenResult, reason?: string): void {
    const { holds, conditions } = result;
    const deciding = reason === undefined && holds !== true ? decidingOf(holds, conditions) : undefined;
    const plain = step.when === undefined ? "it has no when" : "its when holds";
    const own = deciding ? `${deciding.id}: ${deciding.reason}${this.#errorNote(deciding, result)}` : plain;
    const parent = step.parent ? this.#runs.get(step.parent)!.assumed : [];
    const asked = conditions.flatMap((condition) => condition.assumed);
    const assumed = [...new Set([...parent, ...result.assumed, ...asked])];
    const isElectedFailing = this.#electedFailing.get(step) ?? false;
    const why = { reason: reason ?? own, deciding, conditions, assumed };
    this.#runs.set(step, { step, outcome, ...why, isElectedFailing });
  }

  /** That an error in the `when` of a step that does not run may fail the build (`#resultOf`). */
  #errorNote(deciding: SimulatedStepCondition, { holds, conditions }: WhenResult): string {
    const error = conditions.find(({ outcome }) => outcome === "error");
    const isOpen = answerTo("condition-error", this.#facts.assume) === "unknown";
    if (!error || holds === undefined || !isOpen) return "";
    const where = error === deciding ? "" : ` in ${error.id}`;
    return `; the error${where} may fail the build instead`;
  }

  #decide(step: Step, together: ReadonlySet<Step> = NONE): WhenResult {
    this.#facts.options.budget?.spend(BUDGET_OF_STEP);
    const read = new Set<Step>();
    this.#decision = { step, together, read };
    const result = this.#resultOfWhen(step);
    this.#decision = undefined;
    // The result of a step depends on the same questions as whether the step runs.
    const asked = withChildren([...read]).flatMap((each) => this.#runs.get(each)?.assumed ?? []);
    return { ...result, assumed: [...result.assumed, ...asked] };
  }

  #resultOfWhen({ when, ownWhen, whenInput }: Step): WhenResult {
    if (whenInput)
      return undocumented(whenInput, "whether an argument of this name is the step's own when", this.context);
    const result = decideWhen(when, this.context);
    if (!ownWhen || decideWhen(ownWhen, this.context).holds === result.holds) return result;
    return undocumented(ownWhen, "how it is merged with the when of the step above", this.context);
  }

  #statusesOf(name: string): Statuses | undefined {
    const decision = this.#decision;
    const step = this.#named.find(name);
    if (decision) {
      if (step && step !== decision.step && decision.together.has(step)) return ANY;
      if (step) decision.read.add(step);
      getOrAdd(this.#readers, name, () => new Set()).add(decision.step);
    }
    if (!step) return this.#named.resultsOfOther(name);
    if (this.#named.isLeftOut(step)) return this.#named.ofLeftOut;
    return this.#assumedResults?.(step) ?? this.#statuses.get(step);
  }

  /** The outcome of a step once its `when` is decided; the reason where that is not its `when`. */
  #outcomeOf(step: Step, { holds }: WhenResult): { outcome: StepOutcome; reason?: string } {
    const notRun = this.#plan.mode === "parallel" ? "never-runs" : "skipped";
    if (this.#named.isLeftOut(step)) return { outcome: notRun, reason: "the run leaves it out" };
    const isFailing = (holds === true || holds === undefined) && isElectedFailing(this.#facts.results, step);
    if (isFailing) this.#electedFailing.set(step, holds ? isFailing : "unknown");
    if (holds === undefined) return { outcome: "unknown" };
    if (holds !== true && step.children.some(({ ownWhen }) => ownWhen))
      return { outcome: "unknown", reason: "its when does not hold, and steps that it makes have their own" };
    if (holds !== true) return { outcome: notRun };
    if (notRun === "never-runs" && step.isExpanded)
      return { outcome: "unknown", reason: "scale and matrix cannot be used with mode: parallel" };
    if (step.unclearExpansion !== undefined) return { outcome: "unknown", reason: step.unclearExpansion };
    if (isFailing === true)
      return { outcome: "not-reached", reason: "its hook on_elected fails, which fails the build" };
    if (isFailing)
      return { outcome: "unknown", reason: `its hook on_elected fails, and ${UNKNOWN_FAIL_FAST}` };
    if (isElectedFailing(this.#facts.results, this.#plan))
      return { outcome: "unknown", reason: `the pipeline's hook on_elected fails, and ${UNKNOWN_FAIL_FAST}` };
    return { outcome: "runs" };
  }

  #addExports(step: Step): void {
    const { names, hasOthers } = this.#facts.exportsOf(step);
    for (const name of names) this.#exported.add(name);
    if (hasOthers) this.#exporter ??= step;
  }

  /**
   * The results that a step may have once its turn is over. An error in its `when` may fail the
   * build (docs.codefresh.io, changelog of February 2023, has one line about it).
   */
  #resultOf(step: Step): Statuses {
    const { outcome, conditions } = this.#runs.get(step)!;
    const isFailing = this.#electedFailing.get(step);
    if (isFailing === true) return FAILURE;
    const found = new Set<Status>();
    if (outcome === "runs" || outcome === "unknown")
      for (const result of this.#whenRun(step)) found.add(result);
    const hasError = conditions.some((condition) => condition.outcome === "error");
    const answer = answerTo("condition-error", this.#facts.assume);
    const fails = hasError && answer !== "skips";
    if (outcome !== "runs" && !(fails && answer === "fails"))
      found.add(this.#plan.mode === "parallel" || outcome === "not-reached" ? "pending" : "skipped");
    if (fails || isFailing) found.add("failure");
    return found;
  }

  #whenRun(step: Step): readonly Status[] {
    const given = this.#named.given(step.name.value);
    if (given) return [given];
    return resultsOfRun(step, (child) => this.#statuses.get(child)!, this.context);
  }

  #endOf(step: Step): Ended | undefined {
    return endOf(this.#runOf(step)!, this.#plan, (each) => this.#runOf(each)!, this.context);
  }

  /** The outcome and results of a step so far; undefined if its turn has not come. */
  #runOf(step: Step): StepRun | undefined {
    const run = this.#runs.get(step);
    return run && { ...run, statuses: this.#statuses.get(step)! };
  }

  /** `workflow.result` as the step reads it that is being decided. */
  #workflow(): ReturnType<typeof workflowResult> {
    const others = this.#plan.steps.filter((step) => step !== this.#decision?.step);
    return workflowResult(this.#facts.assume, () =>
      others.map(({ name }) => this.#statusesOf(name.value) ?? ANY),
    );
  }

  /** The results in the order of the text, each step before those in it. */
  #inOrder(): readonly StepRun[] {
    return withChildren(this.#plan.steps).flatMap((step) => this.#runOf(step) ?? []);
  }
}

/** The part of a budget that a step takes which is only prepared. */
const BUDGET_OF_MENTION = 60;

/** The part of a budget that deciding a step takes, without its conditions: ten microseconds. */
const BUDGET_OF_STEP = 100;

/** With more steps that may end the build, it is not compared which steps start before them. */
const MAX_ENDS = 20;
const UNKNOWN_FAIL_FAST = "it is not known whether its fail_fast is false";
const NONE: ReadonlySet<Step> = new Set();
const RUNNING: Statuses = new Set(["running"]);
const PENDING: Statuses = new Set(["pending"]);
const FAILURE: Statuses = new Set(["failure"]);

/** The result of a step before it was over; one that never started is pending all the time. */
function whileRunning(results: Statuses): Statuses {
  return [...results].every((status) => status === "pending") ? results : RUNNING;
}

/**
 * True if the conditions of a step read `workflow.result`. Whether it is reached after the end of
 * the build is not certain: kb/articles/ensure-cleanup-when-pipelines-stops.md of docs.codefresh.io
 * has a step that always is, and advanced-workflows.md requires `fail_fast: false`.
 */
function readsWorkflow({ conditions }: Pick<WhenResult, "conditions">): boolean {
  return conditions.some(({ assumed }) => assumed.includes("workflow-result"));
}

/** The result for a step whose `when` is not looked at. */
const UNDECIDED: WhenResult = { holds: undefined, conditions: [], assumed: [] };

/** The first condition that decides a `when`; an error makes it unknown next to a true one. */
function decidingOf(
  holds: Truth,
  conditions: readonly SimulatedStepCondition[],
): SimulatedStepCondition | undefined {
  const outcomes =
    holds === undefined ? ["unknown", "error"] : holds === "error" ? ["error"] : ["fail", "error"];
  return outcomes
    .map((outcome) => conditions.find((condition) => condition.outcome === outcome))
    .find((condition) => condition !== undefined);
}
