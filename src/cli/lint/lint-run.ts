import { finish, rulesOf } from "../../lint/finish.ts";
import { redactLintResult, redactPaths } from "../../lint/redact-lint.ts";
import { lintFile } from "../../lint/run.ts";
import type { ExitCode, Io } from "../command.ts";
import type { Configs } from "../config/config-for-file.ts";
import type { FileConfig } from "../config/resolve-config.ts";
import { realPath } from "../files/inside-repository.ts";
import type { Checkout } from "../git/checkout.ts";
import { type Input, type InputOptions, Inputs } from "../input/read-inputs.ts";
import { Progress, writeStderr } from "../output/stderr.ts";
import { refuseInputs, reportFiles } from "../output/write-reports.ts";
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
  /** The checkout around the working folder. */
  readonly checkout: Checkout;
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
  const isIgnored = async (absolute: string) => (await configs.for(absolute)) === "ignored";
  const inputs = new Inputs(options.paths, io, {
    ...options,
    source: earlier?.source,
    skip: trace?.skip,
    isIgnored,
  });
  const linter = new Linter(inputs, configs, fixer, options);
  await linter.run(io);
  const { linted, ignored } = linter;
  refuseInputs(
    options.formats,
    linted.map(({ path }) => path),
    io.cwd,
  );
  if (trace) {
    await trace.print(io);
    return inputs.problems + configs.problems > 0 ? 2 : 0;
  }
  const finished = finish(linted);
  const reported = await redactPaths(finished.map(toReported));
  const known = baseline?.apply(reported, linted) ?? { files: reported, hidden: 0 };
  const old = await earlier?.hide(linted, known.files, { configs, baseline });
  const { files } = old ?? known;
  const hidden = known.hidden + (old?.hidden ?? 0);
  const ownCode = exitCodeOf(files, options, io);
  const exitCode = fixer?.fails ? 1 : ownCode;
  reportIgnored(linter, options, io);
  const { refusals } = options.checkout.options;
  for (const reason of refusals) writeStderr(io, `rules that need the tracked files did not run: ${reason}`);
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
    shard: await shard?.field(linted, { failed, found: linter.found, configs }),
  };
  await reportRun(run, options, reportIo);
  // Other findings are possible as soon as Git trusts the checkout.
  const problem = refusals.size > 0 ? undefined : cache?.store();
  if (problem !== undefined) writeStderr(io, problem);
  return failed ? 2 : exitCode;
}

/** Lints the inputs of a run one by one, and the definitions that they name. */
class Linter {
  readonly linted: Linted[] = [];
  /** The inputs of all parts. */
  found: readonly Input[] = [];
  /** The inputs that configs ignore. */
  readonly ignored: Input[] = [];
  /** The ignored files of which a link was linted. */
  readonly viaLink = new Set<string>();
  readonly #inputs: Inputs;
  readonly #configs: Configs;
  readonly #fixer: Fixer | undefined;
  readonly #options: LintRunOptions;

  constructor(inputs: Inputs, configs: Configs, fixer: Fixer | undefined, options: LintRunOptions) {
    this.#inputs = inputs;
    this.#configs = configs;
    this.#fixer = fixer;
    this.#options = options;
  }

  async run(io: Io): Promise<void> {
    const { repoRoot, trace, earlier, checkout } = this.#options;
    const progress = new Progress(io);
    const templates = new TemplateFiles(repoRoot, io.cwd, checkout.options);
    const isLinted = (path: string): boolean => this.linted.some((file) => file.path === path);
    const inputs = this.#inputs;
    try {
      this.found = await inputs.find();
      const queue = this.#reportsFirst(this.found, io);
      for (let at = 0; at < queue.length; at++) {
        const input = queue[at]!;
        if (this.#isLeftOut(input) || (await this.#isRepeated(input))) continue;
        progress.step();
        const config = await this.#configOf(input);
        const file = config && (await this.#lint(input, config, io));
        if (!file) continue;
        this.linted.push({ ...file, failOn: config.failOn });
        await trace?.lint(input);
        await templates.follow(file, { root: config.repoRoot, queue, at, inputs, isLinted });
      }
      if (!(await earlier?.hasDeleted(this.linted))) inputs.reportEmpty();
    } finally {
      progress.clear();
    }
  }

  /** The inputs in order: a spec that a report would replace is refused before a fix. */
  #reportsFirst(found: readonly Input[], { cwd }: Io): Input[] {
    const reports = this.#fixer ? reportFiles(this.#options.formats, cwd) : new Map<string, string>();
    if (reports.size === 0) return [...found];
    const isReport = ({ absolute }: Input) => reports.has(realPath(absolute));
    return [...found.filter(isReport), ...found.filter((input) => !isReport(input))];
  }

  /** True for an input that has no earlier version, or is in another part of the run. */
  #isLeftOut({ path, absolute, named, isDefinition, isStdin }: Input): boolean {
    const { earlier, shard, trace } = this.#options;
    const problem = isDefinition ? undefined : earlier?.problemOf(path, absolute);
    if (problem !== undefined) {
      // A search also finds files of submodules and nested clones.
      if (named) this.#inputs.report(problem);
      this.#inputs.leaveOut(path, absolute, problem);
      return true;
    }
    const isElsewhere = shard !== undefined && !isStdin && !shard.includes(path);
    if (isElsewhere) trace?.skip(absolute, "it is in another part of --shard");
    return isElsewhere;
  }

