import type { Assumptions } from "../../catalogue/open-questions.ts";
import type { LocatedMapping } from "../../document/located.ts";
import type { Source } from "../../document/source.ts";
import { OPEN_VARIABLE, type VariableState } from "../../expression/substitute.ts";
import { Budget, type MatchOptions } from "../../match/budget.ts";
import type { Pipeline, SpecFile } from "../../pipeline/model.ts";
import { exportsOf, mayExport } from "../../pipeline/steps/exports.ts";
import { memoizeByObject, once } from "../../util/memoize.ts";
import { MASK } from "../../util/secret-prefixes.ts";
import { charactersIn } from "../pipelines.ts";
import type { BuildVariable } from "../variables/build-variables.ts";
import type { SystemVariable } from "../variables/system-variables.ts";
import { buildResult } from "./build-result.ts";
import { type HookOwner, simulateHooks } from "./hooks.ts";
import { type StepFacts, type StepPlan, type StepRun, unusedResults } from "./run/step-run.ts";
import { runSteps } from "./run-steps.ts";
import { budgetOfTries, StepChanges } from "./runs-if.ts";
import type { BuildResult, SimulatedHook, SimulatedStep } from "./simulated-step.ts";
import type { StepResult } from "./status.ts";
import { stepDefinition } from "./step-definition.ts";
import { electedFailFast, stepNamesIn, stepsOf, toFlag } from "./step-model.ts";
import { isElectedFailing } from "./step-results.ts";
import { TOO_MANY } from "./when.ts";
import type { WhenContext } from "./when-expression.ts";

/** Results of steps and values of variables, from the user. */
export interface StepOptions extends MatchOptions {
  /** The results of steps, by name; every other step that runs is assumed to succeed. */
  readonly results?: Readonly<Record<string, StepResult>>;
  /** The values of variables, by name; they win over those of the build. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Answers to open questions by id. */
  readonly assume?: Assumptions;
  /** The file with the steps, in place of those in the spec. */
  readonly definition?: SpecFile | undefined;
}

/** The parts of a build that decide which steps run. */
export interface StepBuild {
  readonly variables: readonly BuildVariable[];
  readonly systemVariables: readonly SystemVariable[];
}

/** The steps of a build, the hooks of its pipeline, and its result. */
export interface SimulatedWorkflow {
  /** The outcome of each step; empty if there are none, or if their file is not known. */
  readonly steps: readonly SimulatedStep[];
  /** The hooks of the pipeline. */
  readonly hooks: readonly SimulatedHook[];
  /** The result of the build; null where it has no steps. */
  readonly result: BuildResult | null;
  /** The file with the steps, which their places refer to; null where it is not known. */
  readonly stepsPath: string | null;
  /** How the steps run; null where they are not known. */
  readonly mode: "sequential" | "parallel" | null;
}

/**
 * Returns the outcome of each step of a build, in the order of the text; an empty list where there
 * are none, or where `specTemplate` names another file and no `definition` is given.
 *
 * A variable is known from the event, the spec or `variables`. Those that the event does not set
 * stay as `${{NAME}}`. All others are open: contexts, projects, inputs of a run, secrets, and what
 * an earlier step exports (docs.codefresh.io, variables). Steps are assumed to succeed and to
 * export nothing but the names in their `cf_export` commands.
 */
export function simulateSteps(
  pipeline: Pipeline,
  build: StepBuild,
  options: StepOptions = {},
): readonly SimulatedStep[] {
  return simulateWorkflow(pipeline, build, options).steps;
}

/**
 * Like `simulateSteps`, with the hooks of the pipeline and the result of the build. `tries` is the
 * budget of the changes that would make a step run, which builds may share.
 */
export function simulateWorkflow(
  pipeline: Pipeline,
  build: StepBuild,
  options: StepOptions = {},
  tries = budgetOfTries(charactersIn([pipeline])),
): SimulatedWorkflow {
  const { budget = new Budget(charactersIn([pipeline])) } = options;
  if (budget.left <= 0) return notKnown(TOO_MANY);
  const definition = stepDefinition(pipeline, options.definition);
  if (typeof definition === "string") return notKnown(definition);
  const { root, source } = definition;
  if (modeOf(root) === undefined) return notKnown('its "mode" is neither "sequential" nor "parallel"');
  const facts = factsOf(build, source, { ...options, budget });
  const stateOfFlag = flagStates(root, facts);
  const plan = planOf(root, stateOfFlag);
  const { runs, context } = runSteps(plan, facts);
  const changes = new StepChanges(plan, facts, tries);
  const isStartFailing = isElectedFailing(facts.results, plan);
  const keys = {
    strictFailFast: toFlag(root.get("strict_fail_fast"), stateOfFlag),
    successCriteria: root.mapping("success_criteria"),
  };
  const result = failedStart(isStartFailing) ?? buildResult(plan, runs, keys, context);
  return {
    steps: runs.map((run, index) => {
      // In parallel mode a step may also read the results of later ones.
      const readsOthers = plan.mode === "parallel" ? runs.length > 1 : index > 0;
      return simulatedStep(run, readsOthers, { facts, changes, context });
    }),
    hooks: simulateHooks(root.mapping("hooks"), hookOwner(isStartFailing === true, result), context),
    result: plan.steps.length === 0 ? null : result,
    stepsPath: source.path,
    mode: plan.mode,
  };
}

