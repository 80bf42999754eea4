import type { LocatedMapping } from "../../document/located.ts";
import type { Source } from "../../document/source.ts";
import type { VariableState } from "../../expression/substitute.ts";
import { Open, type Value } from "../../expression/value.ts";
import type { MatchOptions } from "../../match/budget.ts";
import type { SimulatedStepCondition } from "./simulated-step.ts";
import {
  ANY,
  allHold,
  type Status,
  type Statuses,
  type StepOutcome,
  type StepResult,
  type Truth,
} from "./status.ts";
import { type Step, withChildren } from "./step-model.ts";
import { conditionParts, decideWhen, type WhenContext, type WhenResult } from "./when.ts";

/** The facts that decide which steps run. */
export interface StepFacts {
  stateOf(name: string): VariableState;
  /** The results that the user gives steps, by name; every other step succeeds. */
  readonly results: Readonly<Record<string, StepResult>>;
  readonly source: Source;
  readonly options: MatchOptions;
}

/** The steps of a pipeline, and how it runs them. */
export interface StepPlan {
  readonly steps: readonly Step[];
  readonly mode: "sequential" | "parallel";
  /** `fail_fast` of the pipeline. */
  readonly failFast: Step["failFast"];
}

/** The outcome of a step, and why. */
export interface StepRun {
  readonly step: Step;
  readonly outcome: StepOutcome;
  readonly reason: string;
  /** The condition that the reason is about; undefined for any other reason. */
  readonly deciding: SimulatedStepCondition | undefined;
  readonly conditions: readonly SimulatedStepCondition[];
}

/** Whether the build has ended early; `by` is the step that ends it. */
interface Ended {
  readonly certain: boolean;
  readonly by: string;
}

/** Runs the steps of a plan with given facts (docs.codefresh.io, advanced-workflows). */
export function runSteps(plan: StepPlan, facts: StepFacts): readonly StepRun[] {
  const run = new Run(plan, facts);
  return plan.mode === "parallel" ? run.parallel() : run.sequential();
}

class Run {
  readonly #plan: StepPlan;
  readonly #facts: StepFacts;
  readonly #names: ReadonlySet<string>;
  readonly #statuses = new Map<string, Statuses>();
  readonly #runs = new Map<Step, StepRun>();
  readonly #context: WhenContext;
  /** True if a step has steps with names that the spec does not show. */
  readonly #hasHiddenSteps: boolean;
  /** The steps that read the result of another, by the other's name. */
  readonly #readers = new Map<string, Set<Step>>();
  /** The step whose `when` is being decided, and the names of those that run next to it. */
  #deciding: Step | undefined;
  #together: ReadonlySet<string> = NO_NAMES;

  constructor(plan: StepPlan, facts: StepFacts) {
    this.#plan = plan;
    this.#facts = facts;
    const steps = withChildren(plan.steps);
    this.#hasHiddenSteps = steps.some(({ hasHiddenSteps }) => hasHiddenSteps);
    // Only pipelines that are tied to a repository have this step by themselves.
    this.#names = new Set([...steps.map(({ name }) => name.value), IMPLICIT]);
    this.#statuses.set(IMPLICIT, ANY);
    for (const { name } of steps) this.#statuses.set(name.value, PENDING);
    this.#context = {
      source: facts.source,
      options: facts.options,
      isEvaluatedAgain: plan.mode === "parallel",
      stateOf: (name) => facts.stateOf(name),
      variables: stepVariables(this.#names, this.#hasHiddenSteps, (name) => this.#statusesOf(name) ?? ANY),
      statusesOf: (name) => this.#statusesOf(name),
    };
  }

  /** In the order of the text: a `when` is evaluated once, when the step's turn comes. */
  sequential(): readonly StepRun[] {
    let ended: Ended | undefined;
    for (const step of this.#plan.steps) {
      this.#runInTurn(step, ended);
      if (!ended?.certain) ended = this.#endOf(step) ?? ended;
    }
    return this.#inOrder();
  }

