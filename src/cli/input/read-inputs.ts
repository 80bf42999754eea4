import { findTemplateTag } from "../../document/scan.ts";
import type { SpecFile } from "../../pipeline/model.ts";
import { readSpecFile, readSpecFileFast } from "../../pipeline/read-spec-file.ts";
import { type Io, UsageError } from "../command.ts";
import { writeStderr } from "../output/stderr.ts";
import { discover, type FoundFile } from "./discover.ts";
import { NoText, readOrdinary, readText } from "./read-text.ts";

/** How a run reads its inputs. */
export interface InputOptions {
  /** Pass over a file that is named outright and is no spec, instead of reporting it. */
  readonly skipNonSpecs?: boolean;
  /** The name of standard input in reports. */
  readonly stdinFilename?: string;
  /** Whether a file is read at all; asked once per file, with its absolute path. What is passed over so is no problem. */
  readonly wants?: (absolute: string) => boolean | Promise<boolean>;
  /** As `isKnown`, for a file that need not even be read, since it is the very one that was read before. */
  readonly isUnchanged?: (path: string, absolute: string) => boolean;
  /**
   * Whether what there is to say of a text is known already, so that it need not be parsed; then it does not come, and is no problem. Asked
   * for each file that may be a spec, with its path as reports show it.
   */
  readonly isKnown?: (path: string, text: string) => boolean;
  /** Count a spec that cannot be read to its end as a problem too; it still comes, with what could be read of it. */
  readonly complete?: boolean;
}

/** Above so many characters a text may need more memory than there is. */
const LARGE = 4_000_000;

/**
 * Reads the specs that paths, folders, globs and `-` (standard input) stand for, one at a time, so that none is held longer than its
 * caller holds it. What cannot be read is told on standard error and counted in `problems`; the others still come.
 */
export class Inputs {
  readonly #args: readonly string[];
  readonly #io: Io;
  readonly #options: InputOptions;
  #problems = 0;

  constructor(args: readonly string[], io: Io, options: InputOptions = {}) {
    this.#args = args.length > 0 ? args : ["."];
    this.#io = io;
    this.#options = options;
  }

  /** How many inputs could not be used; a run with any ends with exit code 2. */
  get problems(): number {
    return this.#problems;
  }