function factsOf(build: StepBuild, source: Source, options: StepOptions): StepFacts {
  const { results = {}, variables = {}, assume = {}, host, budget } = options;
  return {
    stateOf: (name) => stateOf(name, build, variables),
    isOfEvent: (name) => !Object.hasOwn(variables, name) && isOfEvent(name, build),
    questionsOn: (name) => (Object.hasOwn(variables, name) ? [] : questionsOn(name, build)),
    exportsOf: memoizeByObject(exportsOf),
    results,
    assume,
    source,
    options: { host, budget },
  };
}

/** The variables of flags; an export may change one for later steps. */
function flagStates(root: LocatedMapping, { stateOf }: StepFacts): StepFacts["stateOf"] {
  const exports = once(() => stepsOf(root).map(exportsOf));
  return (name) => (exports().some((each) => mayExport(each, name)) ? OPEN_VARIABLE : stateOf(name));
}

/** The mode of a workflow; undefined for another value, such as a variable. */
function modeOf(root: LocatedMapping): StepPlan["mode"] | undefined {
  const mode = root.has("mode") ? root.string("mode")?.value : "sequential";
  return mode === "sequential" || mode === "parallel" ? mode : undefined;
}

function planOf(root: LocatedMapping, stateOfFlag: StepFacts["stateOf"]): StepPlan {
  return {
    steps: stepsOf(root, stateOfFlag),
    mode: modeOf(root) ?? "sequential",
    failFast: toFlag(root.get("fail_fast"), stateOfFlag),
    electedFailFast: electedFailFast(root, stateOfFlag),
  };
}

/** The build, as the owner of the hooks of its pipeline. */
function hookOwner(isElectedFailing: boolean, { status }: BuildResult): HookOwner {
  return {
    outcome: isElectedFailing ? "not-reached" : "runs",
    statuses: new Set(status === "unknown" ? UNKNOWN_RESULT : [status]),
    isElectedFailing,
    isParallel: false,
    noun: "the build",
  };
}

/** The result of a build whose hook on_elected fails or may fail; undefined otherwise. */
function failedStart(isFailing: boolean | "unknown"): BuildResult | undefined {
  const hook = "the pipeline's hook on_elected";
  if (isFailing === true) return { status: "failure", reason: `${hook} fails`, assumed: [] };
  if (!isFailing) return undefined;
  return { status: "unknown", reason: `it depends on fail_fast of ${hook}`, assumed: [] };
}

/** The parts of a build from which a step is reported. */
interface StepContext {
  readonly facts: StepFacts;
  readonly changes: StepChanges;
  readonly context: WhenContext;
}

/** `readsOthers` is true if conditions of the step may read the result of another step. */
function simulatedStep(
  run: StepRun,
  readsOthers: boolean,
  { facts, changes, context }: StepContext,
): SimulatedStep {
  const { step, outcome, reason, deciding, conditions, assumed } = run;
  const range = facts.source.range(step.name.span);
  const needs = stepNamesIn(step);
  let runsIf: SimulatedStep["runsIf"] | undefined = outcome === "runs" ? [] : undefined;
  return {
    step: step.matrix ? null : step.name.value,
    label: step.name.value,
    matrix: step.matrix ?? null,
    makes: step.makes ?? null,
    type: step.type,
    stage: step.stage ?? null,
    parent: step.parent?.name.value ?? null,
    needs,
    outcome,
    reason: `${reason}${unusedResults(run, facts.results)}`,
    reasonRange: deciding?.range ?? range,
    conditions,
    get runsIf() {
      runsIf ??= changes.of(step, needs);
      return runsIf;
    },
    assumed: [
      ...(readsOthers ? ["steps-succeed"] : []),
      ...(conditions.length > 0 ? ["no-exports"] : []),
      ...assumed,
    ],
    hooks: hooksOf(run, context),
    range,
  };
}

/** The steps of a build that dryfire cannot see. */
function notKnown(reason: string): SimulatedWorkflow {
  return {
    steps: [],
    hooks: [],
    result: { status: "unknown", reason, assumed: [] },
    stepsPath: null,
    mode: null,
  };
}

function hooksOf(
  { step, outcome, statuses, isElectedFailing }: StepRun,
  context: WhenContext,
): readonly SimulatedHook[] {
  const owner = {
    outcome,
    statuses,
    isElectedFailing: isElectedFailing === true,
    isParallel: step.type === "parallel",
    noun: "the step",
  };
  // The hooks of a step with `scale` are those of the steps that it makes.
  const hooks = step.makes ? undefined : step.node.mapping("hooks");
  return simulateHooks(hooks, owner, context);
}

function stateOf(
  name: string,
  { variables, systemVariables }: StepBuild,
  given: Readonly<Record<string, string>>,
): VariableState {
  if (Object.hasOwn(given, name)) return known(given[name]!);
  const own = variables.find(({ key }) => key === name);
  if (own) return own.secret ? OPEN_VARIABLE : known(own.value);
  const system = systemVariables.find((variable) => variable.name === name);
  if (system?.readings) return { state: "open", readings: system.readings };
  return system?.state === "literal" ? { state: "absent" } : known(system?.value ?? null);
}

/** True if the value is not one of the spec, which the user could quote. */
function isOfEvent(name: string, { variables, systemVariables }: StepBuild): boolean {
  return (
    variables.every(({ key }) => key !== name) && systemVariables.some((variable) => variable.name === name)
  );
}

function questionsOn(name: string, { variables, systemVariables }: StepBuild): readonly string[] {
  const own = variables.find(({ key }) => key === name);
  return own?.assumed ?? systemVariables.find((variable) => variable.name === name)?.assumed ?? [];
}

/** A hidden or missing value is open. */
function known(value: string | null): VariableState {
  return value === null || value === MASK ? OPEN_VARIABLE : { state: "known", value };
}

const UNKNOWN_RESULT = ["success", "failure", "terminated"] as const;
