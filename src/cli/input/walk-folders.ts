import { type Dirent, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { unlessUsageError } from "../command.ts";
import { isInside, isLink, realPath, repositoryAbove } from "../files/inside-repository.ts";
import { statOf } from "../files/paths.ts";
import { workTreesFolder } from "../git/checkout.ts";
import { below, GitignoreFiles, type IgnoreRules, type Problem } from "./gitignore-files.ts";

const NEVER_SEARCHED = new Set([".git", "node_modules"]);

/** The package of dryfire, next to `dist/lib`: an action can be a checkout among the files. */
const OWN_PACKAGE = join(dirname(import.meta.filename), "../..");

/** Gets each path that is left out, with the reason, and the path at its end. */
export type Skip = (path: string, reason: string, by?: string) => void;

/** How a folder is searched. */
export interface WalkOptions {
  /** Links to files must not leave this folder. */
  readonly boundary: string;
  /** The names of the files that are wanted; the others are not looked for in `.gitignore`. */
  readonly wanted?: RegExp | undefined;
  /** Gets a message for what could not be searched, and for each link to a spec outside. */
  readonly problem: Problem;
  /** Gets these links, with the message, in place of `problem`. */
  readonly outside?: ((path: string, problem: string) => void) | undefined;
  /** Gets all that is left out. */
  readonly skip?: Skip | undefined;
}

/**
 * Walks a folder recursively, without `.git` and `node_modules`, applying the `.gitignore` files
 * from the repository's root down to files that Git does not track.
 */
export class Walk {
  /** The links among the files. */
  readonly links: string[] = [];
  readonly #root: string;
  readonly #options: WalkOptions;
  readonly #gitignores: GitignoreFiles;
  /** The folder of Git with the linked work trees of the repository that is searched. */
  #workTrees: string | undefined;
  readonly #elsewhere: string[] = [];
  #hasIgnored = false;

  constructor(root: string, options: WalkOptions) {
    this.#root = root;
    this.#options = options;
    this.#gitignores = new GitignoreFiles(options.problem);
  }

  /**
   * Returns the absolute paths of the files, folder by folder, ordered by name. Symbolic links to
   * folders are not followed.
   */
  async files(): Promise<string[]> {
    const found = [...this.#untracked()];
    return this.#hasIgnored ? [...found, ...(await this.#tracked(found))] : found;
  }

  *#untracked(): Generator<string> {
    const real = realPath(this.#root);
    const top = repositoryAbove(real);
    this.#workTrees = top && workTreesFolder(top);
    const { rules, ignored } = this.#gitignores.rulesAbove(top, real);
    if (ignored) this.#leaveOut(ignored.path, ignored.by);
    else yield* this.#below(this.#root, rules);
  }

  *#below(folder: string, above: IgnoreRules): Generator<string> {
    const entries = this.#entries(folder);
    if (folder !== this.#root && this.#skipsCheckout(folder, entries)) return;
    const rules = entries.some(({ name }) => name === ".gitignore")
      ? this.#gitignores.rulesIn(folder, above)
      : above;
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (NEVER_SEARCHED.has(entry.name)) {
        this.#options.skip?.(path, "dryfire never searches it");
        continue;
      }
      const isFolder = entry.isDirectory();
      const { wanted } = this.#options;
      const mayBeIgnored = isFolder || (wanted?.test(entry.name) ?? true);
      const by = mayBeIgnored ? this.#gitignores.ignoredBy(entry.name, isFolder, rules) : undefined;
      if (by !== undefined) this.#leaveOut(path, by);
      else if (isFolder) yield* this.#below(path, below(rules, entry.name));
      else if (entry.isSymbolicLink() ? this.#isUsableLink(path) : entry.isFile()) yield path;
      else this.#options.skip?.(path, "it is not a regular file of the repository");
    }
  }

  /** True for another work tree of the same repository, and for a checkout of dryfire that runs. */
  #skipsCheckout(folder: string, entries: readonly Dirent[]): boolean {
    const isOwn = basename(folder) === basename(OWN_PACKAGE) && realPath(folder) === realPath(OWN_PACKAGE);
    const isWorkTree =
      this.#workTrees !== undefined &&
      entries.some((entry) => entry.name === ".git" && entry.isFile()) &&
      workTreesFolder(folder) === this.#workTrees;
    if (isOwn) this.#options.skip?.(folder, "it is the folder of dryfire itself");
    if (isWorkTree) this.#options.skip?.(folder, "it is another work tree of the repository");
    if (isOwn || isWorkTree) this.#elsewhere.push(join(folder, "/"));
    return isOwn || isWorkTree;
  }

  #leaveOut(path: string, by: string): void {
    this.#hasIgnored = true;
    this.#options.skip?.(path, "ignored by", by);
  }

  /** The tracked files that were not found: like Git, dryfire ignores only untracked ones. */
  async #tracked(found: readonly string[]): Promise<string[]> {
    const real = realPath(this.#root);
    const known = new Set(found);
    const { wanted } = this.#options;
    return (await trackedIn(real)).flatMap((inside) => {
      const path = join(this.#root, inside);
      if (known.has(path) || wanted?.test(path) === false) return [];
      if (this.#elsewhere.some((folder) => path.startsWith(folder))) return [];
      if (inside.split("/").some((part) => NEVER_SEARCHED.has(part))) return [];
      // Its real name is lost, so reading it reports that.
      if (inside.includes("\ufffd")) return [path];
      // A link in place of a folder is not followed here either.
      const isInPlace = realPath(dirname(path)) === join(real, dirname(inside));
      return isInPlace && (isLink(path) ? this.#isUsableLink(path) : isFile(path)) ? [path] : [];
    });
  }

  /** True for a link to a regular file that is inside the boundary. */
  #isUsableLink(path: string): boolean {
    if (!isFile(path)) return false;
    if (isInside(this.#options.boundary, path)) {
      this.links.push(path);
      return true;
    }
    if (/\.(?:ya?ml|json)$/i.test(path)) {
      const problem = `cannot read "${path}": it is a link to a file outside the repository; name it to read it`;
      if (this.#options.outside) this.#options.outside(path, problem);
      else this.#options.problem(problem);
    }
    return false;
  }

  /** The entries of a folder by name, with their kinds, which saves a `stat` for each. */
  #entries(folder: string): Dirent[] {
    try {
      return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      this.#options.problem(
        `cannot search the folder "${folder}": ${(error as NodeJS.ErrnoException).code}; check its permissions`,
      );
      return [];
    }
  }
}

function isFile(path: string): boolean {
  const stats = statOf(path);
  return typeof stats === "object" && stats.isFile();
}

/** The tracked files below a real folder; none outside of a checkout, and without Git. */
async function trackedIn(folder: string): Promise<string[]> {
  const { Git } = await import("../git/run-git.ts");
  return unlessUsageError(
    () => new Git(folder).trackedFiles(folder),
    () => [],
  );
}
