/**
 * dryfire as a library: functions of strings and values, without Node.js, so that it runs in a
 * browser. `lint` loads large parts on demand; everything else is synchronous.
 */
import { RULES } from "../rules/index.ts";
import { eventNames } from "./catalogue/events/events.ts";
import { diff as diffAsIs } from "./diff/diff.ts";
import type { Diff, DiffOptions as OwnDiffOptions } from "./diff/difference.ts";
import * as json from "./document/json-reader.ts";
import * as recovery from "./document/recover.ts";
import { eventFromJson } from "./event-json/event-from-json.ts";
import { evaluateCondition as evaluateAsIs } from "./expression/condition.ts";
import {
  assertKeys,
  assertKnown,
  assertObject,
  assertOptions,
  assertText,
  assertTexts,
  refuse,
} from "./lint/assert-options.ts";
import type { Diagnostic } from "./lint/diagnostic.ts";
import { lintAlone } from "./lint/finish.ts";
import type { FixOptions } from "./lint/fix/apply-fixes.ts";
import { applyCheckedFixes } from "./lint/fix/fix-text.ts";
import type { LintSettings, Rule } from "./lint/rule.ts";
import { activeRules, type Preset, type RuleSetting } from "./lint/rule-set.ts";
import {
  type CronSchedule,
  isCronAcceptedByApi as isAccepted,
  parseCron as parseCronAsIs,
} from "./match/cron/index.ts";
import { type GlobMatch, type GlobOptions, matchFiles as matchFilesAsIs } from "./match/glob/index.ts";
import {
  parseRegexLiteral as parseLiteral,
  type RegexLiteral,
  type RegexLiteralError,
} from "./match/regex/index.ts";
import type { FileContent, Pipeline, SpecFile } from "./pipeline/model.ts";
import { readSpecFile, readSpecFileSync } from "./pipeline/read-spec-file.ts";
import { findSecretsNow } from "./secrets/locate.ts";
import { redactDetectedNow, redactorNow } from "./secrets/redact.ts";
import { gitFacts, type SimulatedEvent } from "./simulate/event/event.ts";
import { type PayloadResult, eventFromPayload as readPayload } from "./simulate/payloads/index.ts";
import { isNamed, pipelineName, simulatedIn, triggerName } from "./simulate/pipelines.ts";
import { type Rejection, findRejections as rejectionsOf } from "./simulate/rejection.ts";
import type { Assumptions } from "./simulate/settings.ts";
import { type SimulateOptions as OwnSimulateOptions, simulate as simulateAsIs } from "./simulate/simulate.ts";
import type { Simulation } from "./simulate/simulation.ts";
import {
  type StepOptions as OwnStepOptions,
  type StepBuild,
  simulateSteps as simulateStepsAsIs,
} from "./simulate/steps/simulate-steps.ts";
import type { SimulatedStep } from "./simulate/steps/simulated-step.ts";
import { STEP_RESULTS } from "./simulate/steps/status.ts";
import { resultNames } from "./simulate/steps/step-definition.ts";

export { loadInclusion } from "./diff/diff.ts";
export type {
  BehaviourChange,
  BuildDifference,
  ComparedTrigger,
  Diff,
  DirectionAnswer,
  Proof,
} from "./diff/difference.ts";
export type { Located, Place } from "./document/located.ts";
export type { Position, Range, Span } from "./document/source.ts";
export { ConditionSyntaxError, ConditionTypeError } from "./expression/faults.ts";
export type { Diagnostic, Fix, Related, Severity, TextEdit } from "./lint/diagnostic.ts";
export type { FixOptions } from "./lint/fix/apply-fixes.ts";
export type { Rule, RuleContext } from "./lint/rule.ts";
export { defineRule } from "./lint/rule.ts";
export type { Preset, RuleSetting } from "./lint/rule-set.ts";
export type { Host } from "./match/budget.ts";
export type { CronSchedule } from "./match/cron/index.ts";
export { CronSyntaxError } from "./match/cron/index.ts";
export type { GlobMatch, GlobOptions } from "./match/glob/index.ts";
export type { Prover } from "./match/regex/automata.ts";
export type { RegexLiteral, RegexLiteralError } from "./match/regex/index.ts";
export type { CronTrigger, GitTrigger, Pipeline, SpecFile, Variable } from "./pipeline/model.ts";
export type { EffectiveBuild } from "./simulate/build/effective-build.ts";
export type { Verdict } from "./simulate/evaluate.ts";
export type { ChangedFile, GitEvent, SimulatedEvent, TimeEvent } from "./simulate/event/event.ts";
export type { Change } from "./simulate/event/event-diff.ts";
export type { UserActionEvent } from "./simulate/event/user-action-events.ts";
export { eventsOfMerge, eventsOfRelease } from "./simulate/event/user-action-events.ts";
export type { PayloadResult } from "./simulate/payloads/index.ts";
export type { MisplacedTriggers, Rejection, SpecAcceptance } from "./simulate/rejection.ts";
export type {
  Overlap,
  SimulatedCondition,
  SimulatedPipeline,
  SimulatedTrigger,
  Simulation,
} from "./simulate/simulation.ts";
export type { StepBuild } from "./simulate/steps/simulate-steps.ts";
export type {
  BuildResult,
  SimulatedHook,
  SimulatedStep,
  SimulatedStepCondition,
  StepChange,
} from "./simulate/steps/simulated-step.ts";
export type { StepOutcome, StepResult } from "./simulate/steps/status.ts";
export { loadProver } from "./simulate/would-fire/cannot-fire.ts";
export type { WouldFire } from "./simulate/would-fire/would-fire.ts";

