import { dirname } from "node:path";
import { findSystemVariable, nearestSystemVariable } from "../../catalogue/system-variables.ts";
import { isSequence, LocatedMapping, valueAt } from "../../document/located.ts";
import { toValue } from "../../document/node.ts";
import { Budget } from "../../match/budget.ts";
import { type Pipeline, type SpecFile, variableNamesIn, variablesNamed } from "../../pipeline/model.ts";
import type { CasesReport, ReportedCase } from "../../report/cases/cases-report.ts";
import { roomForBuilds } from "../../report/simulate/bounded-builds.ts";
import { MAX_EXPLAINED } from "../../report/simulate/choose-triggers.ts";
import { findSecrets, isSecretVariable } from "../../secrets/locate.ts";
import { detectedSpellings, redactorFor } from "../../secrets/redact.ts";
import { Coverage } from "../../simulate/cases/case-coverage.ts";
import { judgeCase } from "../../simulate/cases/judge.ts";
import { isNamed, pipelineName, simulatedIn } from "../../simulate/pipelines.ts";
import { type SpecAcceptance, specAcceptance } from "../../simulate/rejection.ts";
import { SharedProjects } from "../../simulate/shared-projects.ts";
import { type SimulateOptions, simulate } from "../../simulate/simulate.ts";
import { didYouMean, editDistance, limitedClosestMatch } from "../../util/closest-match.ts";
import { toArguments } from "../args/arguments.ts";
import { type Arguments, type Io, UsageError } from "../command.ts";
import { ConfigError, faultSentence } from "../config/load-config.ts";
import { EventFiles } from "../event/event-files.ts";
import {
  type EventsRead,
  eventsOfUserActions,
  type FilesOfCases,
  readEvents,
} from "../event/event-sources.ts";
import { OptionError } from "../event/option-error.ts";
import { boundaryOf } from "../files/inside-repository.ts";
import { readNamed, readText } from "../files/read-text.ts";
import type { FoundFile } from "../input/discover.ts";
import { writeStderr } from "../output/stderr.ts";
import { nodeHost } from "../simulate/regex-deadline.ts";
import { readProjects } from "../simulate/step-definitions.ts";
import { stepCheck } from "../simulate/step-options.ts";
import { type Judged, redactedCase, reportedCase } from "./case-outcome.ts";
import type { CaseSpecs } from "./case-specs.ts";
import { type CasesFile, readCases, type WrittenCase } from "./cases-file.ts";

/**
 * The steps of builds in all cases of a file share the budget of specs that are so many times
 * longer than the file and its specs: 3 seconds per 100 KB.
 */
const BUDGET_OF_CASES = 10;

/** The shared options of all cases. */
export interface TestRun {
  readonly io: Io;
  readonly specs: CaseSpecs;
  readonly files: EventFiles;
  readonly coverage: Coverage | undefined;
  /** The options of the run about configs. */
  readonly args: Arguments;
  /** Whether a case with this name is selected. */
  readonly wants: (name: string) => boolean;
}

/** The `io` of a cases file: its folder, and how the files that it names are read. */
export type CasesIo = Io & { readonly within: FilesOfCases };

/** Returns the `io` of a cases file at a path. */
export function casesIo(io: Io, absolute: string, files = new EventFiles()): CasesIo {
  const folder = dirname(absolute);
  return { ...io, cwd: folder, within: { boundary: boundaryOf(folder, io.cwd), files } };
}

/** The selected cases of one file, and the number of the others. */
export interface FileRun {
  readonly report: CasesReport["files"][number];
  readonly left: number;
}

/**
 * Runs the cases of a file after reading all of it: throws `UsageError` with a sentence and a place
 * for each fault.
 */
async function runFile({ path, absolute, named }: FoundFile, run: TestRun): Promise<FileRun> {
  const file = await readCases(path, (named ? readNamed : readText)(absolute, path, "cases"));
  refuseNoCases(file);
  const specs = await specsOf(file, absolute, run);
  const io = casesIo(run.io, absolute, run.files);
  const given = await simulateOptions(file, specs ?? [], run);
  const read = [...(specs ?? []), ...definitionsOf(specs ?? [], given)];
  const secrets = await findSecrets(read);
  const characters = [file, ...read].reduce((sum, { source }) => sum + source.text.length, 0);
  const budget = new Budget(characters * BUDGET_OF_CASES);
  const options = { ...given, secrets, steps: { budget } };
  const shared = new SharedProjects();
  const variables = variablesOfSpecs(specs ?? []);
  const coverage = run.coverage && new Coverage(given.definitionOf);
  const cases: ReportedCase[] = [];
  const room = { triggers: MAX_EXPLAINED, items: roomForBuilds(characters) };
  const detected = new Set<string>();
  let left = 0;
  // Only the part of a simulation that is reported is kept: all of them may take gigabytes.
  for (const written of file.cases.filter(({ sound }) => sound)) {
    const one = await judge(written, file, specs, { io, options, shared, variables });
    if (!one) continue;
    if (!run.wants(written.name)) left++;
    else {
      coverage?.add(one.pipelines, one.simulations);
      for (const spelling of await detectedSpellings(one.read)) detected.add(spelling);
      cases.push(reportedCase(one, file.source, room));
    }
  }
  coverage?.add((specs ?? []).flatMap(simulatedIn), []);
  throwFaults(file);
  if (coverage) run.coverage?.merge(coverage);
  const redactor = await redactorFor(secrets, file.source.text, detected);
  const refused = redactor.data(refusedSpecs(specs ?? [], options));
  return { report: { path, refused, cases: cases.map((each) => redactedCase(each, redactor)) }, left };
}

