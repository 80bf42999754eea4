import { dirname } from "node:path";
import type { SpecFile } from "../../pipeline/model.ts";
import { readSpecFile } from "../../pipeline/read-spec-file.ts";
import type { CaseText } from "../../simulate/cases/cases.ts";
import { getOrAdd } from "../../util/memoize.ts";
import { UsageError } from "../command.ts";
import { boundaryOf, realPath } from "../files/inside-repository.ts";
import { shownPath } from "../files/paths.ts";
import { readText } from "../files/read-text.ts";
import { type Discovery, Search } from "../input/discover.ts";
import { type BrokenText, brokenText, saysPipeline } from "../input/read-inputs.ts";
import type { CasesFile } from "./cases-file.ts";

/** The maximum number of paths and globs of a cases file, each of which is searched. */
const MAX_PATHS = 1000;

/** The specs of cases files; a file that several of them name is read once. */
export class CaseSpecs {
  readonly #cwd: string;
  readonly #files = new Map<string, Promise<SpecFile>>();

  /** `cwd` is the folder to which shown paths are relative. */
  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  /** Returns the specs of a cases file; an unusable one is a fault at the path that names it. */
  async of({ specs, faults }: CasesFile, absolute: string): Promise<readonly SpecFile[]> {
    const found = new Map<string, SpecFile>();
    const excess = specs[MAX_PATHS];
    if (excess) {
      const message = `"specs" has more than ${MAX_PATHS} paths; name their folder, or write a glob`;
      faults.push({ span: excess.span, message });
      return [];
    }
    const folder = dirname(absolute);
    const search = new Search(folder, boundaryOf(folder, this.#cwd));
    for (const named of specs) {
      const discovery = await search.find([named.value]);
      const problems = [...discovery.problems, ...(discovery.outside?.values() ?? [])];
      for (const problem of problems) faults.push({ span: named.span, message: problem });
      const read = await this.#readAll(discovery, absolute, (message) =>
        faults.push({ span: named.span, message }),
      );
      for (const [path, file] of read) if (!found.has(path)) found.set(path, file);
      if (read.size === 0 && discovery.searched.length > 0)
        faults.push({ span: named.span, message: nothingFor(named) });
    }
    return [...found.values()];
  }

  /** The specs of a search by their real paths: a link to one of them is not another one. */
  async #readAll(
    { files }: Discovery,
    own: string,
    reportError: (message: string) => void,
  ): Promise<Map<string, SpecFile>> {
    const read = new Map<string, SpecFile>();
    for (const { absolute, named, target } of files) {
      if (absolute === own || target !== undefined) continue;
      try {
        const file = await this.#file(absolute);
        const broken = brokenText(file);
        if (broken && (named || file.content === "specs" || saysPipeline(file.source.text)))
          reportError(unreadable(file, broken));
        else if (file.content === "specs" || (named && file.definitions.length > 0))
          read.set(realPath(absolute), file);
        else if (named)
          reportError(`"${file.source.path}" is not a pipeline spec; name files with "kind: pipeline"`);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        if (named) reportError(error.message);
      }
    }
    return read;
  }

  #file(absolute: string): Promise<SpecFile> {
    return getOrAdd(this.#files, absolute, () => {
      const shown = shownPath(absolute, this.#cwd);
      return readSpecFile(shown, readText(absolute, shown, "spec"));
    });
  }
}

function nothingFor({ value }: CaseText): string {
  return `no pipeline spec for "${value}"; check the path, which is relative to this file`;
}

function unreadable({ source }: SpecFile, { line, column, message }: BrokenText): string {
  return `the spec cannot be read: ${source.path}:${line}:${column}: ${message}`;
}