/** The options of `diff`. */
export type DiffOptions = Omit<OwnDiffOptions, "definitions">;

/** The options of `simulateSteps`. */
export interface StepOptions extends Omit<OwnStepOptions, "definition"> {
  /** The text of a file with steps, such as `codefresh.yml`; they replace those of the spec. */
  readonly definition?: string;
}

/** The options of `simulate`. */
export interface SimulateOptions extends Omit<OwnSimulateOptions, "definitionOf" | "mask" | "steps"> {
  /** The text of the file that the `specTemplate` of a pipeline names, where it is known. */
  readonly definitionOf?: (pipeline: Pipeline) => string | undefined;
  /** Results of steps and values of variables. */
  readonly steps?: Omit<OwnStepOptions, "definition">;
}

/**
 * Tests every trigger of the event's kind: whether each fires, why, what would change it, and the
 * builds that start. `specs` are files or single pipelines, as `parseSpecs` returns them. The
 * result shows no secret of the specs or the event. A name of a branch or tag may be a full ref.
 * Throws `TypeError` for an unknown option, pipeline, trigger, fact, event name, question, answer,
 * provider, step or result of a step, and for a value of a wrong type.
 */
export function simulate(
  specs: Iterable<SpecFile | Pipeline>,
  given: SimulatedEvent,
  options: SimulateOptions = {},
): Simulation {
  assertKeys(options, SIMULATE_OPTIONS, "simulate");
  assertOptions(options);
  for (const key of ["pipelines", "triggers"] as const)
    if (options[key] !== undefined) assertTexts(options[key], `"${key}"`);
  const event = eventOf(given);
  const all = specsOf(specs);
  const { definitionOf } = options;
  const read = new Map<string, SpecFile>();
  const fileOf = (pipeline: Pipeline): SpecFile | undefined => {
    const text = definitionOf?.(pipeline);
    if (text === undefined) return undefined;
    const file = read.get(text) ?? readDefinition(text);
    read.set(text, file);
    return file;
  };
  const pipelines = all.flatMap((spec) => ("pipelines" in spec ? simulatedIn(spec) : [spec]));
  assertNames(pipelines, options);
  if (options.steps)
    assertStepOptions(
      options.steps,
      pipelines.flatMap((each) => resultNames(each, fileOf(each))),
    );
  const secrets =
    options.secrets ?? findSecretsNow([...all, ...pipelines.flatMap((each) => fileOf(each) ?? [])]);
  const own = { ...options, secrets, definitionOf: fileOf };
  return redactorNow(secrets, event).data(simulateAsIs(all, event, own));
}

/** Throws `TypeError` for a name that is not there: it is a mistake, not an empty result. */
function assertNames(
  all: readonly Pipeline[],
  { pipelines = [], triggers = [] }: Pick<SimulateOptions, "pipelines" | "triggers">,
): void {
  if (all.length === 0) return;
  for (const name of pipelines)
    if (!all.some((each) => isNamed(each, name))) assertKnown(name, all.map(pipelineName), "pipeline");
  const known = all.flatMap((each) => [...each.triggers, ...each.cronTriggers].map(triggerName));
  for (const name of triggers) assertKnown(name, known, "trigger");
}

