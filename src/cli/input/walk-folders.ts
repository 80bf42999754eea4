import { type Dirent, readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { IgnoreFile } from "./gitignore.ts";
import { isInside, isLink, repositoryAbove } from "./inside-repository.ts";
import { pathFrom, statOf } from "./paths.ts";
import { readText } from "./read-text.ts";

const NEVER_SEARCHED = new Set([".git", "node_modules"]);

/** Gets each path that is left out, with the reason, and the path at its end. */
export type Skip = (path: string, reason: string, by?: string) => void;

/** A `.gitignore` file; paths are relative to the topmost folder that may have one. */
interface Rules {
  /** Where the path of a file in its folder begins in the relative path. */
  readonly start: number;
  readonly file: IgnoreFile;
}

/**
 * Walks a folder recursively, without `.git` and `node_modules`, applying the `.gitignore` files
 * from the repository's root down.
 */
export class Walk {
  readonly #root: string;
  readonly #boundary: string;
  readonly #problem: (sentence: string) => void;
  readonly #skip: Skip | undefined;

  /**
   * Links to files must not leave `boundary`; `problem` gets a message for each such link to a spec
   * and for each folder that could not be searched. `skip` gets all that is left out.
   */
  constructor(root: string, boundary: string, problem: (sentence: string) => void, skip?: Skip) {
    this.#root = root;
    this.#boundary = boundary;
    this.#problem = problem;
    this.#skip = skip;
  }

  /**
   * Yields the absolute paths of the files, folder by folder, ordered by name. Symbolic links to
   * folders are not followed.
   */
  *files(): Generator<string> {
    const real = realFolder(this.#root);
    const top = repositoryAbove(real);
    const path = top ? pathFrom(top, real) : "";
    const parts = path === "" ? [] : path.split("/");
    const rules: Rules[] = [];
    let folder = top ?? this.#root;
    let relative = "";
    for (const part of parts) {
      rules.push(...readRules(folder, relative, this.#problem));
      relative += part;
      if (this.#isIgnored(join(folder, part), relative, true, rules)) return;
      relative += "/";
      folder = join(folder, part);
    }
    yield* this.#below(this.#root, relative, rules);
  }

  *#below(folder: string, relative: string, above: readonly Rules[]): Generator<string> {
    const entries = this.#entries(folder);
    const own = entries.some(({ name }) => name === ".gitignore")
      ? readRules(folder, relative, this.#problem)
      : [];
    const rules = own.length > 0 ? [...above, ...own] : above;
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (NEVER_SEARCHED.has(entry.name)) {
        this.#skip?.(path, "dryfire never searches it");
        continue;
      }
      const isFolder = entry.isDirectory();
      if (this.#isIgnored(path, relative + entry.name, isFolder, rules)) continue;
      if (isFolder) yield* this.#below(path, `${relative}${entry.name}/`, rules);
      else if (this.#isFile(path, entry)) yield path;
      else this.#skip?.(path, "it is not a regular file of the repository");
    }
  }

  #isIgnored(path: string, relative: string, isFolder: boolean, rules: readonly Rules[]): boolean {
    const by = ignoring(relative, isFolder, rules);
    if (by !== undefined && this.#skip) {
      const folder = path.slice(0, path.length - relative.slice(by.start).length);
      this.#skip(path, "ignored by", `${folder}.gitignore`);
    }
    return by !== undefined;
  }

  /** True for a regular file, or a link to one that is inside the boundary. */
  #isFile(path: string, entry: Dirent): boolean {
    if (!entry.isSymbolicLink()) return entry.isFile();
    const stats = statOf(path);
    if (stats === undefined || stats === "unreadable" || !stats.isFile()) return false;
    if (isInside(this.#boundary, path)) return true;
    if (/\.(?:ya?ml|json)$/i.test(path))
      this.#problem(
        `cannot read "${path}": it is a link to a file outside the repository; name it to read it`,
      );
    return false;
  }

  /** The entries of a folder by name, with their kinds, which saves a `stat` for each. */
  #entries(folder: string): Dirent[] {
    try {
      return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      this.#problem(
        `cannot search the folder "${folder}": ${(error as NodeJS.ErrnoException).code}; check its permissions`,
      );
      return [];
    }
  }
}

/** Returns the `.gitignore` that ignores a path: the deepest one with a match decides. */
function ignoring(relative: string, isFolder: boolean, rules: readonly Rules[]): Rules | undefined {
  for (let at = rules.length - 1; at >= 0; at--) {
    const { start, file } = rules[at]!;
    const ignores = file.ignores(relative.slice(start), isFolder);
    if (ignores !== undefined) return ignores ? rules[at] : undefined;
  }
  return undefined;
}

/** The maximum length of a path; a longer pattern is a mistake, or an attack. */
const MAX_PATTERN = 4096;

/** Git sets `core.ignoreCase` by the file system; this is the usual one. */
const FOLDS_CASE = process.platform === "win32" || process.platform === "darwin";

type Problem = (sentence: string) => void;

/** The `.gitignore` file of a folder, if it has one. */
function readRules(folder: string, relative: string, problem: Problem): Rules[] {
  const path = join(folder, ".gitignore");
  try {
    // Like git, which does not follow a link here.
    if (isLink(path)) return [];
    const lines = readText(path, path, "ignore")
      .replace(/^\ufeff/, "")
      .split(/\r?\n/);
    const long = lines.findIndex(({ length }) => length > MAX_PATTERN);
    if (long >= 0) problem(`"${path}" line ${long + 1} is longer than ${MAX_PATTERN} characters; shorten it`);
    const file = new IgnoreFile(
      lines.filter(({ length }) => length <= MAX_PATTERN),
      FOLDS_CASE,
    );
    return [{ start: relative.length, file }];
  } catch {
    return [];
  }
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
