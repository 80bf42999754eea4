import { basename, dirname, join, resolve } from "node:path";
import { unlessUsageError } from "../command.ts";
import { realPath, repositoryAbove } from "../files/inside-repository.ts";
import { isFolder, statOf } from "../files/paths.ts";
import { readText, textOrEmpty } from "../files/read-text.ts";

/** How the tracked files of a checkout are read. */
export interface CheckoutOptions {
  /** Whether the folder is assumed to be the root of each trigger's repository. */
  readonly isRoot?: boolean;
  /** The folder of the hook whose commit has the tracked files of its checkout. */
  readonly stagedIn?: string | undefined;
  /** Gets a sentence for each checkout that Git refuses. */
  readonly refusals?: Set<string>;
}

/** The tracked files of the checkout around a folder, for triggers of the checkout's repository. */
export class Checkout {
  readonly options: CheckoutOptions & { readonly refusals: Set<string> };
  readonly #folder: string;
  /** The repositories whose files were asked for and are not known. */
  readonly missed = new Set<string>();
  /** The root of the checkout and its config in lower case, read once. */
  #config: ReturnType<typeof configAbove> | undefined;
  /** The repositories of the remotes, read once. */
  #remotes: ReadonlySet<string> | undefined;
  readonly #found = new Map<string, Promise<readonly string[] | undefined>>();

  constructor(folder: string, options: CheckoutOptions = {}) {
    this.#folder = folder;
    this.options = { refusals: new Set(), ...options };
  }

  /** Changes whenever the tracked files or the remotes do; empty outside of a checkout. */
  get state(): string {
    const root = repositoryAbove(this.#folder);
    const folder = root === undefined ? undefined : gitFolder(root);
    if (folder === undefined) return "";
    const states = ["index", "config"].map((name) => statOf(join(folder, name)));
    return states.map((stats) => (typeof stats === "object" ? `${stats.mtimeMs} ${stats.size}` : "")).join();
  }

  /**
   * Returns the files of a repository (`owner/name`) as paths from its root, if a remote of the
   * checkout has its address. Git is started only for a checkout whose config has the name.
   */
  readonly filesOf = (repository: string): Promise<readonly string[] | undefined> | undefined => {
    const name = repository.toLowerCase();
    let found = this.#found.get(name);
    if (!found && !this.missed.has(repository)) {
      this.#config ??= configAbove(this.#folder);
      const { root, text } = this.#config;
      if (root !== undefined && (this.options.isRoot || text.includes(name))) {
        found = this.#filesOf(root, repository);
        this.#found.set(name, found);
      } else this.missed.add(repository);
    }
    return found;
  };

  async #filesOf(root: string, repository: string): Promise<readonly string[] | undefined> {
    const files = await this.#tracked(root, repository);
    if (!files) this.missed.add(repository);
    return files;
  }

  async #tracked(root: string, repository: string): Promise<readonly string[] | undefined> {
    const [{ Git, RefusedCheckout }, { repositoriesOf }] = await Promise.all([
      import("./run-git.ts"),
      import("./git-remote.ts"),
    ]);
    const { isRoot, stagedIn, refusals } = this.options;
    const tracked = () => {
      const git = new Git(root);
      if (stagedIn !== undefined) git.useIndexOfHook(stagedIn);
      if (isRoot) return git.trackedFiles(this.#folder);
      this.#remotes ??= repositoriesOf(git);
      const isOwn = this.#remotes.has(repository.toLowerCase());
      return isOwn ? git.trackedFiles(root) : undefined;
    };
    // Git may be missing, or refuse the folder: then the files are unknown.
    return unlessUsageError(tracked, (error) => {
      if (!(error instanceof RefusedCheckout)) return undefined;
      refusals.add(error.message);
      // Git may have refused only after a minute.
      this.#config = { root: undefined, text: "" };
      return undefined;
    });
  }
}

/** The start of the `.git` file of a linked work tree. */
const LINK = "gitdir:";

/** The folder with the index; for a linked work tree the one that its `.git` file names. */
function gitFolder(root: string): string | undefined {
  const own = join(root, ".git");
  if (isFolder(own)) return own;
  const text = textOf(own);
  return text.startsWith(LINK) ? resolve(root, text.slice(LINK.length).trim()) : undefined;
}

/**
 * The folder of Git that has those of the linked work trees of a checkout's repository; undefined
 * if the checkout is a submodule, or that of a bare repository.
 */
export function workTreesFolder(root: string): string | undefined {
  const folder = gitFolder(root);
  if (folder === undefined) return undefined;
  if (folder === join(root, ".git")) return join(realPath(folder), "worktrees");
  const parent = dirname(realPath(folder));
  return basename(parent) === "worktrees" ? parent : undefined;
}

/** The root of a checkout, and its config, which has the addresses of its remotes as text. */
function configAbove(folder: string): { readonly root: string | undefined; readonly text: string } {
  const root = repositoryAbove(folder);
  const own = root === undefined ? undefined : gitFolder(root);
  if (own === undefined) return { root, text: "" };
  // A linked work tree shares the config of the main one.
  const shared = textOf(join(own, "commondir")).trim();
  return { root, text: textOf(join(own, shared, "config")).toLowerCase() };
}

/** The text of a file of Git; empty if it cannot be read. */
function textOf(path: string): string {
  return textOrEmpty(() => readText(path, path, "git"));
}