const STEP_OPTIONS: Readonly<Record<keyof StepOptions, true>> = {
  results: true,
  variables: true,
  assume: true,
  definition: true,
  budget: true,
  host: true,
};

const SIMULATE_OPTIONS: Readonly<Record<keyof SimulateOptions, true>> = {
  pipelines: true,
  triggers: true,
  assumeAccepted: true,
  secrets: true,
  steps: true,
  definitionOf: true,
  known: true,
  assume: true,
  integrations: true,
  projectOf: true,
  host: true,
  prover: true,
};

/**
 * Returns the outcome of each step in a build that `simulate` returned, in the order of the text;
 * an empty list where there are no steps, or where `specTemplate` names a file and `definition` is
 * not given. The result shows no secret of the spec, the definition or the build. Throws
 * `TypeError` for an unknown option, step, result of a step, question or answer.
 */
export function simulateSteps(
  pipeline: Pipeline,
  build: StepBuild,
  { definition: text, ...options }: StepOptions = {},
): readonly SimulatedStep[] {
  specsOf([pipeline]);
  if (!build?.variables) refuse("the build must be that of a trigger which fires");
  const definition = text === undefined ? undefined : readDefinition(text);
  assertStepOptions(options, resultNames(pipeline, definition));
  const secrets = findSecretsNow([pipeline, ...(definition ? [definition] : [])]);
  const steps = simulateStepsAsIs(pipeline, build, { ...options, definition });
  return redactorNow(secrets, build).data(steps);
}

function readDefinition(text: string): SpecFile {
  assertText(text, "a definition of steps");
  return readSpecFileSync("codefresh.yml", text, readers);
}

function assertStepOptions(options: StepOptions, names: readonly string[]): void {
  assertKeys(options, STEP_OPTIONS, "steps");
  const { results = {}, variables = {}, assume = {} } = options;
  assertOptions({ assume });
  for (const [name, result] of Object.entries(results)) {
    assertKnown(name, names, "step");
    assertKnown(result, STEP_RESULTS, `result of step "${name}"`);
  }
  for (const [name, value] of Object.entries(variables)) assertText(value, `the value of variable "${name}"`);
}

/**
 * Returns whether a change of these files matches a glob, with the reasons. `paths` are paths from
 * the root of the repository, with forward slashes and no leading one. Throws `TypeError` for an
 * argument of a wrong type, and for an unknown option, engine or meaning of a leading slash.
 */
export function matchFiles(glob: string, paths: readonly string[], options: GlobOptions = {}): GlobMatch {
  assertText(glob, "a glob");
  assertTexts(paths, "the paths");
  assertKeys(options, { engine: true, leadingSlash: true, budget: true, host: true }, "matchFiles");
  const { engine, leadingSlash } = options;
  if (engine !== undefined) assertKnown(engine, ["picomatch", "minimatch"], "engine");
  if (leadingSlash !== undefined)
    assertKnown(leadingSlash, ["literal", "root"], "meaning of a leading slash");
  return matchFilesAsIs(glob, paths, options);
}

/**
 * Compares the behaviour of two sets of specs, as `parseSpecs` returns them: for each trigger the
 * events and runs that it gained and lost, each with a witness that was evaluated on both sides,
 * and the builds that differ. Pipelines and triggers are paired by id, name and likeness. A spec
 * that Codefresh would reject is not compared. The result shows no secret of the specs. Throws
 * `TypeError` for an unknown option, question, answer or provider, and for an invalid `from`.
 */
export function diff(
  oldSpecs: Iterable<SpecFile | Pipeline>,
  newSpecs: Iterable<SpecFile | Pipeline>,
  options: DiffOptions = {},
): Diff {
  assertKeys(options, DIFF_OPTIONS, "diff");
  assertOptions(options);
  const { from } = options;
  if (from !== undefined && (!(from instanceof Date) || Number.isNaN(from.getTime())))
    throw new TypeError('"from" must be a valid date, such as new Date("2026-05-04")');
  const [before, after] = [specsOf(oldSpecs), specsOf(newSpecs)];
  const secrets = options.secrets ?? findSecretsNow([...before, ...after]);
  const made = diffAsIs(before, after, { ...options, secrets });
  return redactorNow(secrets, made).data(made);
}

const DIFF_OPTIONS: Readonly<Record<keyof DiffOptions, true>> = {
  from: true,
  known: true,
  includes: true,
  assumeAccepted: true,
  secrets: true,
  labels: true,
  assume: true,
  integrations: true,
  projectOf: true,
  host: true,
  prover: true,
};