  async *files(): AsyncGenerator<SpecFile> {
    const paths = this.#args.filter((argument) => argument !== "-");
    const { files, problems, searched } = await discover(paths, this.#io.cwd);
    for (const problem of problems) this.#reportError(problem);
    const used = new Set<string>();
    if (paths.length < this.#args.length) yield* this.#stdin();
    for (const file of files) {
      const wanted = this.#options.wants?.(file.absolute) ?? true;
      if (wanted !== true && !(await wanted)) {
        used.add(file.path);
        continue;
      }
      const read = this.#file(file);
      const spec = read instanceof Promise ? await read : read;
      if (!spec) continue;
      used.add(file.path);
      if (spec !== "known") yield spec;
    }
    for (const { argument, files: found } of searched) {
      if (!found.some((path) => used.has(path)) && !this.#options.skipNonSpecs)
        this.#reportError(nothingIn(argument, found.length));
    }
  }

  async *#stdin(): AsyncGenerator<SpecFile> {
    const name = this.#options.stdinFilename ?? "<stdin>";
    const text = await this.#io.readStdin();
    if (text.length > LARGE) (await import("./size-limit.ts")).checkMemory(text, name);
    const spec = this.#usable(await readSpecFile(name, text), true);
    if (spec) yield spec;
  }

  /** Most files are read at once: a promise for each step of each of thousands would cost as much as a rule. */
  #file(found: FoundFile): SpecFile | "known" | undefined | Promise<SpecFile | "known" | undefined> {
    const { path, absolute, named } = found;
    if (this.#options.isUnchanged?.(path, absolute)) return "known";
    let text: string;
    try {
      text = named ? readText(absolute, path) : readOrdinary(absolute, path);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      if (named || !(error instanceof NoText) || mayBeSpec(error.text)) this.#reportError(error.message);
      return undefined;
    }
    if (!named && !mayBeSpec(text)) return undefined;
    if (text.length <= LARGE) {
      if (this.#options.isKnown?.(path, text)) return "known";
      const file = readSpecFileFast(path, text);
      if (file) return this.#usable(file, named);
    }
    return this.#slowly(found, text);
  }

  /** What may not fit into memory, and what takes the tolerant reader. */
  async #slowly({ path, named }: FoundFile, text: string): Promise<SpecFile | "known" | undefined> {
    try {
      if (text.length > LARGE) {
        (await import("./size-limit.ts")).checkMemory(text, path);
        if (this.#options.isKnown?.(path, text)) return "known";
      }
      return this.#usable(await readSpecFile(path, text), named);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#reportError(error.message);
      return undefined;
    }
  }

  #usable(file: SpecFile, named: boolean): SpecFile | undefined {
    if (file.content === "specs") return this.#told(file);
    const strict = named && !this.#options.skipNonSpecs;
    if (file.content === "unreadable" && (strict || saysPipeline(file.source.text))) return this.#told(file);
    if (strict) this.#reportError(notASpec(file));
    return undefined;
  }

  #told(file: SpecFile): SpecFile {
    const broken = this.#options.complete ? brokenText(file) : undefined;
    if (broken) this.#reportError(notToItsEnd(file, broken));
    return file;
  }

  #reportError(sentence: string): void {
    this.#problems++;
    writeStderr(this.#io, sentence);
  }
}

/** A cheap look before parsing: every spec names one of these keys. */
function mayBeSpec(text: string): boolean {
  return text.includes("pipeline") || (text.includes("metadata") && text.includes("spec"));
}

/** Whether a text that could not be read says of itself that it is a spec. */
export function saysPipeline(text: string): boolean {
  return /^[\s{,]*["']?kind["']?\s*:\s*["']?pipeline\b/m.test(text);
}

function nothingIn(argument: string, files: number): string {
  const looked = files === 0 ? "no .yml, .yaml or .json file" : "no pipeline spec among its files";
  return `${looked} in "${argument}"; a spec has "kind: pipeline" at its top level`;
}

function notToItsEnd({ source }: SpecFile, { line, column, message, template }: BrokenText): string {
  const rest = template ? "" : "; what follows it could not be read";
  return `"${source.path}" line ${line}:${column}: ${message}${rest}`;
}

function notASpec({ content, source }: SpecFile): string {
  if (content === "empty") return `"${source.path}" is empty; give a pipeline spec`;
  if (content === "pipeline-definition") {
    return `"${source.path}" is a pipeline's definition (its steps), not its spec; export the spec with "codefresh get pipelines NAME -o yaml"`;
  }
  return `"${source.path}" is no pipeline spec; a spec has "kind: pipeline", "metadata" and "spec" at its top level`;
}

/** What of a text cannot be read: the place of the first fault, counted from 1, and what is wrong there. */
export interface BrokenText {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** Whether the text is a template that is yet to be rendered. */
  readonly template: boolean;
}

/**
 * The first fault that keeps the platform from reading a file; undefined where it reads all of it. What stands in such a file is only
 * partly known, so an answer about its triggers may lack some of them. A template is named as such, as the rule `yaml-syntax` does.
 */
export function brokenText({ source, faults }: SpecFile): BrokenText | undefined {
  const first = faults.find(({ severity }) => severity === "error");
  if (!first) return undefined;
  const tag = findTemplateTag(source.text);
  const { line, column } = source.position(tag ?? first.span.start);
  const message = tag === undefined ? first.message : "this is a template, not yet YAML; render it first";
  return { line, column, message, template: tag !== undefined };
}