/** A file without cases checks nothing, so that it never fails; `--record` adds the first one. */
function refuseNoCases({ list, faults }: CasesFile): void {
  if (!list || !isSequence(list) || list.items.length > 0) return;
  faults.push({ span: list.span, message: "the file has no cases; write one, or remove the file" });
}

/** The files that have the steps of pipelines. */
function definitionsOf(specs: readonly SpecFile[], { definitionOf }: SimulateOptions): readonly SpecFile[] {
  return specs.flatMap(simulatedIn).flatMap((pipeline) => definitionOf?.(pipeline) ?? []);
}

function refusedSpecs(files: readonly SpecFile[], options: SimulateOptions): readonly SpecAcceptance[] {
  const { projectOf, assumeAccepted = false } = options;
  return files
    .flatMap(simulatedIn)
    .map((pipeline) => {
      const assume = { ...projectOf?.(pipeline)?.assume, ...options.assume };
      return specAcceptance(pipeline, ["git", "cron"], { assume, assumeAccepted });
    })
    .filter(({ refused }) => refused > 0);
}

/** The specs of a file; undefined if they are unusable, which is a fault. */
async function specsOf(
  file: CasesFile,
  absolute: string,
  run: TestRun,
): Promise<readonly SpecFile[] | undefined> {
  const before = file.faults.length;
  const specs = await run.specs.of(file, absolute);
  return specs.length > 0 && file.faults.length === before ? specs : undefined;
}

/**
 * The answers to open questions: those of the cases file win over those of configs. The file and
 * the command line can both give results for rejected specs.
 */
export async function simulateOptions(
  { assume, assumeAccepted }: CasesFile,
  specs: readonly SpecFile[],
  { args, io }: Pick<TestRun, "args" | "io">,
): Promise<SimulateOptions> {
  const pipelines = specs.flatMap(simulatedIn);
  return {
    assume,
    assumeAccepted: assumeAccepted || args.flag("assume-accepted"),
    ...(await readProjects(pipelines, args, io)),
    host: nodeHost(),
  };
}

/** Throws every fault of the file, in the order of its text. */
export function throwFaults({ faults, source }: CasesFile): void {
  if (faults.length === 0) return;
  const sorted = [...faults].sort((a, b) => a.span.start - b.span.start);
  throw new ConfigError(sorted.map((fault) => faultSentence(source, fault)));
}

async function judge(
  written: WrittenCase,
  { faults }: CasesFile,
  specs: readonly SpecFile[] | undefined,
  {
    io,
    options,
    shared,
    variables,
  }: {
    readonly io: CasesIo;
    readonly options: SimulateOptions;
    readonly shared: SharedProjects;
    readonly variables: SpecVariables;
  },
): Promise<Judged | undefined> {
  const read = await eventsOfCase(written, faults, specs ?? [], io);
  const pipelines = specs && pipelinesOf(written, specs, faults);
  if (!read || !pipelines) return undefined;
  refuseSecrets(written, pipelines, faults, options);
  refuseMisspelled(written, variables, faults);
  if (checksNoTrigger(written, pipelines, faults)) return undefined;
  const check = stepCheck(pipelines, (pipeline) => options.definitionOf?.(pipeline));
  for (const { value, span } of written.stepNames) {
    const message = check(value, written.steps.results?.[value] ?? "");
    if (message) faults.push({ span, message });
  }
  const own = { ...options, steps: { ...options.steps, ...written.steps } };
  const simulations = read.events.map(({ event }) => simulate(pipelines, event, own, shared));
  const judged = judgeCase(written.expected, simulations);
  faults.push(...judged.faults);
  return { written, read, pipelines, simulations, failures: judged.failures };
}

/**
 * The events of a case, read like the flags of `simulate`; paths are relative to the folder of
 * `io`. Undefined, with a fault in `faults`, for keys that describe no event.
 */