/** The files and pipelines of an argument. Throws `TypeError` for others, such as a text. */
function specsOf(specs: Iterable<SpecFile | Pipeline>): (SpecFile | Pipeline)[] {
  const all = typeof specs === "object" && specs && Symbol.iterator in specs ? [...specs] : [undefined];
  const isSpec = (each: unknown): boolean =>
    typeof each === "object" && each !== null && ("pipelines" in each || "file" in each);
  if (!all.every(isSpec)) refuse("the specs must be pipelines, as parseSpecs returns them");
  return all as (SpecFile | Pipeline)[];
}

/**
 * The event with short names of branches and tags. Throws `TypeError` for one of another shape: its
 * kind, time, facts and event names.
 */
function eventOf(event: SimulatedEvent): SimulatedEvent {
  assertKnown(event?.kind, ["git", "time"], "kind of event");
  if (event.kind === "git") {
    const { kind, names, ...facts } = event;
    for (const key of Object.keys(facts)) assertKnown(key, Object.keys(gitFacts), `fact of a ${kind} event`);
    if (!Array.isArray(names)) refuse('"names" of a git event must be a list of event names');
    for (const name of names) assertKnown(name, eventNames, "event name");
  } else if (typeof event.at !== "string" || Number.isNaN(Date.parse(event.at)))
    refuse('"at" of a time event must be a time, such as "2026-05-04T02:00:00Z"');
  const result = eventFromJson(event);
  if ("error" in result) refuse(`the event is not valid: ${result.error}`);
  return result.event;
}

/** The options of `lint`. */
export interface LintOptions extends Partial<LintSettings> {
  /**
   * The name of the text in the result; `<text>` by default. With a name that ends with `.json` the
   * text must be JSON, as for the command line of Codefresh.
   */
  readonly path?: string;
  readonly preset?: Preset;
  /** Settings by rule id. */
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  /** The caller's own rules, made with `defineRule`, in addition to the built-in ones. */
  readonly localRules?: readonly Rule[];
}

const LINT_OPTIONS: Readonly<Record<keyof LintOptions, true>> = {
  path: true,
  preset: true,
  rules: true,
  localRules: true,
  integrations: true,
  assume: true,
  repositoryFiles: true,
  findRepositoryFiles: true,
};

/** The readers of JSON and of unusual texts, which a synchronous function cannot load on demand. */
const readers = { ...json, ...recovery };

/** The result of linting one text. */
export interface LintResult {
  readonly path: string;
  /** The content of the text; only `specs` and `unreadable` are linted. */
  readonly content: FileContent;
  /** The number of pipeline specs in it. */
  readonly pipelines: number;
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
  /** The number of findings that the ignore comments of the text hid. */
  readonly suppressed: number;
}

/**
 * Lints one text, YAML or JSON, with one or several pipeline specs. Rejects with an error named
 * `RuleCrash` if a rule itself fails, and with `TypeError` for an unknown name or value in the
 * options.
 */
export async function lint(text: string, options: LintOptions = {}): Promise<LintResult> {
  assertText(text, "a spec");
  assertKeys(options, LINT_OPTIONS, "lint");
  const {
    path = "<text>",
    preset,
    rules,
    localRules = [],
    integrations = {},
    assume = {},
    repositoryFiles,
    findRepositoryFiles,
  } = options;
  assertText(path, "a path");
  if (repositoryFiles !== undefined) assertTexts(repositoryFiles, '"repositoryFiles"');
  if (!Array.isArray(localRules)) refuse('"localRules" must be a list of rules');
  const all = [...RULES, ...localRules];
  assertOptions(
    options,
    all.map(({ id }) => id),
  );
  const active = activeRules(all, preset, rules);
  const settings = {
    integrations,
    assume,
    ...(repositoryFiles && { repositoryFiles }),
    ...(findRepositoryFiles && { findRepositoryFiles }),
  };
  const file = await readSpecFile(path, text);
  const { diagnostics, hidden, pipelines } = await lintAlone(file, active, settings);
  return { path, content: file.content, pipelines, diagnostics, suppressed: hidden };
}

/**
 * Returns a text with the fixes of its diagnostics. Everything outside the edits stays the same;
 * line breaks in an edit become those of the text. A fix that overlaps an earlier one is left for
 * the next call. The result is read again: a fix that would make the text unreadable, or change
 * values that it does not touch, is left out. Throws `TypeError` for an unknown option and for a
 * value of a wrong type.
 */
