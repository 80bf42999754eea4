import { resolve } from "node:path";
import { atLeast, type Severity } from "../../lint/diagnostic.ts";
import { redactLintResult } from "../../lint/redact-lint.ts";
import type { RuleSet } from "../../lint/rule-set.ts";
import { type FileLint, lintFile } from "../../lint/run.ts";
import type { SpecFile } from "../../pipeline/model.ts";
import { type LintedFile, type LintReport, summarize } from "../../report/lint/lint-report.ts";
import { plural } from "../../util/text.ts";
import type { ExitCode, Io } from "../command.ts";
import type { Configs } from "../config/config-for-file.ts";
import type { FileConfig } from "../config/resolve-config.ts";
import { Inputs } from "../input/read-inputs.ts";
import type { FormatRequest } from "../output/formats.ts";
import { Progress, writeStderr } from "../output/stderr.ts";
import { writeReports } from "../output/write-reports.ts";
import { verdict } from "./exit-code.ts";
import { finish, type Linted } from "./finish.ts";
import type { LintCache } from "./lint-cache.ts";
import type { Shard } from "./shard.ts";

/** What a lint run is asked to do. */
export interface LintRunOptions {
  readonly paths: readonly string[];
  readonly skipNonSpecs: boolean;
  readonly stdinFilename: string | undefined;
  readonly fix: { readonly suggestions: boolean } | undefined;
  readonly baseline: string | undefined;
  readonly updateBaseline: boolean;
  readonly formats: readonly FormatRequest[];
  readonly quiet: boolean;
  readonly failOn: Severity;
  readonly maxWarnings: number | undefined;
  readonly cache: LintCache | undefined;
  readonly shard: Shard | undefined;
}

/** A run of `dryfire lint`: the files one after the other, then the rules across them, then the reports. */
export class LintRun {
  readonly #configs: Configs;
  readonly #io: Io;
  readonly #options: LintRunOptions;
  readonly #linted: Linted[] = [];
  /** The config of the file that is about to be read. */
  #wanted: FileConfig | undefined;
  #fixed = { findings: 0, files: 0 };
  #problems = 0;
  #fixedStdin: string | undefined;

  constructor(configs: Configs, io: Io, options: LintRunOptions) {
    this.#configs = configs;
    this.#io = io;
    this.#options = options;
  }

