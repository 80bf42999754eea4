/**
 * dryfire as a library: functions of strings and values, without Node.js, so that it runs in a
 * browser. `lint` loads large parts on demand; everything else is synchronous.
 */
import { RULES } from "../rules/index.ts";
import type { ProviderId } from "./catalogue/providers.ts";
import {
  assertDistinct,
  assertKnown,
  assertOptions,
  assertSameText,
  checkArguments,
  eventOf,
  specsOf,
  triggersOf,
  withCheckedResults,
} from "./check-arguments.ts";
import { diff as diffAsIs } from "./diff/diff.ts";
import type { Diff } from "./diff/difference.ts";
import * as json from "./document/json-reader.ts";
import * as recovery from "./document/recover.ts";
import { evaluateCondition as evaluateAsIs } from "./expression/condition.ts";
import type {
  DiffOptions,
  GlobOptions,
  LintOptions,
  ParseOptions,
  SimulateOptions,
  StepOptions,
} from "./library-options.ts";
import type { Diagnostic } from "./lint/diagnostic.ts";
import { lintAlone } from "./lint/finish.ts";
import type { FixOptions } from "./lint/fix/apply-fixes.ts";
import { applyFixes as applyEdits } from "./lint/fix/apply-fixes.ts";
import { checkedFixes } from "./lint/fix/fix-text.ts";
import { defineRule as defineRuleAsIs, type Rule } from "./lint/rule.ts";
import { activeRules } from "./lint/rule-set.ts";
import {
  type CronSchedule,
  isCronAcceptedByApi as isAccepted,
  parseCron as parseCronAsIs,
} from "./match/cron/index.ts";
import { type GlobMatch, matchFiles as matchFilesAsIs } from "./match/glob/index.ts";
import type { Prover } from "./match/regex/automata.ts";
import {
  parseRegexLiteral as parseLiteral,
  type RegexLiteral,
  type RegexLiteralError,
} from "./match/regex/index.ts";
import type { FileContent, GitTrigger, Pipeline, SpecFile } from "./pipeline/model.ts";
import { readSpecFile, readSpecFileSync } from "./pipeline/read-spec-file.ts";
import { findSecretsNow } from "./secrets/locate.ts";
import { redactDetectedNow, redactorNow } from "./secrets/redact.ts";
import type { GitEvent, SimulatedEvent } from "./simulate/event/event.ts";
import { cleanPath } from "./simulate/event/fact-values.ts";
import {
  eventsOfMerge as eventsOfMergeAsIs,
  eventsOfRelease as eventsOfReleaseAsIs,
  type UserActionEvent,
} from "./simulate/event/user-action-events.ts";
import {
  type PayloadResult,
  type RequestHeaders,
  eventFromPayload as readPayload,
} from "./simulate/payloads/index.ts";
import { isNamed, pipelineName, simulatedIn, triggerName } from "./simulate/pipelines.ts";
import { type Rejection, findRejections as rejectionsOf } from "./simulate/rejection.ts";
import type { Assumptions } from "./simulate/settings.ts";
import { simulate as simulateAsIs } from "./simulate/simulate.ts";
import type { Simulation } from "./simulate/simulation.ts";
import { type StepBuild, simulateSteps as simulateStepsAsIs } from "./simulate/steps/simulate-steps.ts";
import type { SimulatedStep } from "./simulate/steps/simulated-step.ts";
import { resultNames } from "./simulate/steps/step-definition.ts";
import { loadProver as loadProverAsIs } from "./simulate/would-fire/cannot-fire.ts";
import { deepFreeze } from "./util/freeze.ts";

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
export type {
  DiffOptions,
  GlobOptions,
  LintOptions,
  ParseOptions,
  SimulateOptions,
  StepOptions,
} from "./library-options.ts";
export type { Diagnostic, Fix, Related, Severity, TextEdit } from "./lint/diagnostic.ts";
export type { FixOptions } from "./lint/fix/apply-fixes.ts";
export type { Rule, RuleContext } from "./lint/rule.ts";
export type { Preset, RuleSetting } from "./lint/rule-set.ts";
export type { Host } from "./match/budget.ts";
export type { CronSchedule } from "./match/cron/index.ts";
export { CronSyntaxError } from "./match/cron/index.ts";
export type { GlobMatch } from "./match/glob/index.ts";
export type { Prover } from "./match/regex/automata.ts";
export type { RegexLiteral, RegexLiteralError } from "./match/regex/index.ts";
export type { CronTrigger, GitTrigger, Pipeline, SpecFile, Variable } from "./pipeline/model.ts";
export type { EffectiveBuild } from "./simulate/build/effective-build.ts";
export type { Verdict } from "./simulate/evaluate.ts";
export type { ChangedFile, GitEvent, SimulatedEvent, TimeEvent } from "./simulate/event/event.ts";
export type { Change } from "./simulate/event/event-diff.ts";
export type { UserActionEvent } from "./simulate/event/user-action-events.ts";
export type { PayloadResult, RequestHeaders } from "./simulate/payloads/index.ts";
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
export type { WouldFire } from "./simulate/would-fire/would-fire.ts";

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
  checkArguments("simulate", options);
  const event = eventOf(given, ["git", "time"]);
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
    assertSteps(
      options.steps,
      pipelines.flatMap((each) => resultNames(each, fileOf(each))),
    );
  const secrets = findSecretsNow([...all, ...pipelines.flatMap((each) => fileOf(each) ?? [])]);
  const steps = options.steps && withCheckedResults(options.steps);
  const own = { ...withCheckedResults(options), ...(steps && { steps }), secrets, definitionOf: fileOf };
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

