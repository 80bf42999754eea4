import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { accessSync, constants, realpathSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { forShell } from "../../util/text.ts";
import { UsageError } from "../command.ts";
import { realPath } from "../files/inside-repository.ts";
import { exists, slashed, statOf } from "../files/paths.ts";
import { isTooLarge, readText } from "../files/read-text.ts";
import { findProgram, programFolders } from "./find-program.ts";

/** Enough for the names and messages of a long history. */
const LARGEST_OUTPUT = 512 * 1024 * 1024;

/**
 * The milliseconds after which git is stopped, which waits for a pipe that its settings include.
 * It reads them in the first call; a long history takes minutes.
 */
const MS_FOR_SETTINGS = 60_000;
const MS_PER_CALL = 600_000;

/**
 * Settings that win over those of the repository, so that none of them runs a program, contacts a
 * server or changes the output (https://git-scm.com/docs/git-config).
 */
const SETTINGS = [
  "safe.bareRepository=explicit",
  "core.fsmonitor=false",
  "core.hooksPath=/dev/null",
  "core.attributesFile=/dev/null",
  "core.pager=cat",
  "core.askPass=",
  "credential.helper=",
  "diff.external=",
  "diff.ignoreSubmodules=all",
  "submodule.recurse=false",
  "log.mailmap=false",
  "log.showRoot=true",
  "log.showSignature=false",
  "core.quotePath=false",
];

/** Variables of the caller that git gets, next to the settings in `GIT_CONFIG_*`. */
const PASSED_ON = ["HOME", "XDG_CONFIG_HOME", "TMPDIR", "SystemRoot", "USERPROFILE", "ProgramData"];

/** `GIT_ALLOW_PROTOCOL` wins over each `protocol.*.allow`; "none" is not a protocol. */
const ENVIRONMENT = {
  GIT_ALLOW_PROTOCOL: "none",
  GIT_ATTR_NOSYSTEM: "1",
  GIT_NO_LAZY_FETCH: "1",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
  LC_ALL: "C",
};

/** A file of a commit. */
export interface CommittedFile {
  /** The hash of its content. */
  readonly hash: string;
  /** The path from the root, with forward slashes. */
  readonly path: string;
}

/** Git refuses a checkout: another user owns it, or its settings are not valid or never end. */
export class RefusedCheckout extends UsageError {}

/**
 * Runs git in a checkout, read-only. Only this class starts git: it takes no lock, fetches nothing,
 * and runs neither hooks, pagers, monitors, filters nor other programs of the repository's
 * settings.
 */
export class Git {
  /** The folder with `.git`, in which every command runs. */
  readonly root: string;
  /** The index to read, if it is not that of the repository. */
  #index: string | undefined;
  /** The folders of `PATH` outside of checkouts, and the git in them. */
  readonly #folders: readonly string[];
  readonly #program: string | undefined;
  /** The advice for a user without a checkout or a commit. */
  readonly instead: string;

  /**
   * `folder` is any folder of the checkout, and `instead` what to do without one. The repository is
   * found from its `.git`, never from a bare repository among the files. Throws `UsageError` if git
   * is missing or the folder is not in a checkout, and `RefusedCheckout`.
   */
  constructor(
    folder: string,
    instead = "describe the event with --push and --changed",
    limit: number = MS_FOR_SETTINGS,
  ) {
    const root = findCheckout(folder);
    if (root === undefined) throw new UsageError(notARepository(folder, instead));
    this.root = root;
    this.instead = instead;
    this.#folders = programFolders(process.env.PATH, [root, process.cwd()]);
    this.#program = findProgram("git", this.#folders);
    const { status, stderr } = this.#spawn(["rev-parse", "--git-dir"], undefined, limit);
    if (status === 0) return;
    if (/not a git repository/.test(stderr)) throw new UsageError(notARepository(folder, instead));
    throw new RefusedCheckout(refusal(root, stderr));
  }

  /**
   * Reads the index of the commit that runs a hook, if this program is in one: `git commit -a` and
   * `git commit FILE` write another index than the usual one, and name it in `GIT_INDEX_FILE`
   * (githooks). `cwd` is the folder of the hook, which may be in another checkout. If a hook of
   * another repository started this, it has no such file, or one there.
   */
  useIndexOfHook(cwd: string): void {
    if (findCheckout(cwd) !== this.root) return;
    const given = process.env.GIT_INDEX_FILE;
    const folder = this.line("rev-parse", "--git-dir");
    if (!given || folder === undefined) return;
    const index = resolve(this.root, given);
    const isOwn = realPath(dirname(index)) === realPath(resolve(this.root, folder));
    const isOfAnother = !isOwn && exists(join(dirname(index), "HEAD"));
    if (exists(index) && !isOfAnother) this.#index = index;
  }

  /** Returns the output of a command, or undefined if it fails. */
  try(...args: readonly string[]): string | undefined {
    const { status, stdout } = this.#spawn(args);
    return status === 0 ? stdout : undefined;
  }

  /** As `try`, on one line without its end; undefined for no output as well. */
  line(...args: readonly string[]): string | undefined {
    return this.try(...args)?.replace(/\r?\n$/, "") || undefined;
  }

  /** Returns the output of a command with `input` as standard input. Throws `UsageError`. */
  read(args: readonly string[], input?: string): string {
    const { status, stdout, stderr } = this.#spawn(args, input);
    if (status === 0) return stdout;
    throw new UsageError(`"git ${args[0]}" failed: ${firstLine(stderr)}`);
  }

  /** The tracked files below a folder, as paths from there with forward slashes. */
  trackedFiles(folder: string = this.root): string[] {
    const inside = slashed(relative(this.root, realpathSync(folder)));
    const prefix = inside === "" ? "" : `${inside}/`;
    const paths = this.read(["ls-files", "-z"]).split("\0");
    const below = paths.filter((path) => path !== "" && path.startsWith(prefix));
    return [...new Set(below.map((path) => path.slice(prefix.length)))];
  }

  /** The paths of the submodules of a commit, or else of the index. */
  submodulesOf(commit?: string): Set<string> {
    const list = commit === undefined ? ["ls-files", "--stage"] : ["ls-tree", "-r", "--full-tree"];
    const records = this.read([...list, "-z", ...(commit === undefined ? [] : [commit])]).split("\0");
    return new Set(records.flatMap((record) => /^160000 [^\t]*\t(.*)$/s.exec(record)?.[1] ?? []));
  }

  /** The files of a commit below a path, which is from the root; all with an empty one. */
  filesOf(commit: string, path: string): CommittedFile[] {
    const below = path === "" ? [] : ["--", path];
    const records = this.read(["ls-tree", "-r", "-z", "--full-tree", commit, ...below]).split("\0");
    return records.flatMap((record) => {
      const [, hash, name] = /^100\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(record) ?? [];
      return hash === undefined || name === undefined ? [] : [{ hash, path: name }];
    });
  }

  /**
   * The bytes of objects by their hash, without those that are too large for a spec: a few
   * kilobytes in Git can be gigabytes. Throws `UsageError` if the clone lacks one.
   */
  contentsOf(hashes: Iterable<string>): Map<string, Uint8Array> {
    const found = new Map<string, Uint8Array>();
    const all = [...new Set(hashes)];
    const asLines = (some: readonly string[]): string => some.map((hash) => `${hash}\n`).join("");
    const checked = this.#spawn(["cat-file", "--batch-check=%(objectsize) %(objectname)"], asLines(all));
    const large = new Set(
      checked.stdout.split("\n").flatMap((line) => {
        const [size, hash = ""] = line.split(" ");
        return isTooLarge(Number(size)) ? [hash] : [];
      }),
    );
    const input = asLines(all.filter((hash) => !large.has(hash)));
    const { status, stdout, stderr } = this.#spawnForBytes(["cat-file", "--batch"], input);
    if (status !== 0)
      throw new UsageError(this.#partial() ?? `"git cat-file" failed: ${firstLine(stderr.toString())}`);
    for (let at = 0; at < stdout.length; ) {
      const end = stdout.indexOf("\n", at);
      const [hash, type, size] = stdout.toString("utf8", at, end).split(" ");
      if (type !== "blob")
        throw new UsageError(this.#partial() ?? `object ${hash} is missing in this clone; run "git fetch"`);
      const start = end + 1;
      found.set(hash!, stdout.subarray(start, start + Number(size)));
      at = start + Number(size) + 1;
    }
    return found;
  }

  /** A message for a partial clone, which has only the files that were checked out. */
  #partial(): string | undefined {
    if (this.try("config", "--get-regexp", "^remote\\..*\\.promisor$") === undefined) return undefined;
    return 'the clone is partial and lacks files of a commit; run "git fetch --refetch --no-filter"';
  }

  #spawn(args: readonly string[], input?: string, limit?: number): SpawnSyncReturns<string> {
    const { stdout, stderr, ...result } = this.#spawnForBytes(args, input, limit);
    return { ...result, output: [], stdout: stdout.toString(), stderr: stderr.toString() };
  }

  #withoutProgram(): string {
    const own = findProgram("git", (process.env.PATH ?? "").split(delimiter).filter(isAbsolute));
    return own === undefined
      ? `git cannot be run in "${this.root}"; install it, or ${this.instead}`
      : `"${own}" is a part of the checkout and is not run; install git elsewhere, or ${this.instead}`;
  }

  #spawnForBytes(
    args: readonly string[],
    input?: string,
    limit: number = MS_PER_CALL,
  ): SpawnSyncReturns<Buffer> {
    if (this.#program === undefined) throw new UsageError(this.#withoutProgram());
    const result = spawnSync(this.#program, [...SETTINGS.flatMap((each) => ["-c", each]), ...args], {
      cwd: this.root,
      encoding: "buffer",
      maxBuffer: LARGEST_OUTPUT,
      timeout: limit,
      killSignal: "SIGKILL",
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
      env: {
        ...passedOn(),
        ...ENVIRONMENT,
        PATH: this.#folders.join(delimiter),
        GIT_CEILING_DIRECTORIES: dirname(this.root),
        ...(this.#index && { GIT_INDEX_FILE: this.#index }),
      },
      ...(input !== undefined && { input: Buffer.from(input) }),
    });
    const code = (result.error as NodeJS.ErrnoException | undefined)?.code;
    if (code === "ETIMEDOUT")
      throw new RefusedCheckout(
        `"git ${args[0]}" does not end in "${this.root}" and was stopped after ${limit / 1000} s; run it there to see why`,
      );
    if (result.error) throw new UsageError(cannotRun(result.error));
    return result;
  }
}

