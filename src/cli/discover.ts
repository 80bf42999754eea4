import { type Dirent, readdirSync, readFileSync, realpathSync, type Stats, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import ignore, { type Ignore } from "ignore";
import picomatch from "picomatch";

/** A file that a run was asked to read. */
export interface FoundFile {
  /** The path as reports show it: with forward slashes, relative to the working folder where it lies below it. */
  readonly path: string;
  readonly absolute: string;
  /** Named outright, not found by searching a folder or by a glob: then it must be a spec. */
  readonly named: boolean;
}

/** What a search found, and one sentence for each thing that could not be searched. */
export interface Discovery {
  readonly files: readonly FoundFile[];
  readonly problems: readonly string[];
  /** Folders and globs as given, each with how many files were found for it. */
  readonly searched: readonly { readonly argument: string; readonly files: readonly string[] }[];
}

const SPEC_EXTENSION = /\.(?:ya?ml|json)$/i;
const NEVER_SEARCHED = new Set([".git", "node_modules"]);

/**
 * The files that paths, folders and globs stand for, each once, ordered by path. A folder is searched for `.yml`, `.yaml` and `.json`;
 * what `.gitignore` excludes is passed over, symbolic links to folders are not followed.
 */
export function discover(args: readonly string[], cwd: string): Discovery {
  const search = new Search(cwd);
  for (const argument of args) search.add(argument);
  return search.result();
}

class Search {
  readonly #cwd: string;
  readonly #files = new Map<string, FoundFile>();
  readonly #problems: string[] = [];
  readonly #searched: { argument: string; files: string[] }[] = [];

  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  result(): Discovery {
    const files = [...this.#files.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
    return { files, problems: this.#problems, searched: this.#searched };
  }

  add(argument: string): void {
    const absolute = resolve(this.#cwd, argument);
    const stats = statOf(absolute);
    if (stats === "unreadable") this.#file(absolute, true);
    else if (stats?.isDirectory()) this.#folder(argument, absolute, () => true);
    else if (stats) this.#file(absolute, true);
    else if (picomatch.scan(argument).isGlob) this.#glob(argument);
    else this.#problems.push(`no such file or folder: "${argument}"; check the path`);
  }

  #glob(argument: string): void {
    const { base, glob } = picomatch.scan(argument);
    const folder = resolve(this.#cwd, base);
    const matches = picomatch(glob, { dot: true });
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
      this.#problems.push(`nothing matches "${argument}"; there is no folder "${base}"`);
      return;
    }
    this.#folder(argument, folder, (path) => matches(slashed(relative(folder, path))), true);
  }

  #folder(
    argument: string,
    folder: string,
    wanted: (absolute: string) => boolean,
    anyExtension = false,
  ): void {
    const found: string[] = [];
    const walk = new Walk(folder, (problem) => this.#problems.push(problem));
    for (const absolute of walk.files()) {
      if (!(anyExtension || SPEC_EXTENSION.test(absolute)) || !wanted(absolute)) continue;
      found.push(this.#file(absolute, false));
    }
    this.#searched.push({ argument, files: found });
  }

  #file(absolute: string, named: boolean): string {
    const path = shownPath(absolute, this.#cwd);
    const known = this.#files.get(path);
    if (!known || (named && !known.named)) this.#files.set(path, { path, absolute, named });
    return path;
  }
}

/** A path as reports show it. */
export function shownPath(absolute: string, cwd: string): string {
  const inside = relative(cwd, absolute);
  return slashed(inside === "" || inside.startsWith("..") ? absolute : inside);
}

function slashed(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

interface Rules {
  readonly folder: string;
  readonly ignore: Ignore;
}

/** Walks a folder downwards, honouring the `.gitignore` files from the repository's root down. */
class Walk {
  readonly #root: string;
  readonly #problem: (sentence: string) => void;

  constructor(root: string, problem: (sentence: string) => void) {
    this.#root = root;
    this.#problem = problem;
  }

  *files(): Generator<string> {
    yield* this.#below(this.#root, rulesAbove(this.#root));
  }

  *#below(folder: string, above: readonly Rules[]): Generator<string> {
    const entries = this.#entries(folder);
    const own = entries.some(({ name }) => name === ".gitignore") ? readRules(folder) : undefined;
    const rules = own ? [...above, own] : above;
    for (const entry of entries) {
      if (NEVER_SEARCHED.has(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!isIgnored(`${path}/`, rules)) yield* this.#below(path, rules);
      } else if (!isIgnored(path, rules) && isFile(path, entry.isSymbolicLink())) yield path;
    }
  }

  /** What lies in a folder, by name; the kind of each comes with the list, which spares a look at each. */
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

function isFile(path: string, isLink: boolean): boolean {
  if (!isLink) return true;
  const stats = statOf(path);
  return stats !== "unreadable" && (stats?.isFile() ?? false);
}

/** What stands at a path: nothing, something, or something of which nobody can tell (a loop of links, a closed folder). */
function statOf(path: string): Stats | "unreadable" | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return "unreadable";
  }
}

function isIgnored(path: string, rules: readonly Rules[]): boolean {
  return rules.some(({ folder, ignore: own }) => {
    const inside = slashed(relative(folder, path)) + (path.endsWith("/") ? "/" : "");
    return inside !== "" && !inside.startsWith("..") && own.ignores(inside);
  });
}

function readRules(folder: string): Rules | undefined {
  try {
    return { folder, ignore: ignore().add(readFileSync(join(folder, ".gitignore"), "utf8")) };
  } catch {
    return undefined;
  }
}

/** The `.gitignore` files of the folders above, up to the root of the repository. */
function rulesAbove(folder: string): Rules[] {
  const found: Rules[] = [];
  const above: string[] = [];
  for (let at = realpathSync(folder); ; at = resolve(at, "..")) {
    if (statSync(join(at, ".git"), { throwIfNoEntry: false })) {
      for (const each of [...above, ...(at === folder ? [] : [at])].reverse()) {
        const rules = readRules(each);
        if (rules) found.push(rules);
      }
      return found;
    }
    if (at !== folder) above.push(at);
    if (resolve(at, "..") === at) return [];
  }
}