/**
 * Returns the outcome of each step in a build that `simulate` returned, in the order of the text;
 * an empty list where there are no steps, or where `specTemplate` names a file and `definition` is
 * not given. The result shows no secret of the spec, the definition or the build. Throws
 * `TypeError` for an unknown option, step, result of a step, question or answer.
 */
export function simulateSteps(
  pipeline: Pipeline,
  build: StepBuild,
  options: StepOptions = {},
): readonly SimulatedStep[] {
  checkArguments("simulateSteps", pipeline, build, options);
  const definition = options.definition === undefined ? undefined : readDefinition(options.definition);
  assertSteps(options, resultNames(pipeline, definition));
  const secrets = findSecretsNow([pipeline, ...(definition ? [definition] : [])]);
  const steps = simulateStepsAsIs(pipeline, build, { ...withCheckedResults(options), definition });
  return redactorNow(secrets, build).data(steps);
}

function readDefinition(text: string): SpecFile {
  checkArguments("readDefinition", text);
  return readSpecFileSync("codefresh.yml", text, readers);
}

/** Throws `TypeError` for the result of a step that is not there. */
function assertSteps({ results = {} }: StepOptions, names: readonly string[]): void {
  for (const name of Object.keys(results)) assertKnown(name, names, "step");
}

/**
 * Returns whether a change of these files matches a glob, with the reasons. `paths` are paths from
 * the root of the repository, with forward slashes and no leading one. Throws `TypeError` for
 * another path, an argument of a wrong type, and an unknown option, engine or meaning of a leading
 * slash.
 */
export function matchFiles(glob: string, paths: readonly string[], options: GlobOptions = {}): GlobMatch {
  checkArguments("matchFiles", glob, paths, options);
  return matchFilesAsIs(glob, paths.map(cleanPath), withCheckedResults(options));
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
  checkArguments("diff", options);
  const [before, after] = [specsOf(oldSpecs), specsOf(newSpecs)];
  const secrets = findSecretsNow([...before, ...after]);
  const made = diffAsIs(before, after, { ...withCheckedResults(options), secrets });
  return redactorNow(secrets, made).data(made);
}

/**
 * Returns the webhooks of the merge of a pull request: that it was closed by a merge, and the push
 * to its target branch; undefined for an event without a pull request. Without a provider in the
 * event, `providers` are those that may have sent it. Throws `TypeError` for arguments of another
 * shape.
 */
export function eventsOfMerge(
  event: GitEvent,
  providers: ReadonlySet<ProviderId> = new Set(),
): UserActionEvent[] | undefined {
  checkArguments("eventsOfMerge", providers);
  return eventsOfMergeAsIs(eventOf(event, ["git"]), providers);
}

/**
 * Returns the webhooks that the publication of a release sends on GitHub; undefined for an event
 * without a release. Throws `TypeError` for an event of another shape.
 */
export function eventsOfRelease(event: GitEvent): UserActionEvent[] | undefined {
  return eventsOfReleaseAsIs(eventOf(event, ["git"]));
}

/**
 * Loads the proof by automata for the filters of some triggers, which takes about 30 ms; undefined
 * if the text of every filter shows that it can match. Rejects with `TypeError` for other values.
 */
export async function loadProver(triggers: Iterable<GitTrigger>): Promise<Prover | undefined> {
  return loadProverAsIs(triggersOf(triggers));
}

/** Declares a rule; returns it unchanged. Throws `TypeError` for a value that is not a rule. */
export function defineRule(rule: Rule): Rule {
  checkArguments("defineRule", rule);
  return defineRuleAsIs(rule);
}

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
  checkArguments("lint", text, options);
  const {
    path = "<text>",
    preset,
    rules = {},
    localRules = [],
    integrations = {},
    assume = {},
    repositoryFiles,
    findRepositoryFiles,
  } = withCheckedResults(options);
  const all = [...RULES, ...localRules];
  const ids = all.map(({ id }) => id);
  if (localRules.length > 0) assertDistinct(ids);
  for (const [id, { options = {} }] of Object.entries(rules)) {
    assertKnown(id, ids, "rule");
    assertOptions(all.find((rule) => rule.id === id)!, options);
  }
  const active = activeRules(all, preset, rules);
  const settings = {
    integrations,
    assume,
    ...(repositoryFiles && { repositoryFiles }),
    ...(findRepositoryFiles && { findRepositoryFiles }),
  };
  const file = await readSpecFile(path, text);
  // A rule that changed the model would make another one fail.
  if (localRules.length > 0) deepFreeze(file);
  const { diagnostics, hidden, pipelines } = await lintAlone(file, active, settings);
  return { path, content: file.content, pipelines, diagnostics, suppressed: hidden };
}