  /**
   * Again and again over all steps that wait, until none is left that can start: the order in the
   * text means nothing, and a step that never starts is not skipped.
   */
  parallel(): readonly StepRun[] {
    // All steps are looked at before the first of them starts.
    const ready = this.#plan.steps.map((step) => [step, this.#decide(step)] as const);
    const first = new Set(ready.flatMap(([step, { holds }]) => (holds === true ? [step] : [])));
    const queue = ready.flatMap(([step, result]) => this.#startIfReady(step, result));
    for (const name of queue)
      for (const step of this.#readers.get(name) ?? [])
        if (this.#runs.get(step)?.outcome !== "runs")
          queue.push(...this.#startIfReady(step, this.#decide(step)));
    this.#endParallel(first);
    return this.#inOrder();
  }

  /** Returns the names of the steps with new results; a result that was possible stays possible. */
  #startIfReady(step: Step, result: WhenResult): readonly string[] {
    const before = this.#runs.get(step)?.outcome;
    const outcome = this.#outcomeOf(result);
    if (before === "unknown" && outcome !== "runs") return [];
    this.#keep(step, outcome, result);
    if (outcome !== before) this.#runChildren(step, outcome);
    const known = this.#statuses.get(step.name.value)!;
    const results = this.#resultOf(step, outcome);
    if ([...results].every((status) => known.has(status))) return [];
    this.#statuses.set(step.name.value, outcome === "runs" ? results : new Set([...known, ...results]));
    return withChildren([step]).map(({ name }) => name.value);
  }

  /** After a failure, what has not started does not start, and what comes when is not known. */
  #endParallel(first: ReadonlySet<Step>): void {
    const ended = this.#plan.steps.map((step) => this.#endOf(step)).find((end) => end !== undefined);
    if (!ended) return;
    for (const step of this.#plan.steps) {
      const run = this.#runs.get(step)!;
      if (run.outcome === "never-runs" || first.has(step) || step.name.value === ended.by) continue;
      const isAfter = ended.certain && (this.#readers.get(ended.by)?.has(step) ?? false);
      const outcome = isAfter ? "not-reached" : "unknown";
      const reason = isAfter ? endedText(ended) : `the build may be over before: ${endedText(ended)}`;
      this.#runs.set(step, { ...run, outcome, reason, deciding: undefined });
      this.#runChildren(step, outcome);
    }
  }

  #runInTurn(step: Step, ended: Ended | undefined): void {
    if (ended?.certain) {
      this.#keep(step, "not-reached", UNDECIDED, endedText(ended));
      this.#runChildren(step, "not-reached");
      return;
    }
    const result = this.#decide(step);
    const outcome = this.#outcomeOf(result);
    if (ended && outcome === "runs")
      this.#keep(step, "unknown", result, `it is not reached if ${endedText(ended)}`);
    else this.#keep(step, outcome, result);
    const { outcome: kept } = this.#runs.get(step)!;
    this.#runChildren(step, kept);
    this.#statuses.set(step.name.value, this.#resultOf(step, kept));
  }

  /**
   * The steps in a parallel step start together, once their own `when` holds. Whether one waits for
   * another of them, or in parallel mode for any step, is not documented.
   */
  #runChildren(parent: Step, outcome: StepOutcome, together = this.#besides(parent)): void {
    for (const child of parent.children) {
      this.#runChild(child, parent.name.value, outcome, together);
      const { outcome: kept } = this.#runs.get(child)!;
      this.#runChildren(child, kept, together);
      this.#statuses.set(child.name.value, this.#resultOf(child, kept));
    }
  }

  #runChild(child: Step, parent: string, outcome: StepOutcome, together: ReadonlySet<string>): void {
    if (outcome !== "runs" && outcome !== "unknown") {
      this.#keep(child, outcome, UNDECIDED, `the step "${parent}" that it is in does not run`);
      return;
    }
    const result = this.#decide(child, together);
    const own = this.#outcomeOf(result);
    if (outcome === "unknown" && own === "runs")
      this.#keep(child, "unknown", result, `it runs if "${parent}" does`);
    else this.#keep(child, own, result);
  }

  /** The names of the steps that may run at the same time as those in a step. */
  #besides(parent: Step): ReadonlySet<string> {
    if (parent.children.length === 0) return NO_NAMES;
    if (this.#plan.mode === "parallel") return this.#names;
    return new Set(withChildren([parent]).map(({ name }) => name.value));
  }