export function applyFixes(
  text: string,
  diagnostics: readonly Diagnostic[],
  options: FixOptions & ParseOptions = {},
): string {
  assertText(text, "a spec");
  if (!Array.isArray(diagnostics)) refuse('the diagnostics must be a list, as "diagnostics" of lint');
  assertKeys(options, { path: true, suggestions: true }, "applyFixes");
  const { path = "<text>" } = options;
  assertText(path, "a path");
  const read = (content: string) => readSpecFileSync(path, content, readers);
  return applyCheckedFixes(text, diagnostics, options, read);
}

/** The options of `parseSpecs`. */
export interface ParseOptions {
  /** As in `LintOptions`. */
  readonly path?: string;
}

/**
 * Reads the pipeline specs of a text: a single spec, several documents, a list, or an `items:`
 * list; YAML or JSON. Without a spec it reads the pipeline definitions (`codefresh.yml`) in it. A
 * broken text gives its readable part, with the faults in the `file` of each pipeline;
 * `findRejections` returns all faults for which Codefresh rejects a pipeline. Never throws because
 * of the text; throws `TypeError` for an unknown option and for a value of a wrong type.
 */
export function parseSpecs(text: string, options: ParseOptions = {}): readonly Pipeline[] {
  assertText(text, "a spec");
  assertKeys(options, { path: true }, "parseSpecs");
  const { path = "<text>" } = options;
  assertText(path, "a path");
  return simulatedIn(readSpecFileSync(path, text, readers));
}

/**
 * Returns the faults for which Codefresh rejects a spec, in the order of the text. For a text that
 * cannot be read only its own faults are known. The messages show no secret of the spec. Throws
 * `TypeError` for an unknown question or answer.
 */
export function findRejections(pipeline: Pipeline, assume: Assumptions = {}): readonly Rejection[] {
  specsOf([pipeline]);
  assertOptions({ assume });
  const faults = rejectionsOf(pipeline, assume);
  return faults.length === 0 ? faults : redactorNow(findSecretsNow([pipeline]), []).data(faults);
}

/**
 * Reads a webhook's body: the events that it means, or why no trigger can get it, or that it is not
 * a webhook. The provider is known from the headers (names in any letter case) or from the body
 * alone. Facts that the payload lacks are absent from the event. Never throws because of the body;
 * only the events can have a secret of it. Throws `TypeError` for headers of another shape.
 */
export function eventFromPayload(
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): PayloadResult {
  if (typeof headers !== "object" || headers === null)
    throw new TypeError('the headers must be an object, such as { "X-GitHub-Event": "push" }');
  for (const [name, value] of Object.entries(headers)) assertText(value, `the value of header "${name}"`);
  const result = readPayload(body, headers);
  const { event, events, ...sentences } = result as { event?: unknown; events?: unknown };
  return { ...result, ...redactDetectedNow(sentences) };
}

/**
 * Evaluates a condition of a step, as `when.condition` has it: whether the step would run. Each
 * `${{NAME}}` is replaced first where `variables` has a text, a number or a boolean of that name;
 * others, as `steps`, are values of the language. Throws `ConditionSyntaxError` for a text that is
 * not in the language or too large, `ConditionTypeError` for a value that does not fit,
 * `RangeError` for a regular expression that is too large, and `TypeError` for other arguments.
 */
export function evaluateCondition(
  condition: string,
  variables: Readonly<Record<string, unknown>> = {},
): boolean {
  assertText(condition, "a condition");
  assertObject(variables, "the variables");
  return evaluateAsIs(condition, variables);
}

/**
 * Parses an expression as the platform's scheduler does. Throws `CronSyntaxError` for what the
 * scheduler refuses, and `TypeError` for a value that is not a text.
 */
export function parseCron(expression: string): CronSchedule {
  assertText(expression, "an expression");
  return parseCronAsIs(expression);
}

/**
 * True if the published schema accepts an expression; the scheduler may still refuse it. Throws
 * `TypeError` for a value that is not a text.
 */
export function isCronAcceptedByApi(expression: string): boolean {
  assertText(expression, "an expression");
  return isAccepted(expression);
}

/**
 * Returns the parts of a filter such as `/^main$/`, or its problems. Throws `TypeError` for a value
 * that is not a text.
 */
export function parseRegexLiteral(text: string): RegexLiteral | RegexLiteralError {
  assertText(text, "a filter");
  return parseLiteral(text);
}