/**
 * Returns a text with the fixes of its diagnostics. Everything outside the edits stays the same;
 * line breaks in an edit become those of the text. A fix that overlaps an earlier one is left for
 * the next call. The result is read again: a fix that would make the text unreadable, or change
 * values that it does not touch, is left out. Throws `TypeError` for diagnostics of another text,
 * for an unknown option and for a value of a wrong type.
 */
export function applyFixes(
  text: string,
  diagnostics: readonly Diagnostic[],
  options: FixOptions & ParseOptions = {},
): string {
  checkArguments("applyFixes", text, diagnostics, options);
  assertSameText(text, diagnostics);
  const { path = "<text>" } = options;
  const read = (content: string) => readSpecFileSync(path, content, readers);
  return applyEdits(text, checkedFixes(text, diagnostics, options, read), { suggestions: true });
}

/**
 * Reads the pipeline specs of a text: a single spec, several documents, a list, or an `items:`
 * list; YAML or JSON. Without a spec it reads the pipeline definitions (`codefresh.yml`) in it. A
 * broken text gives its readable part, with the faults in the `file` of each pipeline;
 * `findRejections` returns all faults for which Codefresh rejects a pipeline. Never throws because
 * of the text; throws `TypeError` for an unknown option and for a value of a wrong type.
 */
export function parseSpecs(text: string, options: ParseOptions = {}): readonly Pipeline[] {
  checkArguments("parseSpecs", text, options);
  const { path = "<text>" } = options;
  return simulatedIn(readSpecFileSync(path, text, readers));
}

/**
 * Returns the faults for which Codefresh rejects a spec, in the order of the text. For a text that
 * cannot be read only its own faults are known. The messages show no secret of the spec. Throws
 * `TypeError` for an unknown question or answer.
 */
export function findRejections(pipeline: Pipeline, assume: Assumptions = {}): readonly Rejection[] {
  checkArguments("findRejections", pipeline, assume);
  const faults = rejectionsOf(pipeline, assume);
  return faults.length === 0 ? faults : redactorNow(findSecretsNow([pipeline]), []).data(faults);
}

/**
 * Reads a webhook's body: the events that it means, or why no trigger can get it, or that it is not
 * a webhook. The provider is known from the headers (names in any letter case) or from the body
 * alone; a request of Node.js has them as `headers`. Facts that the payload lacks are absent from
 * the event. Never throws because of the body; only the events can have a secret of it. Throws
 * `TypeError` for headers of another shape.
 */
export function eventFromPayload(body: unknown, headers: RequestHeaders = {}): PayloadResult {
  checkArguments("eventFromPayload", body, headers);
  const unread = unreadForm(body);
  if (unread !== undefined) return { fault: "no-webhook", error: `not a webhook: the body is ${unread}` };
  const result = readPayload(body, headers);
  const { event, events, ...sentences } = result as { event?: unknown; events?: unknown };
  return { ...result, ...redactDetectedNow(sentences) };
}

/** The form of a body that was not parsed, and the remedy; undefined for any other. */
function unreadForm(body: unknown): string | undefined {
  if (typeof body === "string") return "a text; give what JSON.parse returns for it";
  if (ArrayBuffer.isView(body) || body instanceof ArrayBuffer)
    return "bytes; give what JSON.parse returns for their text";
  return body instanceof Promise ? "a promise; await it" : undefined;
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
  checkArguments("evaluateCondition", condition, variables);
  return evaluateAsIs(condition, variables);
}

/**
 * Parses an expression as the platform's scheduler does. Throws `CronSyntaxError` for what the
 * scheduler refuses, and `TypeError` for a value that is not a text.
 */
export function parseCron(expression: string): CronSchedule {
  checkArguments("parseCron", expression);
  return parseCronAsIs(expression);
}

/**
 * True if the published schema accepts an expression; the scheduler may still refuse it. Throws
 * `TypeError` for a value that is not a text.
 */
export function isCronAcceptedByApi(expression: string): boolean {
  checkArguments("isCronAcceptedByApi", expression);
  return isAccepted(expression);
}

/**
 * Returns the parts of a filter such as `/^main$/`, or its problems. Throws `TypeError` for a value
 * that is not a text.
 */
export function parseRegexLiteral(text: string): RegexLiteral | RegexLiteralError {
  checkArguments("parseRegexLiteral", text);
  return parseLiteral(text);
}