/**
 * The nearest folder upwards with the `.git` of a repository or linked work tree. The folder itself
 * may be missing: the index can have files whose folder is deleted.
 */
export function findCheckout(folder: string): string | undefined {
  for (let at = realPath(folder); ; at = dirname(at)) {
    if (isGitFolder(join(at, ".git"))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** True for a folder with a `HEAD`, and for the file of a linked work tree or submodule. */
function isGitFolder(path: string): boolean {
  const stats = statOf(path);
  if (stats === undefined || stats === "unreadable") return false;
  if (stats.isDirectory()) return statOf(join(path, "HEAD")) !== undefined;
  return stats.isFile() && readText(path, path, "git").startsWith("gitdir:");
}

/**
 * Returns the environment without variables that a caller such as a hook sets for another command
 * (`GIT_DIR`, `GIT_INDEX_FILE`) or that run programs (`GIT_EXTERNAL_DIFF`, `GIT_SSH`).
 */
function passedOn(): NodeJS.ProcessEnv {
  const isPassedOn = (name: string): boolean =>
    PASSED_ON.includes(name) || (name.startsWith("GIT_CONFIG_") && name !== "GIT_CONFIG_PARAMETERS");
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => isPassedOn(name)));
}

function cannotRun(error: NodeJS.ErrnoException): string {
  if (error.code === "ENOBUFS")
    return "the output of git is too large; give a shorter range, such as --git HEAD~10..HEAD";
  return `git cannot be run: ${error.code ?? error.message}`;
}

function notARepository(cwd: string, instead: string): string {
  if (process.env.GIT_DIR)
    return `"${cwd}" is not in a folder with ".git", and dryfire does not read GIT_DIR; run dryfire in one, or ${instead}`;
  return `"${cwd}" is not in a git repository; run dryfire in one, or ${instead}`;
}

function refusal(root: string, stderr: string): string {
  const refused = `git refuses the repository "${root}"`;
  if (stderr.includes("dubious ownership"))
    return `${refused}, which another user owns; ${trust(forShell(root))}`;
  return `${refused}: ${firstLine(stderr)}`;
}

/** The remedy that makes Git trust a folder; without a home, as in containers, by variables. */
function trust(root: string): string {
  if (hasHome()) return `run: git config --global --add safe.directory ${root}`;
  return `set GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0=${root}`;
}

/** True if `git config --global` has a folder to write to. */
function hasHome(): boolean {
  try {
    accessSync(process.env.HOME ?? process.env.USERPROFILE ?? "", constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The first line that git prints about a failure, without its first word. */
function firstLine(stderr: string): string {
  return stderr.split("\n")[0]!.replace(/^(?:fatal|error): /, "") || "unknown reason";
}
