import { NAMED_BY_REF, valuesOfVariable, WITHOUT_SLASHES } from "../../catalogue/system-variables.ts";
import { LocatedMapping } from "../../document/located.ts";
import { comparisonsIn } from "../../expression/comparisons.ts";
import { referencedNames } from "../../expression/substitute.ts";
import { Budget } from "../../match/budget.ts";
import { isRefName } from "../event/fact-values.ts";
import type { StepFacts, StepPlan } from "./run/step-run.ts";
import { mayHold, outcomeOfStep } from "./run-steps.ts";
import type { StepChange } from "./simulated-step.ts";
import type { StepResult } from "./status.ts";
import { expressionsIn, type Step } from "./step-model.ts";

/** All tries of a simulation have the budget of so many characters, and a quarter of the specs. */
const TRIED_CHARACTERS = 120_000;

/**
 * The budget of all changes that are tried in one simulation: at most 0.2 seconds for one spec. It
 * is enough for 30 steps that do not run, in the builds of 3 triggers.
 */
export function budgetOfTries(characters: number): Budget {
  return new Budget(TRIED_CHARACTERS + characters / 4);
}

/** Finds the changes that would make the steps of a build run. */
export class StepChanges {
  readonly #plan: StepPlan;
  readonly #facts: StepFacts;
  readonly #tries: Budget;
  /** Made for the first step that does not run. */
  #mayHold: ReturnType<typeof mayHold> | undefined;

  /** @param tries the budget, which builds may share */
  constructor(plan: StepPlan, facts: StepFacts, tries: Budget) {
    this.#plan = plan;
    this.#facts = { ...facts, options: { ...facts.options, budget: tries } };
    this.#tries = tries;
  }

  /**
   * Returns the fewest facts that would make a step run: a value that one of its conditions
   * compares a variable with, or the result of another step. Each set is evaluated; the result is
   * empty if none makes it run, or if the tries are used up.
   *
   * @param needs the names of the steps whose results the `when` of the step reads
   */
  of(step: Step, needs: readonly string[]): readonly StepChange[] {
    if (this.#tries.left <= 0) return [];
    const changes = candidates(step, needs, this.#plan, this.#facts);
    const sets = [...changes.map((change) => [change]), ...combined(changes)];
    return sets.find((set) => this.#makesRun(step, set)) ?? [];
  }

  #makesRun(step: Step, changes: readonly StepChange[]): boolean {
    if (this.#tries.left <= 0) return false;
    const facts = withChanges(this.#facts, changes);
    this.#mayHold ??= mayHold(this.#plan, this.#facts);
    return this.#mayHold(step, facts.stateOf) && outcomeOfStep(step, this.#plan, facts) === "runs";
  }
}

function withChanges(facts: StepFacts, changes: readonly StepChange[]): StepFacts {
  const of = (kind: StepChange["kind"]) =>
    Object.fromEntries(changes.filter((change) => change.kind === kind).map(({ name, to }) => [name, to]));
  const variables = of("variable");
  return {
    ...facts,
    results: { ...facts.results, ...(of("step") as Record<string, StepResult>) },
    stateOf: (name) =>
      Object.hasOwn(variables, name) ? { state: "known", value: variables[name]! } : facts.stateOf(name),
  };
}

/** All first values of the variables together, then with each step's result. */
function combined(changes: readonly StepChange[]): readonly (readonly StepChange[])[] {
  const first = changes.filter(
    (change, index) =>
      changes.findIndex(({ name, kind }) => name === change.name && kind === change.kind) === index,
  );
  const variables = first.filter(({ kind }) => kind === "variable");
  return [variables, first].filter((set) => set.length > 1);
}

function candidates(
  step: Step,
  needs: readonly string[],
  { steps }: StepPlan,
  facts: StepFacts,
): readonly StepChange[] {
  const results = (name: string): StepChange[] => {
    const approval = steps.find((each) => each.name.value === name)?.type === "pending-approval";
    const to: readonly StepResult[] = approval ? ["approved", "denied"] : ["success", "failure"];
    return to.map((each) => ({ kind: "step", name, to: each }));
  };
  const before = steps.filter(({ type }) => type === "pending-approval").map(({ name }) => name.value);
  return [
    ...comparisons(step, facts),
    ...branches(step),
    ...[...new Set([...needs, ...before])].flatMap(results),
  ];
}

/** The values that conditions compare a variable with, as in `"${{NAME}}" == "value"`. */
function comparisons(step: Step, { stateOf }: StepFacts): StepChange[] {
  const when = whenOf(step);
  return (
    (when ? expressionsIn(when) : [])
      .flatMap(comparisonsIn)
      // No event sets a variable to an empty text or a reference, or a branch to a pattern.
      .filter(
        ({ name, value: to }) =>
          referencedNames(to).length === 0 &&
          (to !== "" || stateOf(name).state !== "absent") &&
          (!NAMED_BY_REF.has(name) || isUsualName(to)) &&
          (!WITHOUT_SLASHES.has(name) || !to.includes("/")) &&
          isPossible(name, to, stateOf),
      )
      .map(({ name, value: to }) => ({ kind: "variable", name, to }))
  );
}

function branches(step: Step): StepChange[] {
  const only = whenOf(step)?.mapping("branch")?.strings("only") ?? [];
  return only
    .filter(({ value }) => isUsualName(value))
    .map(({ value }) => ({ kind: "variable", name: "CF_BRANCH", to: value }));
}

/** False for a value that a variable never has. A known action of a pull request is GitHub's. */
function isPossible(name: string, to: string, stateOf: StepFacts["stateOf"]): boolean {
  const isOther = name === "CF_PULL_REQUEST_ACTION" && stateOf(name).state !== "known";
  return isOther || valuesOfVariable(name)?.includes(to) !== false;
}

/** True for a name as events have it: not that of a remote's copy, and without a variable. */
function isUsualName(name: string): boolean {
  return isRefName(name) && !/^(?:origin|heads|tags|remotes)\/|\$/.test(name);
}

function whenOf({ when }: Step): LocatedMapping | undefined {
  return when instanceof LocatedMapping ? when : undefined;
}
