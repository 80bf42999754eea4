import { relative, resolve } from "node:path";
import { getOrAdd } from "../../util/memoize.ts";
import type { UsageError } from "../command.ts";
import { assertInside, boundaryOf, isLink, realPath } from "../files/inside-repository.ts";
import { byPath, pathFrom, shownPath, statOf } from "../files/paths.ts";
import type { PathGlob } from "./path-glob.ts";
import type { Skip } from "./walk-folders.ts";

/** A file to read. */
export interface FoundFile {
  /** The path in reports: with forward slashes, relative to the working folder if inside. */
  readonly path: string;
  readonly absolute: string;
  /** Named by the user, not found in a folder or by a glob: then it must be a spec. */
  readonly named: boolean;
  /** The absolute path of the other file of the run, to which this one is a link. */
  readonly target?: string;
}

/** The files that were found, and one message for each input that could not be searched. */
export interface Discovery {
  readonly files: readonly FoundFile[];
  readonly problems: readonly string[];
  /** The links to files outside the repository that a search found, each with a message. */
  readonly outside?: ReadonlyMap<string, string>;
  /** Folders and globs as given that were searched completely, with the files found for each. */
  readonly searched: readonly { readonly argument: string; readonly files: readonly string[] }[];
}

/** The names of files that are searched for specs in a folder. */
export const SPEC_EXTENSION = /\.(?:ya?ml|json)$/i;

/**
 * Returns the files of paths, folders and globs, each once, ordered by path. A folder is searched
 * for `.yml`, `.yaml` and `.json`, without ignored files and without following links to folders.
 * `boundary` is set for paths in a file of a repository, which must be inside it; `skip` gets the
 * files that are left out.
 */
export async function discover(
  args: readonly string[],
  cwd: string,
  boundary?: string,
  skip?: Skip,
): Promise<Discovery> {
  return new Search(cwd, boundary, skip).find(args);
}

/** The message for a path that does not exist; it may be an option that a hook adds at the end. */
export function noSuchPath(argument: string, cwd: string): string {
  if (isLink(resolve(cwd, argument)))
    return `"${argument}" is a symbolic link to a missing file; restore that file, or remove the link`;
  const remedy = argument.startsWith("-") ? 'write options before "--"' : "check the path";
  return `no such file or folder: "${argument}"; ${remedy}`;
}

/** A file in a folder that is searched. */
interface ListedFile {
  readonly absolute: string;
  /** The path from that folder, with forward slashes. */
  readonly inside: string;
}

/** Several searches from the same folder, in which each folder is read once. */
export class Search {
  readonly #cwd: string;
  readonly #boundary: string | undefined;
  readonly #skip: Skip | undefined;
  /** The files in each folder that was searched. */
  readonly #listings = new Map<string, readonly ListedFile[]>();
  /** The files that were found or named through a link. */
  readonly #links = new Set<string>();
  #files = new Map<string, FoundFile>();
  #problems: string[] = [];
  #outside = new Map<string, string>();
  #searched: { argument: string; files: string[] }[] = [];

  /** The parameters are those of `discover`. */
  constructor(cwd: string, boundary?: string, skip?: Skip) {
    this.#cwd = cwd;
    this.#boundary = boundary;
    this.#skip = skip;
  }

  /** Like `discover`. */
  async find(args: readonly string[]): Promise<Discovery> {
    this.#files = new Map();
    this.#problems = [];
    this.#outside = new Map();
    this.#searched = [];
    for (const argument of args) await this.#add(argument);
    const files = this.#withTargets([...this.#files.values()].sort(byPath));
    return { files, problems: this.#problems, outside: this.#outside, searched: this.#searched };
  }

  /** Adds to each link the other file of the run that it leads to; that one is named if it is. */
  #withTargets(files: readonly FoundFile[]): readonly FoundFile[] {
    const isThroughLink = ({ absolute }: FoundFile) => this.#links.has(absolute);
    const links = files.filter(isThroughLink);
    if (links.length === 0) return files;
    const known = new Map<string, string>();
    // The first link is read if its file is not a part of the run.
    for (const { absolute } of [...files.filter((file) => !isThroughLink(file)), ...links])
      getOrAdd(known, realPath(absolute), () => absolute);
    const targetOf = ({ absolute }: FoundFile) => known.get(realPath(absolute))!;
    const named = new Set(links.filter((link) => link.named).map(targetOf));
    return files.map((file) => {
      if (named.has(file.absolute)) return { ...file, named: true };
      const target = isThroughLink(file) ? targetOf(file) : file.absolute;
      return target === file.absolute ? file : { ...file, target };
    });
  }