export async function eventsOfCase(
  written: WrittenCase,
  faults: CasesFile["faults"],
  files: readonly SpecFile[],
  io: CasesIo,
): Promise<EventsRead | undefined> {
  const { options, event } = written;
  const inline = event.get("event");
  const facts = inline instanceof LocatedMapping ? factsOf(inline) : undefined;
  try {
    const read = await readEvents(toArguments([], options), io, { facts, within: io.within });
    if (!event.has("merge") || options.merge === false) return read;
    return { ...read, events: eventsOfUserActions(read.events, files) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const about = error instanceof OptionError ? error : undefined;
    const [place] = (about?.keys ?? []).flatMap((key) => event.get(key) ?? []);
    const part = place && place === inline ? valueAt(place, about!.path) : undefined;
    faults.push({ span: (part ?? place ?? written).span, message: about?.inKeys ?? error.message });
    return undefined;
  }
}

/** The plain value of an event written into a case, as JSON has it: with dates as texts. */
function factsOf(inline: LocatedMapping): unknown {
  return JSON.parse(JSON.stringify(toValue(inline.node)));
}

/** The pipelines of a case; an unknown name is a fault. */
function pipelinesOf(
  { pipelines }: WrittenCase,
  specs: readonly SpecFile[],
  faults: CasesFile["faults"],
): readonly Pipeline[] | undefined {
  const all = specs.flatMap(simulatedIn);
  if (pipelines.length === 0) return all;
  const wrong = pipelines.filter(({ value }) => !all.some((pipeline) => isNamed(pipeline, value)));
  const names = all.map(pipelineName);
  for (const { value, span } of wrong) {
    const hint = didYouMean(value, names, "check the name");
    faults.push({ span, message: `unknown pipeline "${value}"; ${hint}` });
  }
  if (wrong.length > 0) return undefined;
  return all.filter((pipeline) => pipelines.some(({ value }) => isNamed(pipeline, value)));
}

/** True if a case checks verdicts of a definition alone, which has no triggers: a fault. */
function checksNoTrigger(
  { expected }: WrittenCase,
  pipelines: readonly Pipeline[],
  faults: CasesFile["faults"],
): boolean {
  if (!pipelines.some(({ isDefinition }) => isDefinition)) return false;
  const { fires, firesAtLeast, skips, unknown, builds } = expected;
  const wrong = [fires, firesAtLeast, skips, unknown, builds].flatMap((each) => each?.span ?? []);
  const message = "a pipeline definition has no triggers; check its steps, or give its spec";
  faults.push(...wrong.map((span) => ({ span, message })));
  return wrong.length > 0;
}

/** A secret variable cannot be compared, since a difference would reveal its value. */
function refuseSecrets(
  { expected }: WrittenCase,
  pipelines: readonly Pipeline[],
  faults: CasesFile["faults"],
  { secrets }: SimulateOptions,
): void {
  for (const { what, key, span } of expected.build) {
    if (what !== "variables" || key === undefined) continue;
    const named = pipelines.flatMap((pipeline) => variablesNamed(pipeline, key));
    if (!named.some((variable) => isSecretVariable(variable, secrets))) continue;
    const message = `"${key}" is encrypted, and encrypted values are never compared; remove it`;
    faults.push({ span, message });
  }
}

/** The names of the variables of all specs, read once for all cases. */
interface SpecVariables {
  readonly names: ReadonlySet<string>;
  readonly near: ReturnType<typeof limitedClosestMatch>;
}

function variablesOfSpecs(specs: readonly SpecFile[]): SpecVariables {
  const names = new Set(specs.flatMap(simulatedIn).flatMap((pipeline) => [...variableNamesIn(pipeline)]));
  return { names, near: limitedClosestMatch([...names]) };
}

/**
 * A variable of no spec is never set, so that a misspelled name would always be absent. A name with
 * more than one slip, or a short one, may be meant.
 */
function refuseMisspelled(
  { expected, steps: { variables: own = {} } }: WrittenCase,
  { names, near: nearInSpecs }: SpecVariables,
  faults: CasesFile["faults"],
): void {
  const absent = expected.build.filter(({ what, value }) => what === "variables" && value === null);
  if (absent.length === 0) return;
  const nearOwn = limitedClosestMatch(Object.keys(own));
  for (const { key = "", span } of absent) {
    if (key.length < 4 || names.has(key) || Object.hasOwn(own, key) || findSystemVariable(key)) continue;
    const near = [nearInSpecs(key), nearOwn(key), nearestSystemVariable(key)].find(
      (each) => each !== undefined && editDistance(key.toLowerCase(), each.toLowerCase(), 1) <= 1,
    );
    const message = `unknown variable "${key}", which no spec sets; did you mean "${near}"?`;
    if (near !== undefined) faults.push({ span, message });
  }
}

/** The run of one file; undefined if it is unusable, which is reported. */
export async function tryFile(file: FoundFile, run: TestRun): Promise<FileRun | undefined> {
  try {
    return await runFile(file, run);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    for (const sentence of error.sentences) writeStderr(run.io, sentence);
    return undefined;
  }
}
