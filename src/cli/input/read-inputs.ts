import { resolve } from "node:path";
import { findTemplateTag } from "../../document/scan.ts";
import type { Source } from "../../document/source.ts";
import type { SpecFile } from "../../pipeline/model.ts";
import {
  isDefinitionFile,
  isDefinitionName,
  notASpec,
  readSpecFile,
  unreadableFile,
} from "../../pipeline/read-spec-file.ts";
import { type Io, UsageError } from "../command.ts";
import { isLink } from "../files/inside-repository.ts";
import { shownPath, statOf } from "../files/paths.ts";
import { assertFits, decodeCommitted, NoText, readFound, readNamed } from "../files/read-text.ts";
import { writeStderr } from "../output/stderr.ts";
import { type Discovery, discover, type FoundFile } from "./discover.ts";
import type { Skip } from "./walk-folders.ts";

/** How a run reads its inputs. */
export interface InputOptions {
  /** Skip files that are named outright and are not specs, instead of reporting them. */
  readonly skipNonSpecs?: boolean;
  /** The name of standard input in reports. */
  readonly stdinFilename?: string | undefined;
  /** Whether a partly readable spec counts as a problem; its readable part is used. */
  readonly complete?: boolean;
  /**
   * Whether pipeline definitions (`codefresh.yml`) are read too; `alone`: those that are named, and
   * those that are found where there is no spec.
   */
  readonly definitions?: boolean | "alone";
  /** The files to read instead of those of the file system. */
  readonly source?: FileSource | undefined;
  /** Gets the files that are not specs or cannot be read, and those that are left out. */
  readonly skip?: Skip | undefined;
  /** Whether a config ignores a file. */
  readonly isIgnored?: (absolute: string) => Promise<boolean>;
  /** Whether a spec that is not UTF-8 is one with a fault, in place of a problem. */
  readonly notUtf8?: "fault";
  /** The advice for a named definition; by default to export its spec. */
  readonly insteadOfDefinition?: string;
}

/** Files that are not in the file system. */
export interface FileSource {
  /** Finds files as `discover` does. */
  find(args: readonly string[]): Promise<Discovery>;
  /** The text of a file; undefined for one that is read from the file system. */
  textOf(absolute: string, shown: string): string | undefined;
}

/** A file to read, or standard input. */
export interface Input extends FoundFile {
  readonly isStdin?: boolean;
  /** The file of a specTemplate: a definition, if it has steps. */
  readonly isDefinition?: boolean;
}

/**
 * Reads the specs in files, folders, globs and `-` (standard input). `all` reads them;
 * `find`, `read`, `parse` and `reportEmpty` are its steps. A problem is reported on standard error
 * and counted in `problems`; the other inputs are still read.
 */
export class Inputs {
  readonly #args: readonly string[];
  readonly #io: Io;
  readonly #options: InputOptions;
  #searched: Discovery["searched"] = [];
  /** The paths of files that were read and are not specs, or could not be read. */
  readonly #notSpecs = new Set<string>();
  /** The paths of the files to which links of the run lead. */
  readonly #links = new Map<string, string>();
  /** The files that were named outright. */
  readonly #named = new WeakSet<SpecFile>();
  #problems = 0;
  /** How many of the problems are faults in specs whose readable part is used. */
  #partlyRead = 0;

  constructor(args: readonly string[], io: Io, options: InputOptions = {}) {
    this.#args = args.length > 0 ? args : ["."];
    this.#io = io;
    this.#options = options;
  }

  /** How many inputs could not be used; a run with any ends with exit code 2. */
  get problems(): number {
    return this.#problems;
  }

  /** How many of these are inputs that could not be read at all. */
  get unread(): number {
    return this.#problems - this.#partlyRead;
  }

