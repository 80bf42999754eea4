import { isText, LocatedMapping } from "../../document/located.ts";
import { ConditionSyntaxError } from "../../expression/faults.ts";
import { parseCondition } from "../../expression/parse.ts";
import type { Expression } from "../../expression/syntax.ts";
import { runSteps, type StepFacts, type StepPlan, type StepRun } from "./run-steps.ts";
import type { StepChange } from "./simulated-step.ts";
import type { StepResult } from "./status.ts";
import { type Step, stepNamesIn } from "./step-model.ts";

/** The number of steps that all tries of a pipeline may look at together: about half a second. */
export const TRIED_STEPS = 20_000;

/** The remaining work for one pipeline. */
export interface Tries {
  steps: number;
}

/**
 * Returns the fewest facts that would make a step run: a value that one of its conditions compares
 * a variable with, or the result of another step. Each set is put through the evaluator; empty if
 * none makes it run, or if the tries are used up.
 */
export function runsIf(
  { step }: StepRun,
  plan: StepPlan,
  facts: StepFacts,
  tries: Tries,
): readonly StepChange[] {
  const changes = candidates(step, plan);
  for (const set of [...changes.map((change) => [change]), ...combined(changes)]) {
    tries.steps -= plan.steps.length;
    if (tries.steps < 0) return [];
    if (runs(step, plan, withChanges(facts, set))) return set;
  }
  return [];
}

function runs(step: Step, plan: StepPlan, facts: StepFacts): boolean {
  return runSteps(plan, facts).some((run) => run.step === step && run.outcome === "runs");
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

function candidates(step: Step, { steps }: StepPlan): readonly StepChange[] {
  const results = (name: string): StepChange[] => {
    const approval = steps.find((each) => each.name.value === name)?.type === "pending-approval";
    const to: readonly StepResult[] = approval ? ["approved", "denied"] : ["success", "failure"];
    return to.map((each) => ({ kind: "step", name, to: each }));
  };
  const before = steps.filter(({ type }) => type === "pending-approval").map(({ name }) => name.value);
  return [
    ...comparisons(step),
    ...branches(step),
    ...[...new Set([...stepNamesIn(step), ...before])].flatMap(results),
  ];
}

/** The values that conditions compare a variable with, as in `"${{NAME}}" == "value"`. */
function comparisons(step: Step): StepChange[] {
  const when = whenOf(step)?.mapping("condition");
  return (["all", "any"] as const).flatMap((key) =>
    (when?.mapping(key)?.entries ?? []).flatMap(({ value }) =>
      isText(value) ? comparisonsIn(value.value) : [],
    ),
  );
}

function comparisonsIn(condition: string): StepChange[] {
  try {
    const { root } = parseCondition(condition);
    return root ? compared(root) : [];
  } catch (error) {
    if (error instanceof ConditionSyntaxError) return [];
    throw error;
  }
}

function compared(node: Expression): StepChange[] {
  if (node.kind === "unary") return compared(node.operand);
  if (node.kind !== "binary") return [];
  const { left, right } = node;
  const pairs = [
    [left, right],
    [right, left],
  ] as const;
  const own = pairs.flatMap(([reference, value]) => {
    if (reference.kind !== "literal" || value.kind !== "literal" || typeof value.value !== "string")
      return [];
    const name = /^\$\{\{([^{}]+)\}\}$/.exec(String(reference.value))?.[1];
    return name === undefined ? [] : [{ kind: "variable" as const, name, to: value.value }];
  });
  return [...compared(left), ...own, ...compared(right)];
}

function branches(step: Step): StepChange[] {
  const only = whenOf(step)?.mapping("branch")?.strings("only") ?? [];
  return only
    .filter(({ value }) => /^[^/\s~^:?*[\\$][^\s~^:?*[\\$]*$/.test(value))
    .map(({ value }) => ({ kind: "variable", name: "CF_BRANCH", to: value }));
}

function whenOf({ when }: Step): LocatedMapping | undefined {
  return when instanceof LocatedMapping ? when : undefined;
}
