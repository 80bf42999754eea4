import { resolve } from "node:path";
import { lintAlone } from "../../lint/finish.ts";
import type { FixOptions } from "../../lint/fix/apply-fixes.ts";
import { fixText } from "../../lint/fix/fix-text.ts";
import type { SpecFile } from "../../pipeline/model.ts";
import { plural } from "../../util/text.ts";
import { type Io, UsageError } from "../command.ts";
import type { FileConfig } from "../config/resolve-config.ts";
import { refuseLinks } from "../files/inside-repository.ts";
import { afterSignals } from "../files/whole-file.ts";
import { rewriteFile } from "../files/write-file.ts";
import { writeStderr } from "../output/stderr.ts";
import type { FilePreview } from "./fix-diff.ts";
import type { Linted } from "./report-run.ts";

/** How files are fixed. */
export interface FixerOptions extends FixOptions {
  /** Print a diff of the files, which are not written. */
  readonly diff: boolean;
  /** Fail if a file would change; none is written. */
  readonly check: boolean;
}

/** Fixes the files of a run, for `--fix`. */
export class Fixer {
  readonly #options: FixerOptions;
  readonly #io: Io;
  readonly #isPreview: boolean;
  readonly #previews: FilePreview[] = [];
  #findings = 0;
  #files = 0;
  #problems = 0;
  #stdin: string | undefined;

  constructor(options: FixerOptions, io: Io) {
    this.#options = options;
    this.#io = io;
    this.#isPreview = options.diff || options.check;
  }

  /** How many files could not be written, or shown in the diff. */
  get problems(): number {
    return this.#problems;
  }

  /** Whether files that would change make the run fail. */
  get fails(): boolean {
    return this.#options.check && this.#findings > 0;
  }

  /**
   * Fixes and writes a file; returns the new one, or the same one if it is not written. Ignored
   * findings are not fixed.
   */
  async fix(file: SpecFile, { rules, settings }: FileConfig, isStdin: boolean): Promise<SpecFile> {
    const lint = async (current: SpecFile) => (await lintAlone(current, rules, settings)).diagnostics;
    const { file: result, fixed, refused } = await fixText(file, lint, this.#options);
    const { path, text } = file.source;
    for (const rule of refused)
      writeStderr(
        this.#io,
        `a fix of "${rule}" for "${path}" was not applied: it would change more than it should, or another fix reverts it`,
      );
    if (isStdin) this.keepStdin(result);
    else if (fixed > 0 && !this.#isPreview && !this.#write(path, text, result.source.text)) return file;
    this.#findings += fixed;
    if (fixed === 0) return result;
    this.#files++;
    if (this.#isPreview) {
      this.#previews.push({ before: file, after: result });
      return file;
    }
    await afterSignals();
    return result;
  }

  /** Keeps what came from standard input, to be written to standard output, fixed or not. */
  keepStdin({ source }: SpecFile): void {
    if (!this.#isPreview) this.#stdin = source.text;
  }

  /**
   * Reports the fixes; `linted` are the files of the run. Returns where reports go: to standard
   * error after a fixed text or a diff.
   */
  async finish(linted: readonly Linted[]): Promise<Io> {
    const what = `${plural(this.#findings, "problem")} in ${plural(this.#files, "file")}`;
    if (this.#findings > 0)
      writeStderr(this.#io, this.#isPreview ? `would fix ${what}; nothing was written` : `fixed ${what}`);
    if (this.#options.diff) this.#io.out(await this.#diff(linted));
    if (this.#stdin !== undefined) this.#io.out(this.#stdin);
    const isTaken = this.#options.diff || this.#stdin !== undefined;
    return isTaken ? { ...this.#io, out: this.#io.err } : this.#io;
  }

  async #diff(linted: readonly Linted[]): Promise<string> {
    if (this.#previews.length === 0) return "";
    const { text, leftOut } = await (await import("./fix-diff.ts")).fixDiff(this.#previews, linted, this.#io);
    this.#problems += leftOut.length;
    for (const sentence of leftOut) writeStderr(this.#io, sentence);
    return text;
  }

  #write(path: string, before: string, after: string): boolean {
    const absolute = resolve(this.#io.cwd, path);
    try {
      refuseLinks(absolute, path, this.#io.cwd);
      rewriteFile(absolute, path, before, after);
      return true;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#problems++;
      writeStderr(this.#io, error.message);
      return false;
    }
  }
}