  /** All specs, each once. */
  async all(): Promise<SpecFile[]> {
    const files: SpecFile[] = [];
    for (const input of await this.find()) {
      const file = input.target === undefined ? await this.readSpec(input) : undefined;
      if (file) files.push(file);
    }
    this.reportEmpty();
    const isAlone =
      this.#options.definitions !== "alone" || files.every((file) => file.pipelines.length === 0);
    return isAlone ? files : files.filter((file) => file.definitions.length === 0 || this.#named.has(file));
  }

  /** Finds the files to read: standard input first, the others by path. */
  async find(): Promise<readonly Input[]> {
    const named = this.#args.filter((argument) => argument !== "-");
    const { source, skipNonSpecs } = this.#options;
    const paths = skipNonSpecs ? named.filter((argument) => !this.#isDanglingLink(argument)) : named;
    const found = source ? source.find(paths) : discover(paths, this.#io.cwd, undefined, this.#options.skip);
    const { files, problems, outside = [], searched } = await found;
    for (const problem of problems) this.report(problem);
    for (const [path, problem] of outside) if (!(await this.#options.isIgnored?.(path))) this.report(problem);
    this.#searched = searched;
    for (const { path, target } of files)
      if (target !== undefined) this.#links.set(path, shownPath(target, this.#io.cwd));
    if (named.length === this.#args.length) return files;
    const path = this.#options.stdinFilename ?? "<stdin>";
    return [{ path, absolute: resolve(this.#io.cwd, path), named: true, isStdin: true }, ...files];
  }

  /** True, and noted, for a symbolic link to a missing file. */
  #isDanglingLink(argument: string): boolean {
    const absolute = resolve(this.#io.cwd, argument);
    if (!isLink(absolute) || statOf(absolute) !== undefined) return false;
    this.#options.skip?.(absolute, "it is a symbolic link to a missing file");
    return true;
  }

  /** Reads and parses an input; undefined for one that is not a spec or cannot be read. */
  async readSpec(input: Input): Promise<SpecFile | undefined> {
    return await this.#specOf(input, await this.#read(input));
  }

  async #specOf(input: Input, text: string | NoText | undefined): Promise<SpecFile | undefined> {
    if (text instanceof NoText)
      return unreadableFile(await readSpecFile(input.path, text.text), text.message);
    return text === undefined ? undefined : await this.parse(input, text);
  }

  /** Reads an input; undefined for an unreadable one, and for one that is not a spec. */
  read(input: Input): Promise<string> | string | undefined {
    const text = this.#read(input);
    return text instanceof NoText ? undefined : text;
  }

  #read(input: Input): Promise<string> | string | NoText | undefined {
    if (input.isStdin) return this.#io.readStdin();
    const { absolute, path, named, isDefinition } = input;
    const { source } = this.#options;
    const read = named || isDefinition ? readNamed : readFound;
    return this.#text(input, () => source?.textOf(absolute, path) ?? read(absolute, path, "spec"));
  }

  /** As `readSpec`, for the bytes of a committed file; undefined for one that is too large. */
  async readBytes(input: Input, bytes: Uint8Array | undefined): Promise<SpecFile | undefined> {
    const text = this.#text(input, () => decodeCommitted(bytes, input.path));
    return await this.#specOf(input, text);
  }

  /** The text of an input; with `notUtf8`, the error about a spec that is not text is returned. */
  #text({ path, absolute, named, isDefinition }: Input, read: () => string): string | NoText | undefined {
    let reason: string | undefined;
    try {
      const text = read();
      if (named || isDefinition || this.#mayBeInput(text, path)) return text;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      reason = error.message;
      const isMeant = named || !(error instanceof NoText) || this.#mayBeInput(error.text, path);
      if (isMeant && error instanceof NoText && this.#options.notUtf8 === "fault") return error;
      if (isMeant) this.report(reason);
    }
    this.leaveOut(path, absolute, reason);
    return undefined;
  }

  /** Parses the text of an input; undefined for one that is not a spec. */
  async parse(
    { path, absolute, named, isDefinition = false }: Input,
    text: string,
  ): Promise<SpecFile | undefined> {
    let reason: string | undefined;
    try {
      assertFits(text, path);
      const file = await readSpecFile(path, text);
      if (named) this.#named.add(file);
      if (this.#isUsable(file, named, isDefinition)) return file;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      reason = error.message;
      this.report(reason);
    }
    this.leaveOut(path, absolute, reason);
    return undefined;
  }

  /** Notes a file that is not an input. */
  leaveOut(path: string, absolute: string, reason = "it is neither a pipeline spec nor a definition"): void {
    this.#notSpecs.add(path);
    this.#options.skip?.(absolute, reason);
  }

  /** Reports the folders and globs in which no spec was found; called when all inputs are read. */
  reportEmpty(): void {
    if (this.#options.skipNonSpecs) return;
    for (const { argument, files } of this.#searched) {
      if (files.every((path) => this.#notSpecs.has(this.#links.get(path) ?? path)))
        this.report(nothingIn(argument, files.length));
    }
  }

  #mayBeInput(text: string, path: string): boolean {
    const { definitions = false } = this.#options;
    const plain = withoutEscapes(text);
    return mayBeSpec(plain) || (definitions !== false && mayBeDefinition(plain, path));
  }

  #isUsable(file: SpecFile, named: boolean, isDefinition: boolean): boolean {
    const strict = named && !this.#options.skipNonSpecs;
    const { definitions = false } = this.#options;
    const isSpec =
      file.content === "specs" ||
      (definitions !== false &&
        (isDefinitionFile(file) || ((strict || isDefinition) && file.definitions.length > 0))) ||
      (file.content === "unreadable" &&
        (strict || saysPipeline(file.source.text) || (definitions === true && saysSteps(file.source))));
    const broken = isSpec && this.#options.complete ? brokenText(file) : undefined;
    if (broken) {
      this.#partlyRead++;
      this.report(notToItsEnd(file, broken));
    }
    if (strict && !isSpec) this.report(notASpec(file, this.#options.insteadOfDefinition));
    return isSpec;
  }

  /** Reports a problem with an input. */
  report(sentence: string): void {
    this.#problems++;
    writeStderr(this.#io, sentence);
  }
}

/** A cheap test before parsing: every spec contains one of these keys. */
function mayBeSpec(text: string): boolean {
  return text.includes("pipeline") || (text.includes("metadata") && text.includes("spec"));
}

/** A text with the letters for which double-quoted texts can have escapes. */
function withoutEscapes(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(?:\r\n?|\n)[ \t]*)/g,
    (_escape, two?: string, four?: string, eight?: string) => {
      const code = Number.parseInt(two ?? four ?? eight ?? "", 16);
      return code < 0x80 ? String.fromCharCode(code) : "";
    },
  );
}

/** True if a text may be a pipeline definition. */
function mayBeDefinition(text: string, path: string): boolean {
  return (
    isDefinitionName(path) ||
    (/(?<![\w-])steps["']?\s*:/.test(text) && /(?<![\w-])version["']?\s*:/.test(text))
  );
}

/** True if an unreadable text contains the keys of a spec. */
export function saysPipeline(text: string): boolean {
  return /(?:^(?:[{,]|[^\S\n\r\u2028\u2029])*|[{,][ \t]*)["']?kind["']?\s*:\s*["']?pipeline\b/m.test(
    withoutEscapes(text),
  );
}

/** True if an unreadable text is that of a `codefresh.yml` with steps. */
function saysSteps({ path, text }: Source): boolean {
  return /(?:^|[\\/])codefresh\.ya?ml$/i.test(path) && /^["']?steps["']?[ \t]*:/m.test(text);
}

function nothingIn(argument: string, files: number): string {
  const looked = files === 0 ? "no .yml, .yaml or .json file" : "no pipeline spec";
  return `${looked} in "${argument}"; a spec has "kind: pipeline" at its top level`;
}

function notToItsEnd({ source, faults }: SpecFile, { line, column, message, template }: BrokenText): string {
  const isRead = template || faults.every(({ repair }) => repair);
  const rest = isRead ? "" : "; the rest of the file was not read";
  return `"${source.path}" line ${line}:${column}: ${message}${rest}`;
}

/** The first fault of an unreadable text: its 1-based place and its message. */
export interface BrokenText {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** Whether the text is a template that has not been rendered. */
  readonly template: boolean;
}

/**
 * Returns the first fault for which the platform does not read a file as it is read here; undefined
 * if there is none. Such a file is only partly known, so results for its triggers may be
 * incomplete. A template is reported as one, like in the rule `yaml-syntax`.
 */
export function brokenText({ source, faults: [first] }: SpecFile): BrokenText | undefined {
  if (!first) return undefined;
  const tag = findTemplateTag(source.text);
  const { line, column } = source.position(tag ?? first.span.start);
  const message = tag === undefined ? first.message : "this file is a template, not YAML; render it first";
  return { line, column, message, template: tag !== undefined };
}

/** Throws `UsageError` if several arguments, such as `--payload -`, read standard input. */
export function assertOneReader([first, second]: readonly string[]): void {
  if (second === undefined) return;
  throw new UsageError(
    `"${first}" and "${second}" cannot both read standard input; give a file for one of them`,
  );
}
