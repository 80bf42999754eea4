import { finish, rulesOf } from "../../lint/finish.ts";
import { redactLintResult, redactPaths } from "../../lint/redact-lint.ts";
import { lintFile } from "../../lint/run.ts";
import type { LintedFile } from "../../report/lint/lint-report.ts";
import type { ExitCode, Io } from "../command.ts";
import type { Configs } from "../config/config-for-file.ts";
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
  const linted = await lintAll(inputs, configs, fixer, options, io, ignored);
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

async function lintAll(
  inputs: Inputs,
  configs: Configs,
  fixer: Fixer | undefined,
  { cache, shard, repoRoot, earlier, trace }: LintRunOptions,
  io: Io,
  ignored: Input[],
): Promise<Linted[]> {
  const linted: Linted[] = [];
  const progress = new Progress(io);
  const isLinted = (path: string): boolean => linted.some((file) => file.path === path);
  const templates = new TemplateFiles(repoRoot, io.cwd);
  try {
    const queue = [...(await inputs.find())];
    for (let at = 0; at < queue.length; at++) {
      const input = queue[at]!;
      const { path, absolute, isStdin = false } = input;
      const problem = input.isDefinition ? undefined : earlier?.problemOf(path, absolute);
      if (problem !== undefined) {
        inputs.report(problem);
        trace?.skip(absolute, problem);
        continue;
      }
      if (shard && !isStdin && !shard.includes(path)) {
        trace?.skip(absolute, "it is in another part of --shard");
        continue;
      }
      progress.step();
      const config = await configs.for(absolute);
      if (config === undefined) {
        trace?.skip(absolute, "its config cannot be used");
        continue;
      }
      if (config === "ignored") {
        ignored.push(input);
        await trace?.ignore(input);
        const spec = isStdin ? await inputs.readSpec(input) : undefined;
        if (spec) fixer?.keepStdin(spec);
        continue;
      }
      const { failOn, repoRoot: root } = config;
      const add = async (file: Linted): Promise<void> => {
        linted.push({ ...file, failOn });
        await trace?.lint(input);
        await templates.follow(file, root, queue, at, inputs, isLinted);
      };
      const cached = isStdin ? undefined : cache?.file(input, config);
      const unchanged = cached?.unchanged();
      if (cached && unchanged) {
        await add({ ...unchanged, rules: config.rules, unread: cached });
        continue;
      }
      const text = await inputs.read(input);
      if (text === undefined) continue;
      const known = cached?.find(text);
      if (known) {
        await add({ ...known, rules: config.rules, text });
        continue;
      }
      const spec = await inputs.parse(input, text);
      if (!spec) continue;
      const file = fixer ? await fixer.fix(spec, config, isStdin) : spec;
      const result = await lintFile(file, config.rules, config.settings);
      await cached?.keep(result, text);
      await add({ ...result, rules: config.rules, text: file.source.text });
    }
    inputs.reportEmpty();
  } finally {
    progress.clear();
  }
  return linted;
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
