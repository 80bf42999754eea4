import { finish, rulesOf } from "../../lint/finish.ts";
import { redactLintResult, redactPaths } from "../../lint/redact-lint.ts";
import { lintFile } from "../../lint/run.ts";
import type { LintedFile } from "../../report/lint/lint-report.ts";
import type { ExitCode, Io } from "../command.ts";
import type { Configs } from "../config/config-for-file.ts";
import type { FileConfig } from "../config/resolve-config.ts";
import { type Input, type InputOptions, Inputs } from "../input/read-inputs.ts";
import { Progress, writeStderr } from "../output/stderr.ts";
import type { AfterBaseline } from "./baseline-file.ts";
import type { FileTrace } from "./file-trace.ts";
import type { Fixer, FixerOptions } from "./fix-file.ts";
import type { LintCache } from "./lint-cache.ts";
import type { EarlierVersion } from "./new-findings.ts";
import { exitCodeOf, type Linted, type RunReportOptions, reportRun, toReported } from "./report-run.ts";
import type { Shard } from "./shard.ts";
import { TemplateFiles } from "./template-files.ts";

/** The options of a lint run. */
export interface LintRunOptions extends RunReportOptions, InputOptions {
  readonly paths: readonly string[];
  readonly fix: FixerOptions | undefined;
  readonly baseline: string | undefined;
  readonly updateBaseline: boolean;
  readonly cache: LintCache | undefined;
  /** Notes why each file was linted or not, in place of all reports and fixes. */
  readonly trace: FileTrace | undefined;
  /** The version whose findings are hidden. */
  readonly earlier: EarlierVersion | undefined;
  readonly shard: Shard | undefined;
  /** The root of the repository of each specTemplate; undefined for the checkout. */
  readonly repoRoot: string | undefined;
  /** The rules that the command line names. */
  readonly only: readonly string[];
  /** The repositories whose files rules asked for in vain. */
  readonly unknownFiles: ReadonlySet<string>;
}

/**
 * Lints files one by one, then runs the rules across them, and reports. Returns the exit code.
 * Throws `UsageError` if a report or the baseline cannot be read or written.
 */
export async function runLint(configs: Configs, io: Io, options: LintRunOptions): Promise<ExitCode> {
  const { cache, shard, earlier } = options;
  const baseline = await openBaseline(options, io);
  const fixer = options.fix && new (await import("./fix-file.ts")).Fixer(options.fix, io);
  const { trace } = options;
  const inputs = new Inputs(options.paths, io, { ...options, skip: trace?.skip });
  const ignored: Input[] = [];
  const linted = await lintAll({ inputs, configs, fixer, options, io, ignored });
  if (trace) {
    await trace.print(io);
    return inputs.problems + configs.problems > 0 ? 2 : 0;
  }
  const finished = finish(linted);
  const reported = await redactPaths(finished.map(toReported));
  const known = baseline.hide(reported, linted);
  const old = await earlier?.hide(linted, known.files, { configs, baseline: baseline.hideBefore });
  const { files } = old ?? known;
  const hidden = known.hidden + (old?.hidden ?? 0);
  const ownCode = exitCodeOf(files, options, io);
  const exitCode = fixer?.fails ? 1 : ownCode;
  reportIgnored(linted, ignored, io);
  const lacking = lacksFiles(linted, options, io);
  const reportIo = (await fixer?.finish(linted)) ?? io;
  const failed = lacking || inputs.problems + configs.problems + (fixer?.problems ?? 0) > 0;
  const run = {
    files: await redactLintResult(files),
    pipelines: sum(linted.map(({ pipelines }) => pipelines)),
    hidden: hidden + sum(finished.map((file) => file.hidden)),
    failed,
    unchecked: lacking || (linted.length === 0 && ignored.length > 0),
    exitCode,
    rules: rulesOf(linted),
    shard: await shard?.field(linted, failed),
  };
  await reportRun(run, options, reportIo);
  const problem = cache?.store();
  if (problem !== undefined) writeStderr(io, problem);
  return failed ? 2 : exitCode;
}

/** The parts of a run that each of its files needs. */
interface Pass {
  readonly inputs: Inputs;
  readonly configs: Configs;
  readonly fixer: Fixer | undefined;
  readonly options: LintRunOptions;
  readonly io: Io;
  /** Gets the files that their config ignores. */
  readonly ignored: Input[];
}

async function lintAll(pass: Pass): Promise<Linted[]> {
  const { inputs, options, io } = pass;
  const linted: Linted[] = [];
  const progress = new Progress(io);
  const isLinted = (path: string): boolean => linted.some((file) => file.path === path);
  const templates = new TemplateFiles(options.repoRoot, io.cwd);
  try {
    const queue = [...(await inputs.find())];
    for (let at = 0; at < queue.length; at++) {
      const input = queue[at]!;
      if (isSkipped(input, pass)) continue;
      progress.step();
      const config = await configOf(input, pass);
      const file = config && (await lintInput(input, config, pass));
      if (!file) continue;
      linted.push({ ...file, failOn: config.failOn });
      await options.trace?.lint(input);
      await templates.follow(file, config.repoRoot, queue, at, inputs, isLinted);
    }
    inputs.reportEmpty();
  } finally {
    progress.clear();
  }
  return linted;
}

