import { type Dirent, readdirSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import ignore, { type Ignore } from "ignore";
import { isInside, isLink } from "./inside-repository.ts";
import { pathFrom, statOf } from "./paths.ts";
import { readText } from "./read-text.ts";

const NEVER_SEARCHED = new Set([".git", "node_modules"]);

interface Rules {
  readonly folder: string;
  readonly ignore: Ignore;
}

/**
 * Walks a folder recursively, without `.git` and `node_modules`, applying the `.gitignore` files
 * from the repository's root down.
 */
export class Walk {
  readonly #root: string;
  readonly #boundary: string;
  readonly #problem: (sentence: string) => void;

  /**
   * Links to files must not leave `boundary`; `problem` gets a message for each such link to a spec
   * and for each folder that could not be searched.
   */
  constructor(root: string, boundary: string, problem: (sentence: string) => void) {
    this.#root = root;
    this.#boundary = boundary;
    this.#problem = problem;
  }

  /**
   * Yields the absolute paths of the files, folder by folder, ordered by name. Symbolic links to
   * folders are not followed.
   */
  *files(): Generator<string> {
    yield* this.#below(this.#root, rulesAbove(this.#root, this.#problem));
  }

  *#below(folder: string, above: readonly Rules[]): Generator<string> {
    const entries = this.#entries(folder);
    const own = entries.some(({ name }) => name === ".gitignore")
      ? readRules(folder, this.#problem)
      : undefined;
    const rules = own ? [...above, own] : above;
    for (const entry of entries) {
      if (NEVER_SEARCHED.has(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!isIgnored(`${path}/`, rules)) yield* this.#below(path, rules);
      } else if (!isIgnored(path, rules) && this.#isFile(path, entry)) yield path;
    }
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

function isIgnored(path: string, rules: readonly Rules[]): boolean {
  return rules.some(({ folder, ignore: own }) => {
    const inside = pathFrom(folder, path) + (path.endsWith("/") ? "/" : "");
    return inside !== "" && !inside.startsWith("..") && own.ignores(inside);
  });
}

/** The maximum length of a path; much longer patterns are too long for a regular expression. */
const MAX_PATTERN = 4096;

type Problem = (sentence: string) => void;

function readRules(folder: string, problem: Problem): Rules | undefined {
  const path = join(folder, ".gitignore");
  try {
    // Like git, which does not follow a link here.
    if (isLink(path)) return undefined;
    const lines = readText(path, path, "ignore").split(/\r?\n/);
    const long = lines.findIndex(({ length }) => length > MAX_PATTERN);
    if (long >= 0) problem(`"${path}" line ${long + 1} is longer than ${MAX_PATTERN} characters; shorten it`);
    return { folder, ignore: ignore().add(lines.filter(({ length }) => length <= MAX_PATTERN)) };
  } catch {
    return undefined;
  }
}

/** The `.gitignore` files of the parent folders, up to the root of the repository. */
function rulesAbove(folder: string, problem: Problem): Rules[] {
  const found: Rules[] = [];
  const above: string[] = [];
  for (let at = realFolder(folder); ; at = resolve(at, "..")) {
    const git = statOf(join(at, ".git"));
    if (git && git !== "unreadable") {
      for (const each of [...above, ...(at === folder ? [] : [at])].reverse()) {
        const rules = readRules(each, problem);
        if (rules) found.push(rules);
      }
      return found;
    }
    if (at !== folder) above.push(at);
    if (resolve(at, "..") === at) return [];
  }
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