  /** Lints, reports and gives the exit code. Throws `UsageError` where a report or the baseline cannot be read or written. */
  async run(): Promise<ExitCode> {
    const baseline = await this.#baseline();
    const inputs = await this.#readAll();
    const { files: settled, hidden } = finish(this.#linted);
    const files = settled.some(lacksText) ? await this.#withTexts(settled) : settled;
    const after = baseline?.(files) ?? { files, hidden: 0 };
    const code = this.#verdict(after.files);
    const failed = inputs.problems + this.#configs.problems + this.#problems > 0;
    // A report for people that says "no problems" after a list of problems would only mislead.
    const hides = this.#options.quiet && code === 1;
    const silent = (failed && after.files.length === 0) || (hides && !after.files.some(hasErrors));
    const report = this.#toReport(redactLintResult(after.files), hidden + after.hidden);
    await this.#report(this.#options.shard ? await this.#withShard(report, failed) : report, silent);
    const uncached = this.#options.cache?.store();
    if (uncached !== undefined) writeStderr(this.#io, uncached);
    return failed ? 2 : code;
  }

  async #readAll(): Promise<Inputs> {
    const { paths, skipNonSpecs, stdinFilename, cache, shard } = this.#options;
    const isInPart = shard && (await this.#partOf(shard));
    const progress = new Progress(this.#io);
    const inputs = new Inputs(paths, this.#io, {
      skipNonSpecs,
      ...(stdinFilename !== undefined && { stdinFilename }),
      ...(cache && {
        isUnchanged: (path, absolute) => this.#recall(cache.unchanged(path, absolute, this.#wanted!)),
        isKnown: (path, text) => this.#recall(cache.find(cache.key(path, text, this.#wanted!), path), text),
      }),
      wants: (absolute) => {
        if (isInPart && !isInPart(absolute)) return false;
        progress.step();
        const config = this.#configs.for(absolute);
        return config instanceof Promise ? config.then((loaded) => this.#wants(loaded)) : this.#wants(config);
      },
    });
    try {
      for await (const file of inputs.files()) await this.#lint(file);
    } finally {
      progress.clear();
    }
    return inputs;
  }

  async #partOf(shard: Shard): Promise<(absolute: string) => boolean> {
    const [{ isInShard }, { shownPath }] = await Promise.all([
      import("./shard.ts"),
      import("../input/discover.ts"),
    ]);
    return (absolute) => isInShard(shownPath(absolute, this.#io.cwd), shard);
  }

  async #withShard(report: LintReport, failed: boolean): Promise<LintReport> {
    const { shardField } = await import("./shard.ts");
    return { ...report, shard: shardField(this.#options.shard!, this.#linted, failed) };
  }

  #wants(config: FileConfig | "ignored" | undefined): boolean {
    this.#wanted = isConfig(config) ? config : undefined;
    return this.#wanted !== undefined;
  }

  /** Takes a result that an earlier run had; gives whether there was one. */
  #recall(result: FileLint | undefined, text?: string): boolean {
    if (result) this.#keep(result, this.#wanted!.rules, text);
    return result !== undefined;
  }

  /** Of thousands of files few have anything to show, so the text of the others is let go. */
  #keep(result: FileLint, rules: RuleSet, text: string | undefined): void {
    const shows = result.diagnostics.length > 0 || this.#isStdinPath(result.path);
    this.#linted.push({ result, rules, text: shows ? text : undefined });
  }

  /** A file in which only the rules across files found something is read once more, to show it. */
  async #withTexts(files: readonly LintedFile[]): Promise<LintedFile[]> {
    const { readAgain } = await import("./read-again.ts");
    const shown: LintedFile[] = [];
    for (const file of files) shown.push(lacksText(file) ? await readAgain(file, this.#io.cwd) : file);
    return shown;
  }

  async #lint(file: SpecFile): Promise<void> {
    const config = await this.#configs.for(resolve(this.#io.cwd, file.source.path));
    if (config === undefined) return;
    if (config === "ignored") {
      this.#keepStdin(file);
      return;
    }
    const read = this.#options.fix ? await this.#fix(file, config) : file;
    const result = await lintFile(read, config.rules, config.settings);
    this.#keep(result, config.rules, read.source.text);
    const { cache } = this.#options;
    const { path, text } = read.source;
    if (cache && !this.#isStdin(read)) cache.keep(cache.key(path, text, config), result, text);
  }

  async #fix(file: SpecFile, config: FileConfig): Promise<SpecFile> {
    const { fixFile } = await import("./fix-file.ts");
    const { fixed, problem, result, refused } = await fixFile(
      file,
      config,
      this.#options.fix!,
      this.#isStdin(file),
      this.#io,
    );
    for (const rule of refused)
      writeStderr(
        this.#io,
        `a fix of "${rule}" for "${file.source.path}" was left out; it would change more than it says, or another fix undoes it`,
      );
    if (problem !== undefined) {
      this.#problems++;
      writeStderr(this.#io, problem);
    }
    if (fixed > 0) this.#fixed = { findings: this.#fixed.findings + fixed, files: this.#fixed.files + 1 };
    this.#keepStdin(result);
    return result;
  }

  /** What came from standard input goes to standard output, fixed or not. */
  #keepStdin(file: SpecFile): void {
    if (this.#options.fix && this.#isStdin(file)) this.#fixedStdin = file.source.text;
  }

  #isStdin({ source }: SpecFile): boolean {
    return this.#isStdinPath(source.path);
  }

  #isStdinPath(path: string): boolean {
    return this.#options.paths.includes("-") && path === (this.#options.stdinFilename ?? "<stdin>");
  }

  async #baseline(): Promise<
    ((files: readonly LintedFile[]) => { files: readonly LintedFile[]; hidden: number }) | undefined
  > {
    const { baseline, updateBaseline } = this.#options;
    if (baseline === undefined) return undefined;
    const { BaselineFile } = await import("./baseline-file.ts");
    const file = await BaselineFile.open(this.#io, baseline, updateBaseline);
    return (files) => {
      const rules = new Map(this.#linted.map((linted) => [linted.result.path, linted.rules]));
      const ran = (path: string, rule: string) => rules.get(path)?.get(rule) !== undefined;
      return updateBaseline ? file.update({ files, ran }) : file.apply({ files, ran });
    };
  }

  #verdict(files: readonly LintedFile[]): ExitCode {
    const { failOn, maxWarnings, quiet } = this.#options;
    const code = verdict(files, { failOn, maxWarnings }, this.#io);
    const all = files.flatMap(({ diagnostics }) => diagnostics);
    const failing = all.filter(({ severity }) => atLeast(severity, failOn));
    if (quiet && failing.length > 0 && failing.every(({ severity }) => severity !== "error"))
      writeStderr(this.#io, "findings that are not shown fail this run; leave out --quiet to see them");
    return code;
  }

  #toReport(files: readonly LintedFile[], hidden: number): LintReport {
    const shown = this.#options.quiet ? files.map(errorsOnly) : files;
    const pipelines = this.#linted.reduce((sum, { result }) => sum + result.pipelines, 0);
    return { files: shown, summary: summarize(shown, pipelines, hidden) };
  }

  /** Where the fixed text takes standard output, reports go to standard error. */
  async #report(report: LintReport, silent: boolean): Promise<void> {
    const { findings, files } = this.#fixed;
    if (findings > 0)
      writeStderr(this.#io, `fixed ${plural(findings, "problem")} in ${plural(files, "file")}`);
    if (this.#fixedStdin !== undefined) this.#io.out(this.#fixedStdin);
    const io = this.#fixedStdin === undefined ? this.#io : { ...this.#io, out: this.#io.err };
    const sets = [...new Set(this.#linted.map((file) => file.rules))];
    const rules = new Map(sets.flatMap(({ active }) => active.map(({ rule }) => [rule.id, rule])));
    const wanted = this.#options.formats.filter(({ format, file }) => !silent || format !== "pretty" || file);
    await writeReports(wanted, report, io, [...rules.values()]);
  }
}

function isConfig(config: FileConfig | "ignored" | undefined): config is FileConfig {
  return typeof config === "object";
}

function lacksText({ diagnostics, text }: LintedFile): boolean {
  return diagnostics.length > 0 && text === undefined;
}

function hasErrors({ diagnostics }: LintedFile): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

function errorsOnly(file: LintedFile): LintedFile {
  return { ...file, diagnostics: file.diagnostics.filter(({ severity }) => severity === "error") };
}