/** True for a file of another part of `--shard`, or without an earlier version to compare with. */
function isSkipped(
  { path, absolute, isStdin, isDefinition }: Input,
  { inputs, options: { earlier, shard, trace } }: Pass,
): boolean {
  const problem = isDefinition ? undefined : earlier?.problemOf(path, absolute);
  if (problem !== undefined) inputs.report(problem);
  const isElsewhere = shard && !isStdin && !shard.includes(path);
  const reason = problem ?? (isElsewhere ? "it is in another part of --shard" : undefined);
  if (reason !== undefined) trace?.skip(absolute, reason);
  return reason !== undefined;
}

/** The config of a file; undefined if it cannot be used, or ignores the file. */
async function configOf(
  input: Input,
  { inputs, configs, fixer, options: { trace }, ignored }: Pass,
): Promise<FileConfig | undefined> {
  const config = await configs.for(input.absolute);
  if (config === undefined) trace?.skip(input.absolute, "its config cannot be used");
  if (config !== "ignored") return config;
  ignored.push(input);
  await trace?.ignore(input);
  const spec = input.isStdin ? await inputs.readSpec(input) : undefined;
  if (spec) fixer?.keepStdin(spec);
  return undefined;
}

/** The kept result of a file, or a new one; undefined if it cannot be read. */
async function lintInput(
  input: Input,
  config: FileConfig,
  { inputs, fixer, options: { cache } }: Pass,
): Promise<Linted | undefined> {
  const { isStdin = false } = input;
  const { rules, settings } = config;
  const cached = isStdin ? undefined : cache?.file(input, config);
  const unchanged = cached?.unchanged();
  if (cached && unchanged) return { ...unchanged, rules, unread: cached };
  const text = await inputs.read(input);
  if (text === undefined) return undefined;
  const known = cached?.find(text);
  if (known) return { ...known, rules, text };
  const spec = await inputs.parse(input, text);
  if (!spec) return undefined;
  const file = fixer ? await fixer.fix(spec, config, isStdin) : spec;
  const result = await lintFile(file, rules, settings);
  await cached?.keep(result, text);
  return { ...result, rules, text: file.source.text };
}

/** Reports the files that the config ignores, if the user named them or no others exist. */
function reportIgnored(linted: readonly Linted[], ignored: readonly Input[], io: Io): void {
  const named = ignored.filter((input) => input.named);
  for (const { path } of named)
    writeStderr(io, `"${path}" was not checked, since the config ignores it; use --no-config to check it`);
  if (linted.length === 0 && ignored.length > named.length)
    writeStderr(
      io,
      "no file was checked, since the config ignores all of them; use --no-config to check them",
    );
}

/** True, with a message, if a rule that the command line names had no files of a repository. */
function lacksFiles(linted: readonly Linted[], { only, unknownFiles }: LintRunOptions, io: Io): boolean {
  if (unknownFiles.size === 0) return false;
  const idle = rulesOf(linted).filter(
    ({ id, needsRepositoryFiles }) => needsRepositoryFiles && only.includes(id),
  );
  const repositories = [...unknownFiles].sort().join(", ");
  for (const { id } of idle)
    writeStderr(
      io,
      `"${id}" could not check the globs for ${repositories}, whose files are unknown; use --repo-root DIR`,
    );
  return idle.length > 0;
}

/** Hides the findings of the baseline, or updates it. */
async function openBaseline({ baseline, updateBaseline }: LintRunOptions, io: Io): Promise<Baseline> {
  if (baseline === undefined)
    return { hide: (files) => ({ files, hidden: 0 }), hideBefore: (files) => files };
  const { BaselineFile } = await import("./baseline-file.ts");
  const file = await BaselineFile.open(io, baseline, updateBaseline);
  return {
    hide: (files, linted) => {
      const rules = new Map(files.map(({ path }, index) => [path, linted[index]!.rules]));
      const ran = (path: string, rule: string) => rules.get(path)?.get(rule) !== undefined;
      return updateBaseline ? file.update({ files, ran }) : file.apply({ files, ran });
    },
    hideBefore: (files) => file.hide(files).files,
  };
}

interface Baseline {
  readonly hide: (files: readonly LintedFile[], linted: readonly Linted[]) => AfterBaseline;
  /** Hides the same findings in an earlier version of the files. */
  readonly hideBefore: (files: readonly LintedFile[]) => readonly LintedFile[];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