  /** Code for searching a folder or a glob is loaded only when needed. */
  async #add(argument: string): Promise<void> {
    const absolute = resolve(this.#cwd, argument);
    if (this.#isOutside(absolute, argument)) return;
    const stats = statOf(absolute);
    if (stats === "unreadable") this.#file(absolute, true);
    else if (stats?.isDirectory()) await this.#folder(argument, absolute);
    else if (stats) this.#file(absolute, true, this.#isThroughLink(absolute));
    else await this.#glob(argument);
  }

  /** True for a path with a symbolic link below the working folder, or on another way to it. */
  #isThroughLink(absolute: string): boolean {
    return realPath(absolute) !== resolve(realPath(this.#cwd), relative(this.#cwd, absolute));
  }

  async #glob(argument: string): Promise<void> {
    const { PathGlob } = await import("./path-glob.ts");
    const pathGlob = PathGlob.parse(argument);
    if (!pathGlob) {
      this.#problems.push(noSuchPath(argument, this.#cwd));
      return;
    }
    const { base } = pathGlob;
    if (pathGlob.problem !== undefined) {
      this.#problems.push(pathGlob.problem);
      return;
    }
    const folder = resolve(this.#cwd, base);
    if (this.#isOutside(folder, argument)) return;
    const stats = statOf(folder);
    if (stats === "unreadable" || !stats?.isDirectory()) {
      this.#problems.push(`no file matches "${argument}"; folder "${base}" does not exist`);
      return;
    }
    await this.#folder(argument, folder, pathGlob);
  }

  /** True, with a message, for a path that must not be searched. */
  #isOutside(absolute: string, argument: string): boolean {
    if (this.#boundary === undefined) return false;
    try {
      assertInside(this.#boundary, absolute, argument);
      return false;
    } catch (error) {
      this.#problems.push((error as UsageError).message);
      return true;
    }
  }

  /** Adds the files of a folder; one that is partly read may have more, so it is not `searched`. */
  async #folder(argument: string, folder: string, glob?: PathGlob): Promise<void> {
    const countProblems = () => this.#problems.length + this.#outside.size;
    const before = countProblems();
    const files: string[] = [];
    const isThroughLink = this.#isThroughLink(folder);
    for (const { absolute, inside } of await this.#filesIn(folder, glob !== undefined)) {
      if (!glob && !SPEC_EXTENSION.test(absolute))
        this.#skip?.(absolute, "its name does not end in .yml, .yaml or .json");
      else if (glob && !glob.matches(inside))
        this.#skip?.(absolute, `it does not match the glob "${argument}"`);
      else files.push(this.#file(absolute, false, isThroughLink));
    }
    if (glob?.problem !== undefined) this.#problems.push(glob.problem);
    if (countProblems() === before) this.#searched.push({ argument, files });
  }

  async #filesIn(folder: string, anyExtension: boolean): Promise<readonly ListedFile[]> {
    const key = `${anyExtension} ${folder}`;
    const known = this.#listings.get(key);
    if (known) return known;
    const { Walk } = await import("./walk-folders.ts");
    const boundary = this.#boundary ?? boundaryOf(folder, this.#cwd);
    const walk = new Walk(folder, {
      boundary,
      wanted: anyExtension ? undefined : SPEC_EXTENSION,
      problem: (problem) => this.#problems.push(problem),
      outside: (path, problem) => this.#outside.set(path, problem),
      skip: this.#skip,
    });
    const found = await walk.files();
    const files = found.map((absolute) => ({ absolute, inside: pathFrom(folder, absolute) }));
    this.#listings.set(key, files);
    for (const link of walk.links) this.#links.add(link);
    return files;
  }

  #file(absolute: string, named: boolean, isThroughLink = false): string {
    if (isThroughLink) this.#links.add(absolute);
    const path = shownPath(absolute, this.#cwd);
    const known = this.#files.get(path);
    if (!known || (named && !known.named)) this.#files.set(path, { path, absolute, named });
    return path;
  }
}
