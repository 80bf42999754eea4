import type { VariableState } from "../../expression/substitute.ts";
import type { MatchOptions } from "../../match/budget.ts";
import type { Pipeline } from "../../pipeline/model.ts";
import { MASK } from "../../util/secret-prefixes.ts";
import type { SystemVariable } from "../build/system-variables.ts";
import type { BuildVariable } from "../build/variables.ts";
import { runSteps, type StepFacts, type StepPlan } from "./run-steps.ts";
import { runsIf, TRIED_STEPS } from "./runs-if.ts";
import type { SimulatedStep } from "./simulated-step.ts";
import type { StepResult } from "./status.ts";
import { exportedNames, stepNamesIn, stepsOf, toFlag } from "./step-model.ts";

/** Results of steps and values of variables, from the user. */
export interface StepOptions extends MatchOptions {
  /** The results of steps, by name; every other step that runs is assumed to succeed. */
  readonly results?: Readonly<Record<string, StepResult>>;
  /** The values of variables, by name; they win over those of the build. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** The parts of a build that decide which steps run. */
export interface StepBuild {
  readonly variables: readonly BuildVariable[];
  readonly systemVariables: readonly SystemVariable[];
}

/**
 * Returns what becomes of each step of the spec in a build, in the order of the text; an empty list
 * where the spec has no steps, for instance because `specTemplate` names another file.
 *
 * A variable is known from the event, the spec or `variables`. Those that the event does not set
 * stay as `${{NAME}}`. All others are open: contexts, projects, inputs of a run, secrets, and what
 * an earlier step exports (docs.codefresh.io, variables). Steps are assumed to succeed and to
 * export nothing but the names in their `cf_export` commands.
 */
export function simulateSteps(
  pipeline: Pipeline,
  build: StepBuild,
  { results = {}, variables = {}, ...options }: StepOptions = {},
): readonly SimulatedStep[] {
  const { spec, file } = pipeline;
  // The steps of the template are the ones that run.
  const steps = pipeline.specTemplate ? [] : stepsOf(pipeline);
  const plan: StepPlan = {
    steps,
    mode: spec?.string("mode")?.value === "parallel" ? "parallel" : "sequential",
    failFast: toFlag(spec?.get("fail_fast")),
  };
  const exported = exportedNames(steps);
  const facts: StepFacts = {
    stateOf: (name) => stateOf(name, build, exported, variables),
    results,
    source: file.source,
    options,
  };
  const tries = { steps: TRIED_STEPS };
  return runSteps(plan, facts).map((run, index) => {
    const range = file.source.range(run.step.name.span);
    let changes: SimulatedStep["runsIf"] | undefined = run.outcome === "runs" ? [] : undefined;
    return {
      step: run.step.name.value,
      type: run.step.type,
      stage: run.step.stage ?? null,
      parent: run.step.parent?.name.value ?? null,
      needs: stepNamesIn(run.step),
      outcome: run.outcome,
      reason: run.reason,
      reasonRange: run.deciding?.range ?? range,
      conditions: run.conditions,
      get runsIf() {
        changes ??= runsIf(run, plan, facts, tries);
        return changes;
      },
      assumed: [
        ...(index > 0 ? ["steps-succeed"] : []),
        ...(run.conditions.length > 0 ? ["no-exports"] : []),
      ],
      range,
    };
  });
}

function stateOf(
  name: string,
  { variables, systemVariables }: StepBuild,
  exported: ReadonlySet<string>,
  given: Readonly<Record<string, string>>,
): VariableState {
  if (Object.hasOwn(given, name)) return known(given[name]!);
  if (exported.has(name)) return OPEN;
  const own = variables.find(({ key }) => key === name);
  if (own) return own.secret ? OPEN : known(own.value);
  const system = systemVariables.find((variable) => variable.name === name);
  return system?.state === "literal" ? { state: "absent" } : known(system?.value ?? null);
}

/** A hidden or missing value is open. */
function known(value: string | null): VariableState {
  return value === null || value === MASK ? OPEN : { state: "known", value };
}

const OPEN: VariableState = { state: "open" };
