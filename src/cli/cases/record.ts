import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { SpecFile } from "../../pipeline/model.ts";
import { printable, withoutCommands } from "../../report/text/escape.ts";
import { findSecrets } from "../../secrets/locate.ts";
import { redactDetected } from "../../secrets/redact.ts";
import { judgeCase } from "../../simulate/cases/judge.ts";
import { formatRejection, isRejected } from "../../simulate/rejection.ts";
import { type Simulation, simulate } from "../../simulate/simulate.ts";
import { type Arguments, type ExitCode, type Io, UsageError } from "../command.ts";
import { type EventsRead, readEvents } from "../event/event-sources.ts";
import { refuseLinks } from "../files/inside-repository.ts";
import { pathFrom } from "../files/paths.ts";
import { readNamed } from "../files/read-text.ts";
import { rewriteFile, writeNamed } from "../files/write-file.ts";
import { CaseSpecs } from "./case-specs.ts";
import { appendCase, newFile, recordedExpectations } from "./case-text.ts";
import { type CasesFile, readCases } from "./cases-file.ts";
import { noteOnName } from "./find-cases.ts";
import { eventKeysOf } from "./recorded-event.ts";
import { casesIo, eventsOfCase, simulateOptions, throwFaults } from "./run-cases.ts";

/** A cases file that a case is recorded into. */
interface Target {
  /** As the user wrote it. */
  readonly path: string;
  readonly absolute: string;
  /** Its text; undefined for a new file. */
  readonly text: string | undefined;
  /** For a new file, its specs. */
  readonly specs: readonly string[];
  /** Whether specs that Codefresh would reject have results. */
  readonly assumeAccepted: boolean;
}

/**
 * `dryfire test --record FILE`: adds a case with today's verdicts to a file, which is written
 * completely or not at all. The new text is read and its case checked before it replaces the file.
 * Throws `UsageError` for what cannot be recorded.
 */
export async function record(args: Arguments, io: Io): Promise<ExitCode> {
  refuseRunOptions(args);
  const name = args.string("name");
  if (name === undefined) throw new UsageError("--record requires a name for the case; add --name TEXT");
  if (args.string("record") === "-")
    throw new UsageError('"--record -" is not a file; name one, such as ci.dryfire-test.yaml');
  const target = targetOf(args, io);
  await refuseSecretPaths(target.specs);
  const before = await fileOf(target);
  if (before?.cases.some((each) => each.name === name))
    throw new UsageError(`"${target.path}" already has a case named "${name}"; choose another name`);
  const keys = eventKeysOf(args, await readEvents(args, io), io.cwd, dirname(target.absolute));
  const bare = await redactDetected({ name, ...keys });
  const simulations = await simulationsOf(await fileWith(target, bare, before), target, args, io);
  await refuseRejected(simulations);
  const whole = await redactDetected({ ...bare, ...recordedExpectations(simulations) });
  const text = textWith(target, whole, before);
  await verify(text, target, args, io);
  write(target, text, io.cwd);
  const done = `${target.text === undefined ? "wrote" : "added to"} ${target.path}: ${name}`;
  io.out(withoutCommands(`${printable(await redactDetected(done))}\n`));
  if (target.text === undefined) noteOnName(await redactDetected(target.path), io);
  return 0;
}

/** Throws `UsageError` for a spec that Codefresh would reject: its cases never pass. */
export async function refuseRejected(simulations: readonly Simulation[]): Promise<void> {
  const rejected = simulations.flatMap(({ pipelines }) => pipelines).find(isRejected);
  if (rejected)
    throw new UsageError(`cannot record a case: ${await redactDetected(formatRejection(rejected))}`);
}

function refuseRunOptions(args: Arguments): void {
  const given = ["filter", "format"].find((name) => args.string(name) !== undefined);
  const option = given ?? (args.flag("coverage") ? "coverage" : undefined);
  if (option)
    throw new UsageError(`"--${option}" cannot be used with --record, which runs no cases; remove it`);
}

