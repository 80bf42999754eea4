import { resolve } from "node:path";
import { lintAlone } from "../../lint/finish.ts";
import type { FixOptions } from "../../lint/fix/apply-fixes.ts";
import { fixText } from "../../lint/fix/fix-text.ts";
import type { SpecFile } from "../../pipeline/model.ts";
import { plural } from "../../util/text.ts";
import { type Io, UsageError } from "../command.ts";
import type { FileConfig } from "../config/resolve-config.ts";
import { writeStderr } from "../output/stderr.ts";
import { afterSignals } from "../output/whole-file.ts";
import { rewriteFile } from "../output/write-file.ts";

/** Fixes the files of a run, for `--fix`. */
export class Fixer {
  readonly #options: FixOptions;
  readonly #io: Io;
  #findings = 0;
  #files = 0;
  #problems = 0;
  #stdin: string | undefined;

  constructor(options: FixOptions, io: Io) {
    this.#options = options;
    this.#io = io;
  }

  /** How many files could not be written. */
  get problems(): number {
    return this.#problems;
  }

  /** Fixes and writes a file; returns the new one. Ignored findings are not fixed. */
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
    else if (fixed > 0 && !this.#write(path, text, result.source.text)) return file;
    this.#findings += fixed;
    if (fixed > 0) {
      this.#files++;
      await afterSignals();
    }
    return result;
  }

  /** Keeps what came from standard input, to be written to standard output, fixed or not. */
  keepStdin({ source }: SpecFile): void {
    this.#stdin = source.text;
  }

  /** Reports the fixes. Returns where reports go: to standard error after a fixed text. */
  finish(): Io {
    if (this.#findings > 0)
      writeStderr(this.#io, `fixed ${plural(this.#findings, "problem")} in ${plural(this.#files, "file")}`);
    if (this.#stdin === undefined) return this.#io;
    this.#io.out(this.#stdin);
    return { ...this.#io, out: this.#io.err };
  }

  #write(path: string, before: string, after: string): boolean {
    try {
      rewriteFile(resolve(this.#io.cwd, path), path, before, after);
      return true;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#problems++;
      writeStderr(this.#io, error.message);
      return false;
    }
  }
}