  #keep(step: Step, outcome: StepOutcome, { holds, conditions }: WhenResult, reason?: string): void {
    const deciding = reason === undefined && holds !== true ? decidingOf(holds, conditions) : undefined;
    const plain = step.when === undefined ? "it has no when" : "its when holds";
    const own = deciding ? `${deciding.id}: ${deciding.reason}` : plain;
    this.#runs.set(step, { step, outcome, reason: reason ?? own, deciding, conditions });
  }

  #decide(step: Step, together: ReadonlySet<string> = NO_NAMES): WhenResult {
    this.#deciding = step;
    this.#together = together;
    const result = decideWhen(step.when, this.#context);
    this.#deciding = undefined;
    this.#together = NO_NAMES;
    return result;
  }

  #statusesOf(name: string): Statuses | undefined {
    const step = this.#deciding;
    if (step && step.name.value !== name && this.#together.has(name)) return ANY;
    if (step) this.#readers.set(name, (this.#readers.get(name) ?? new Set()).add(step));
    return this.#statuses.get(name) ?? (this.#hasHiddenSteps ? ANY : undefined);
  }

  #outcomeOf({ holds }: WhenResult): StepOutcome {
    if (holds === undefined) return "unknown";
    if (holds === true) return "runs";
    return this.#plan.mode === "parallel" ? "never-runs" : "skipped";
  }

  /**
   * The results that a step may have once its turn is over. An error in its `when` may fail the
   * build (docs.codefresh.io, changelog of February 2023, has one line about it).
   */
  #resultOf(step: Step, outcome: StepOutcome): Statuses {
    const found = new Set<Status>();
    if (outcome === "runs" || outcome === "unknown")
      for (const result of this.#whenRun(step)) found.add(result);
    if (outcome !== "runs")
      found.add(this.#plan.mode === "parallel" || outcome === "not-reached" ? "pending" : "skipped");
    if (this.#runs.get(step)!.conditions.some((condition) => condition.outcome === "error"))
      found.add("failure");
    return found;
  }

  #whenRun(step: Step): readonly Status[] {
    const given = Object.hasOwn(this.#facts.results, step.name.value)
      ? this.#facts.results[step.name.value]
      : undefined;
    if (given) return [given];
    if (step.type === "pending-approval") return approvalResults(step);
    if (step.children.length === 0 || step.failFast === false) return ["success"];
    return this.#groupResult(step);
  }

  /** A parallel step fails with one of its steps, unless its `success_criteria` ignore that one. */
  #groupResult(step: Step): readonly Status[] {
    const criteria = step.node.mapping("success_criteria");
    const condition = criteria?.mapping("condition");
    if (condition) return this.#byCondition(condition);
    const list = (key: string) =>
      [...(criteria?.strings(key) ?? []), ...(criteria?.mapping("steps")?.strings(key) ?? [])].map(
        ({ value }) => value,
      );
    const only = list("only");
    const ignored = list("ignore");
    const failing = step.children.filter(
      ({ name, failFast }) =>
        (only.length === 0 || only.includes(name.value)) &&
        !ignored.includes(name.value) &&
        failFast !== false &&
        this.#mayEndBadly(name.value),
    );
    if (failing.length === 0) return ["success"];
    const isCertain =
      step.failFast !== "unknown" &&
      failing.some(({ name, failFast }) => failFast !== "unknown" && this.#endsBadly(name.value));
    return isCertain ? ["failure"] : ["success", "failure"];
  }

  /** The effect of an error in `success_criteria` is not documented. */
  #byCondition(condition: LocatedMapping): readonly Status[] {
    const holds = allHold(conditionParts(condition, this.#context).map((part) => part.holds));
    return holds === true ? ["success"] : holds === false ? ["failure"] : ["success", "failure"];
  }

  #mayEndBadly(name: string): boolean {
    return [...this.#statuses.get(name)!].some((status) => BAD.has(status));
  }

  #endsBadly(name: string): boolean {
    return [...this.#statuses.get(name)!].every((status) => BAD.has(status));
  }

  /** Whether the results of a step end the build; its own `fail_fast` wins over the pipeline's. */
  #endOf({ name: { value: by }, failFast = this.#plan.failFast ?? true }: Step): Ended | undefined {
    if (failFast === false || !this.#mayEndBadly(by)) return undefined;
    return { certain: failFast === true && this.#endsBadly(by), by };
  }

  /** The results in the order of the text, each step before those in it. */
  #inOrder(): readonly StepRun[] {
    return withChildren(this.#plan.steps).map((step) => this.#runs.get(step)!);
  }
}

/** The step that clones the repository of a pipeline, by the name that is reserved for it. */
const IMPLICIT = "main_clone";
const NO_NAMES: ReadonlySet<string> = new Set();
const PENDING: Statuses = new Set(["pending"]);
const BAD: ReadonlySet<Status> = new Set<Status>(["failure", "terminated", "denied"]);

/** The result for a step whose `when` is not looked at. */
const UNDECIDED: WhenResult = { holds: undefined, conditions: [] };

/** An approval without an answer ends in `finalState` (docs.codefresh.io, steps/approval). */
function approvalResults({ node }: Step): readonly Status[] {
  const final = node.mapping("timeout")?.string("finalState")?.value;
  return final === "approved" || final === "denied"
    ? ["approved", "denied"]
    : ["approved", "denied", "terminated"];
}

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

/**
 * `steps`, `workflow` and the names of the steps. A result is read when a condition uses it; the
 * other members of a step are known when it has run (docs.codefresh.io, variables).
 */
function stepVariables(
  names: Iterable<string>,
  hasHiddenSteps: boolean,
  statusesOf: (name: string) => Statuses,
): Readonly<Record<string, Value>> {
  const steps: Record<string, Value> = Object.create(null);
  for (const name of names)
    steps[name] = new Open("object", [`steps.${name}`], {
      name,
      get result(): Value {
        const [only, ...more] = statusesOf(name);
        return only && more.length === 0 ? only : new Open("string", [`steps.${name}.result`]);
      },
    });
  return {
    ...steps,
    steps: hasHiddenSteps ? new Open("object", ["steps"], steps) : steps,
    // The result that an unfinished step reads there is not documented.
    workflow: new Open("object", ["workflow"], { result: new Open("string", ["workflow.result"]) }),
  };
}

function endedText({ certain, by }: Ended): string {
  return certain ? `"${by}" ends the build, because fail_fast is not false` : `"${by}" fails or is denied`;
}