function targetOf(args: Arguments, io: Io): Target {
  const path = args.string("record")!;
  const absolute = resolve(io.cwd, path);
  const assumeAccepted = args.flag("assume-accepted");
  if (!existsSync(absolute)) {
    const specs = specPaths(args.positionals, absolute, io.cwd);
    return { path, absolute, text: undefined, specs, assumeAccepted };
  }
  const text = readNamed(absolute, path, "cases");
  if (args.positionals.length > 0)
    throw new UsageError(`"${path}" already lists its specs; remove "${args.positionals[0]}"`);
  return { path, absolute, text, specs: [], assumeAccepted };
}

/** The specs of the command line as paths and globs from a cases file. */
export function specPaths(given: readonly string[], absolute: string, cwd: string): string[] {
  return (given.length > 0 ? given : ["."]).map(
    (each) => pathFrom(dirname(absolute), resolve(cwd, each)) || ".",
  );
}

/** Throws `UsageError` for a path that would be masked, since a masked path names no file. */
export async function refuseSecretPaths(specs: readonly string[]): Promise<void> {
  const masked = await redactDetected(specs);
  if (masked.some((path, index) => path !== specs[index]))
    throw new UsageError("the path of a spec looks like a secret, which is not recorded; rename the file");
}

/** The existing file, without faults; undefined for a new one. */
async function fileOf(target: Target): Promise<CasesFile | undefined> {
  if (target.text === undefined) return undefined;
  const file = await readCases(target.path, target.text);
  throwFaults(file);
  if (target.assumeAccepted && !file.assumeAccepted)
    throw new UsageError(
      `"${target.path}" does not have "assume-accepted: true"; add it, or remove --assume-accepted`,
    );
  return file;
}

function textWith(target: Target, one: object, file: CasesFile | undefined): string {
  if (!file) return newFile(target, [one]);
  const text = appendCase(file, one);
  if (text !== undefined) return text;
  throw new UsageError(
    `cannot add a case to "${target.path}"; write its cases as a block list, with lines that start with "- "`,
  );
}

/** The future file without the expectations of the new case, which are not known yet. */
async function fileWith(target: Target, bare: object, before: CasesFile | undefined): Promise<CasesFile> {
  const text = textWith(target, { ...bare, fires: [] }, before);
  const file = await readCases(target.path, text);
  throwFaults(file);
  return file;
}

/** The simulations of the last case of a file. */
async function simulationsOf(
  file: CasesFile,
  { absolute }: Target,
  args: Arguments,
  io: Io,
): Promise<readonly Simulation[]> {
  const specs: readonly SpecFile[] = await new CaseSpecs(io.cwd).of(file, absolute);
  const own = casesIo(io, absolute);
  const read: EventsRead | undefined = await eventsOfCase(file.cases.at(-1)!, file.faults, specs, own);
  throwFaults(file);
  const secrets = await findSecrets(specs);
  const options = { ...(await simulateOptions(file, specs, { args, io })), secrets };
  return read!.events.map(({ event }) => simulate(specs, event, options));
}

/** The new case must pass with the verdicts from which it was created. */
async function verify(text: string, target: Target, args: Arguments, io: Io): Promise<void> {
  const file = await readCases(target.path, text);
  const simulations = await simulationsOf(file, target, args, io);
  const { failures, faults } = judgeCase(file.cases.at(-1)!.expected, simulations);
  const [wrong] = [...faults.map(({ message }) => message), ...failures.map(({ expected }) => expected)];
  if (wrong !== undefined) throw new UsageError(`cannot record this result as a case: ${wrong}`);
}

function write({ absolute, path, text: before }: Target, text: string, cwd: string): void {
  if (before === undefined) writeNamed(absolute, path, text, cwd);
  else {
    refuseLinks(absolute, path, cwd);
    rewriteFile(absolute, path, before, text);
  }
}
