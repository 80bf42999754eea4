import type { LocatedMapping } from "../../document/located.ts";
import type { Source } from "../../document/source.ts";
import type { VariableState } from "../../expression/substitute.ts";
import { Open, type Value } from "../../expression/value.ts";
import type { MatchOptions } from "../../match/budget.ts";
import type { SimulatedStepCondition } from "./simulated-step.ts";
import { allHold, type Status, type Statuses, type StepOutcome, type StepResult } from "./status.ts";
import { type Step, stepNamesIn, withChildren } from "./step-model.ts";
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
  readonly #statuses = new Map<string, Statuses>();
  readonly #runs = new Map<Step, StepRun>();
  readonly #variables: WhenContext["variables"];
  /** The steps that start together with the one that is looked at. */
  #siblings: ReadonlySet<string> = new Set();

  constructor(plan: StepPlan, facts: StepFacts) {
    this.#plan = plan;
    this.#facts = facts;
    const names = withChildren(plan.steps).map(({ name }) => name.value);
    // Only pipelines that are tied to a repository have this step by themselves.
    if (!names.includes(IMPLICIT)) {
      names.push(IMPLICIT);
      this.#statuses.set(IMPLICIT, ANY);
    }
    for (const name of names) if (!this.#statuses.has(name)) this.#statuses.set(name, PENDING);
    this.#variables = stepVariables(names, (name) => this.#statusesOf(name) ?? PENDING);
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
    const dependents = new Map<string, Step[]>();
    for (const step of this.#plan.steps)
      for (const name of stepNamesIn(step)) dependents.set(name, [...(dependents.get(name) ?? []), step]);
    // All steps are looked at before the first of them starts.
    const ready = this.#plan.steps.map((step) => [step, this.#decide(step)] as const);
    const first = new Set(ready.flatMap(([step, { holds }]) => (holds === true ? [step] : [])));
    const queue = ready.flatMap(([step, result]) => this.#startIfReady(step, result));
    for (const name of queue)
      for (const step of dependents.get(name) ?? [])
        if (this.#runs.get(step)?.outcome !== "runs")
          queue.push(...this.#startIfReady(step, this.#decide(step)));
    this.#endParallel(first);
    return this.#inOrder();
  }

  /** Returns the names of the steps whose result changes. */
  #startIfReady(step: Step, result: WhenResult): readonly string[] {
    const outcome = outcomeOf(result, "never-runs");
    const isSame = this.#runs.get(step)?.outcome === outcome;
    this.#keep(step, outcome, result);
    if (isSame || (outcome === "never-runs" && this.#statuses.get(step.name.value) === PENDING)) {
      if (!isSame) this.#runChildren(step, outcome);
      return [];
    }
    this.#runChildren(step, outcome);
    this.#statuses.set(step.name.value, this.#resultOf(step, outcome, "pending"));
    return [step, ...withChildren(step.children)].map(({ name }) => name.value);
  }

  /** After a failure, what has not started does not start, and what comes when is not known. */
  #endParallel(first: ReadonlySet<Step>): void {
    const ended = this.#plan.steps.map((step) => this.#endOf(step)).find((end) => end !== undefined);
    if (!ended) return;
    for (const step of this.#plan.steps) {
      const run = this.#runs.get(step)!;
      if (run.outcome === "never-runs" || first.has(step)) continue;
      const waits = stepNamesIn(step).includes(ended.by);
      const reason =
        waits && ended.certain ? endedText(ended) : `the build may be over before: ${endedText(ended)}`;
      const outcome = waits && ended.certain ? "not-reached" : "unknown";
      this.#runs.set(step, { ...run, outcome, reason });
      this.#runChildren(step, outcome);
    }
  }

  #runInTurn(step: Step, ended: Ended | undefined): void {
    if (ended?.certain) {
      this.#runs.set(step, { step, outcome: "not-reached", reason: endedText(ended), conditions: [] });
      this.#runChildren(step, "not-reached");
      return;
    }
    const result = this.#decide(step);
    const own = outcomeOf(result, "skipped");
    const outcome = ended && own === "runs" ? "unknown" : own;
    this.#keep(step, outcome, result);
    if (ended && own === "runs")
      this.#runs.set(step, { ...this.#runs.get(step)!, reason: `it is not reached if ${endedText(ended)}` });
    this.#runChildren(step, outcome);
    this.#statuses.set(step.name.value, this.#resultOf(step, outcome, "skipped"));
  }

  /** The steps in a parallel step start together, once their own `when` holds. */
  #runChildren(parent: Step, outcome: StepOutcome): void {
    for (const child of parent.children) {
      const siblings = parent.children.filter((each) => each !== child).map(({ name }) => name.value);
      if (outcome === "runs" || outcome === "unknown") {
        const result = this.#decide(child, siblings);
        const own = outcomeOf(result, this.#plan.mode === "parallel" ? "never-runs" : "skipped");
        this.#keep(child, outcome === "unknown" && own === "runs" ? "unknown" : own, result);
        if (outcome === "unknown" && own === "runs")
          this.#runs.set(child, {
            ...this.#runs.get(child)!,
            reason: `it runs if "${parent.name.value}" does`,
          });
      } else {
        const reason = `the step "${parent.name.value}" that it is in does not run`;
        this.#runs.set(child, { step: child, outcome, reason, conditions: [] });
      }
      const kept = this.#runs.get(child)!.outcome;
      this.#runChildren(child, kept);
      this.#statuses.set(child.name.value, this.#resultOf(child, kept, "skipped"));
    }
  }

  #keep(step: Step, outcome: StepOutcome, { holds, conditions }: WhenResult): void {
    const wanted = holds === undefined ? "unknown" : holds === "error" ? "error" : holds ? "pass" : "fail";
    const deciding = conditions.find((condition) => condition.outcome === wanted) ?? conditions[0];
    const plain = step.when === undefined ? "it has no when" : "its when holds";
    const reason = holds === true || !deciding ? plain : `${deciding.id}: ${deciding.reason}`;
    this.#runs.set(step, { step, outcome, reason, conditions });
  }

  #decide(step: Step, siblings: readonly string[] = []): WhenResult {
    this.#siblings = new Set(siblings);
    return decideWhen(step.when, this.#context());
  }

  #context(): WhenContext {
    const { source, stateOf, options } = this.#facts;
    return {
      source,
      stateOf,
      options,
      variables: this.#variables,
      statusesOf: (name) => this.#statusesOf(name),
    };
  }

  /** Whether a step waits for others that start together with it is not documented. */
  #statusesOf(name: string): Statuses | undefined {
    return this.#siblings.has(name) ? ANY : this.#statuses.get(name);
  }

  /** The results that a step may have once its turn is over. */
  #resultOf(step: Step, outcome: StepOutcome, otherwise: Status): Statuses {
    const found = new Set<Status>();
    if (outcome === "runs" || outcome === "unknown")
      for (const result of this.#whenRun(step)) found.add(result);
    if (outcome !== "runs") found.add(outcome === "not-reached" ? "pending" : otherwise);
    return found;
  }

  #whenRun(step: Step): readonly Status[] {
    const given = Object.hasOwn(this.#facts.results, step.name.value)
      ? this.#facts.results[step.name.value]
      : undefined;
    if (given) return [given];
    if (step.type === "pending-approval") return ["approved", "denied"];
    if (step.children.length === 0 || effectiveFailFast(step, true) === false) return ["success"];
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
    const counted = step.children.filter(
      ({ name }) => (only.length === 0 || only.includes(name.value)) && !ignored.includes(name.value),
    );
    const results = counted.map((child) => [child, this.#statuses.get(child.name.value) ?? PENDING] as const);
    const fails = ([child, statuses]: readonly [Step, Statuses]) =>
      effectiveFailFast(child, true) !== false && [...statuses].some((status) => BAD.has(status));
    const failing = results.filter(fails);
    if (failing.length === 0) return ["success"];
    return failing.some(([, statuses]) => [...statuses].every((status) => BAD.has(status)))
      ? ["failure"]
      : ["success", "failure"];
  }

  #byCondition(condition: LocatedMapping): readonly Status[] {
    const holds = allHold(conditionParts(condition, this.#context()).map((part) => part.holds));
    return holds === true ? ["success"] : holds === undefined ? ["success", "failure"] : ["failure"];
  }

  /** Whether the results of a step end the build. */
  #endOf(step: Step): Ended | undefined {
    const failFast = effectiveFailFast(step, effective(this.#plan.failFast));
    if (failFast === false || this.#runs.get(step)?.outcome === "not-reached") return undefined;
    const statuses = [...(this.#statuses.get(step.name.value) ?? PENDING)];
    if (!statuses.some((status) => BAD.has(status))) return undefined;
    return { certain: failFast === true && statuses.every((status) => BAD.has(status)), by: step.name.value };
  }

  /** The results in the order of the text, each step before those in it. */
  #inOrder(): readonly StepRun[] {
    return withChildren(this.#plan.steps).map((step) => this.#runs.get(step)!);
  }
}

const IMPLICIT = "main_clone";
const PENDING: Statuses = new Set(["pending"]);
const ANY: Statuses = new Set<Status>(["pending", "running", "success", "failure"]);
const BAD: ReadonlySet<Status> = new Set<Status>(["failure", "terminated", "denied"]);

/** `steps`, `workflow` and the names of the steps; a result is read when a condition uses it. */
function stepVariables(
  names: readonly string[],
  statusesOf: (name: string) => Statuses,
): Readonly<Record<string, Value>> {
  const steps: Record<string, Value> = Object.create(null);
  const variables: Record<string, Value> = Object.create(null);
  for (const name of names) {
    const step = {
      name,
      get result(): Value {
        const [only, ...more] = statusesOf(name);
        return only && more.length === 0 ? only : new Open("string", [`steps.${name}.result`]);
      },
    };
    steps[name] = step;
    variables[name] = step;
  }
  variables.steps = steps;
  // The result that an unfinished step reads there is not documented.
  variables.workflow = { result: new Open("string", ["workflow.result"]) };
  return variables;
}

function outcomeOf({ holds }: WhenResult, otherwise: "skipped" | "never-runs"): StepOutcome {
  return holds === undefined ? "unknown" : holds === true ? "runs" : otherwise;
}

/** A step's own `fail_fast` wins over the pipeline's; the default is true. */
function effectiveFailFast({ failFast }: Step, pipeline: boolean | "unknown"): boolean | "unknown" {
  return failFast ?? pipeline;
}

function effective(failFast: Step["failFast"]): boolean | "unknown" {
  return failFast ?? true;
}

function endedText({ certain, by }: Ended): string {
  return certain ? `"${by}" ends the build, because fail_fast is not false` : `"${by}" fails or is denied`;
}