  /** True for a link to another file of the run; if a config ignores that one, for all but one. */
  async #isRepeated({ absolute, target }: Input): Promise<boolean> {
    if (target === undefined) return false;
    if (!this.viaLink.has(target) && (await this.#configs.for(target)) === "ignored") {
      this.viaLink.add(target);
      return false;
    }
    this.#options.trace?.skip(absolute, "it is a link to another file of the run");
    return true;
  }

  /** The config of an input; undefined if it ignores the input, or cannot be used. */
  async #configOf(input: Input): Promise<FileConfig | undefined> {
    const { trace } = this.#options;
    const config = await this.#configs.for(input.absolute);
    if (config === undefined) trace?.skip(input.absolute, "its config cannot be used");
    if (config !== "ignored") return config;
    this.ignored.push(input);
    await trace?.ignore(input);
    const spec = input.isStdin ? await this.#inputs.readSpec(input) : undefined;
    if (spec) this.#fixer?.keepStdin(spec);
    return undefined;
  }

  /** The result of an input, which the cache may have; undefined if it is not a spec. */
  async #lint(input: Input, config: FileConfig, { cwd }: Io): Promise<Linted | undefined> {
    const { isStdin = false } = input;
    const { rules, settings } = config;
    const cached = isStdin ? undefined : this.#options.cache?.file(input, config);
    const unchanged = cached?.unchanged();
    if (cached && unchanged) return { ...unchanged, rules, unread: cached };
    const text = await this.#inputs.read(input);
    if (text === undefined) return undefined;
    const known = cached?.find(text);
    if (known) return { ...known, rules, text };
    const spec = await this.#inputs.parse(input, text);
    if (!spec) return undefined;
    if (this.#fixer) refuseInputs(this.#options.formats, [input.path], cwd);
    const file = this.#fixer ? await this.#fixer.fix(spec, config, isStdin) : spec;
    const result = await lintFile(file, rules, settings);
    await cached?.keep(result, text);
    return { ...result, rules, text: file.source.text };
  }
}

/**
 * Reports the files that the config ignores, if the user named them or no others exist; with
 * `skipNonSpecs` not those that a hook named.
 */
function reportIgnored(
  { linted, ignored, viaLink }: Linter,
  { skipNonSpecs = false }: LintRunOptions,
  io: Io,
): void {
  const named = ignored.filter((input) => input.named && !viaLink.has(input.absolute));
  for (const { path } of skipNonSpecs ? [] : named)
    writeStderr(io, `"${path}" was not checked, since the config ignores it; use --no-config to check it`);
  if (linted.length === 0 && ignored.length > named.length)
    writeStderr(
      io,
      "no file was checked, since the config ignores all of them; use --no-config to check them",
    );
}

/** True, with a message, if a rule that the command line names had no files of a repository. */
function lacksFiles(linted: readonly Linted[], { only, checkout }: LintRunOptions, io: Io): boolean {
  if (checkout.missed.size === 0) return false;
  const idle = rulesOf(linted).filter(
    ({ id, needsRepositoryFiles }) => needsRepositoryFiles && only.includes(id),
  );
  const repositories = [...checkout.missed].sort().join(", ");
  for (const { id } of idle)
    writeStderr(
      io,
      `"${id}" could not check the globs for ${repositories}, whose files are unknown; use --repo-root DIR`,
    );
  return idle.length > 0;
}

async function openBaseline(options: LintRunOptions, io: Io) {
  const { baseline } = options;
  if (baseline === undefined) return undefined;
  return await (await import("./baseline-file.ts")).BaselineFile.open(io, baseline, options);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
