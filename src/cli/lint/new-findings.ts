import { resolve } from "node:path";
import { finish } from "../../lint/finish.ts";
import { redactPaths } from "../../lint/redact-lint.ts";
import type { LintSettings } from "../../lint/rule.ts";
import { lintFile } from "../../lint/run.ts";
import { BaselineCount, countFindings } from "../../lint/suppress/baseline.ts";
import type { LintedFile } from "../../report/lint/lint-report.ts";
import { once } from "../../util/memoize.ts";
import { type Arguments, type Io, UsageError } from "../command.ts";
import type { Configs } from "../config/config-for-file.ts";
import type { FileConfig } from "../config/resolve-config.ts";
import { isLink, realPath } from "../files/inside-repository.ts";
import { exists, pathFrom, shownPath, statOf } from "../files/paths.ts";
import { textOrEmpty } from "../files/read-text.ts";
import { changedSince, type IndexChanges } from "../git/changed-files.ts";
import { commitAt, commitOf, commonCommit, currentBranch, mergeHeads } from "../git/commit-range.ts";
import { chooseRemote } from "../git/git-remote.ts";
import { type CommittedFile, findCheckout, Git } from "../git/run-git.ts";
import { Snapshot, stagedFiles } from "../git/snapshot.ts";
import { type Discovery, discover, noSuchPath, SPEC_EXTENSION } from "../input/discover.ts";
import { type FileSource, Inputs } from "../input/read-inputs.ts";
import { outside, selectFiles } from "../input/select-files.ts";
import { withoutStderr } from "../output/stderr.ts";
import { type AfterBaseline, type BaselineFile, findingsOf, withoutKnown } from "./baseline-file.ts";
import { type Linted, toReported } from "./report-run.ts";

/** The parts of a run that linting the earlier version needs. */
interface EarlierRun {
  readonly configs: Configs;
  readonly baseline: BaselineFile | undefined;
}

/** An earlier version of the files of a run, whose findings are hidden. */
export class EarlierVersion {
  readonly #args: Arguments;
  readonly #skipNonSpecs: boolean;
  readonly #io: Io;
  readonly #git: Git;
  readonly #before: Snapshot;
  readonly #changes: IndexChanges;
  /** The other commits of a merge in progress, whose findings are not new either. */
  readonly #merged: readonly EarlierVersion[];
  /** The files that the run reads instead of those of the work tree. */
  readonly source: FileSource;
  /** The paths of submodules in the index, and at the commit. */
  readonly #submodules: () => ReadonlySet<string>;
  readonly #submodulesBefore: () => ReadonlySet<string>;
  /** The files that are gone, once they were searched for. */
  #deleted: readonly string[] | undefined;
  readonly #present: PresentFiles;

  /**
   * `args` have `--since` or `--staged`; `since` is a revision, or `REVISION...` for its merge base
   * with HEAD, by default HEAD. Throws `UsageError` outside a repository, and for a revision that
   * does not exist.
   */
  constructor(args: Arguments, io: Io, since: string | undefined = args.string("since")) {
    const staged = args.flag("staged");
    const git = new Git(io.cwd, `remove ${staged ? "--staged" : "--since"}`);
    this.#args = args;
    this.#skipNonSpecs = args.flag("skip-non-specs");
    this.#io = io;
    this.#git = git;
    if (staged) git.useIndexOfHook(io.cwd);
    const commit = since === undefined ? commitOf(git, "HEAD") : commitSince(git, since);
    const merged = staged && since === undefined ? mergeHeads(git) : [];
    this.#merged = merged.map((each) => new EarlierVersion(args, io, each));
    this.#submodules = once(() => git.submodulesOf());
    this.#submodulesBefore = once(() => git.submodulesOf(commit));
    this.#before = new Snapshot(git, commit === undefined ? [] : git.filesOf(commit, ""));
    this.#changes = changedSince(git, commit);
    const wasThere = (path: string) =>
      [this, ...this.#merged].some((version) => version.#before.contains(path));
    const compared = { before: this.#before, changes: this.#changes, wasThere };
    const present = staged ? new IndexFiles(git, compared, io) : new WorkTreeFiles(git, compared, io);
    this.#present = present;
    this.source = {
      find: (args) => this.#find(args),
      textOf: (absolute, shown) => present.textOf(absolute, shown),
    };
  }

  /**
   * Finds the present files. A path inside a nested repository is a problem, but not a submodule
   * itself: lists of changed files have it if its commit changes, and links to elsewhere too.
   */
  async #find(args: readonly string[]): Promise<Discovery> {
    const problems: string[] = [];
    const own = args.filter((argument) => {
      if (this.#skipNonSpecs && this.#present.isLinkElsewhere(argument)) return false;
      const absolute = resolve(this.#io.cwd, argument);
      if (this.#isSubmodule(absolute)) return false;
      const problem = this.problemOf(argument, absolute);
      const isSkipped = this.#skipNonSpecs && isLink(absolute);
      if (problem !== undefined && !isSkipped) problems.push(problem);
      return problem === undefined;
    });
    const found = await this.#present.find(own);
    return { ...found, problems: [...problems, ...found.problems] };
  }

  #isSubmodule(absolute: string): boolean {
    const stats = statOf(absolute);
    const path = pathFrom(this.#git.root, realPath(absolute));
    // Most arguments are files or the root, for which the list of submodules need not be read.
    if (path === "" || (typeof stats === "object" && stats.isFile())) return false;
    return this.#submodules().has(path) || (stats === undefined && this.#submodulesBefore().has(path));
  }

  /** A message for a path that is not in the repository. */
  problemOf(path: string, absolute: string): string | undefined {
    const real = realPath(absolute);
    const own = findCheckout(real);
    if (own === this.#git.root) return undefined;
    if (own === undefined || pathFrom(this.#git.root, real).startsWith("../"))
      return isLink(absolute) ? linkToOutside(path) : outside(path);
    return `"${path}" is in another repository, so it has no earlier version here; run dryfire in "${shownPath(own, realPath(this.#io.cwd))}"`;
  }

  /** True if the paths select deleted files, which may have been all specs. */
  async hasDeleted(linted: readonly Linted[]): Promise<boolean> {
    this.#deleted ??= await this.#gone(linted);
    if (this.#deleted.length > 0) return true;
    for (const other of this.#merged) if (await other.hasDeleted(linted)) return true;
    return false;
  }

  /** Hides the findings that the earlier version of the files has too. */
  async hide(
    linted: readonly Linted[],
    reported: readonly LintedFile[],
    { configs, baseline }: EarlierRun,
  ): Promise<AfterBaseline> {
    const before = finish(await this.#lint(linted, configs));
    const reportedBefore = await redactPaths(before.map(toReported));
    const { files } = baseline?.hide(reportedBefore) ?? { files: reportedBefore };
    const identify = (file: LintedFile) => findingsOf(file, file.path);
    const known = new BaselineCount(countFindings(files.flatMap(identify)));
    let left = withoutKnown(reported, identify, known);
    for (const other of this.#merged) {
      const more = await other.hide(linted, left.files, { configs, baseline });
      left = { files: more.files, hidden: left.hidden + more.hidden };
    }
    return left;
  }

  /** The results of the earlier version: those of this run for files that did not change. */
  async #lint(linted: readonly Linted[], configs: Configs): Promise<Linted[]> {
    const io = withoutStderr(this.#io);
    const inputs = new Inputs([], io, { definitions: true });
    const before: Linted[] = [];
    const gone = this.#deleted ?? (await this.#gone(linted));
    this.#before.load([...linted.map(({ path }) => this.#earlierPath(path) ?? ""), ...gone]);
    const lint = async (path: string, text: string): Promise<void> => {
      const absolute = resolve(this.#io.cwd, path);
      const config = await configs.for(absolute);
      if (config === undefined || config === "ignored") return;
      const spec = await inputs.parse({ path, absolute, named: true, isDefinition: true }, text);
      if (!spec) return;
      const { rules } = config;
      const result = await lintFile(spec, rules, this.#settingsBefore(config));
      before.push({ ...result, rules, text });
    };
    for (const file of linted) {
      const path = this.#earlierPath(file.path);
      const isOld = path !== undefined && this.#before.has(path);
      const text = isOld ? textOrEmpty(() => this.#before.textOf(path, file.path)!) : undefined;
      const isSame = text === file.text && (file.diagnostics.length === 0 || !this.#changes.differ);
      // The steps of a template in another repository are not part of the change.
      if (path === undefined || isSame) before.push(file);
      else if (text !== undefined) await lint(file.path, text);
    }
    for (const path of gone) {
      const text = textOrEmpty(() => this.#before.textOf(path, path)!);
      await lint(shownPath(resolve(this.#git.root, path), realPath(this.#io.cwd)), text);
    }
    return before;
  }

  /** The specs of the earlier version that the paths select, and that are gone. */
  async #gone(linted: readonly Linted[]): Promise<string[]> {
    const known = new Set(linted.map(({ path }) => this.#earlierPath(path)));
    const paths = [...this.#before.paths].filter(
      (path) => SPEC_EXTENSION.test(path) && !known.has(path) && !this.#present.has(path),
    );
    if (paths.length === 0) return [];
    const { positionals } = this.#args;
    const given = positionals.length === 0 ? ["."] : positionals.filter((path) => path !== "-");
    const { root } = this.#git;
    const { files } = await selectFiles(given, this.#io.cwd, { root, paths, missing: () => undefined });
    return files.map(({ absolute }) => pathFrom(root, absolute));
  }

  /** The path of a file from the root; undefined for one that is not in this repository. */
  #pathOf(absolute: string): string | undefined {
    const real = realPath(absolute);
    const path = pathFrom(this.#git.root, real);
    if (path.startsWith("../")) return undefined;
    return findCheckout(resolve(real, "..")) === this.#git.root ? path : undefined;
  }

  /** The path that a file had in the earlier version; undefined outside of the repository. */
  #earlierPath(shown: string): string | undefined {
    const path = this.#pathOf(resolve(this.#io.cwd, shown));
    return path === undefined ? undefined : (this.#changes.renamed.get(path) ?? path);
  }

  /** The settings of a file with the files that the repository had. */
  #settingsBefore({ settings, repoRoot }: FileConfig): LintSettings {
    const { repositoryFiles, findRepositoryFiles: find } = settings;
    const folder = this.#folderOf(this.#args.string("repo-root") ?? (repoRoot || undefined));
    if (folder === undefined) return settings;
    const before = (files: readonly string[]) => this.#changes.filesBefore(files, folder);
    if (repositoryFiles) return { ...settings, repositoryFiles: before(repositoryFiles) };
    if (!find) return settings;
    const findBefore = async (repository: string) => {
      const files = await find(repository);
      return files && before(files);
    };
    return { ...settings, findRepositoryFiles: findBefore };
  }

  /** The folder of a root as the start of paths; by default the root of the checkout. */
  #folderOf(root = this.#git.root): string | undefined {
    const path = pathFrom(this.#git.root, realPath(resolve(this.#io.cwd, root)));
    if (path.startsWith("../")) return undefined;
    return path === "" ? "" : `${path}/`;
  }
}

function linkToOutside(path: string): string {
  return `"${path}" is a symbolic link to a file outside the repository, so it has no earlier version; lint it without --since`;
}

/** The commit that `--since` names. */
function commitSince(git: Git, since: string): string {
  const revision = since.replace(/\.\.\.$/, "");
  if (revision === "" || revision.includes("..") || /\s/.test(revision))
    throw new UsageError(
      `"--since" cannot be "${since}"; give one revision, such as origin/main, or origin/main... for its merge base`,
    );
  const commit = commitAt(git, revision, chooseRemote(git, currentBranch(git), "upstream"));
  if (revision === since) return commit;
  return commonCommit(git, [revision, commit], ["HEAD", "HEAD"]);
}

/** The version with which files are compared. */
interface Compared {
  readonly before: Snapshot;
  readonly changes: IndexChanges;
  /** Whether the commit, or another one of a merge in progress, has a file or folder. */
  readonly wasThere: (path: string) => boolean;
}

/** The files of a run that has an earlier version. */
interface PresentFiles extends FileSource {
  /** True for the path of a file from the root. */
  has(path: string): boolean;
  /** True for a symbolic link to a file that is not a part of the version. */
  isLinkElsewhere(argument: string): boolean;
}

/** The work tree. */
class WorkTreeFiles implements PresentFiles {
  readonly #root: string;
  readonly #compared: Compared;
  readonly #cwd: string;

  constructor({ root }: Git, compared: Compared, { cwd }: Io) {
    this.#root = root;
    this.#compared = compared;
    this.#cwd = cwd;
  }

  has(path: string): boolean {
    return exists(resolve(this.#root, path));
  }

  isLinkElsewhere(): boolean {
    return false;
  }

  find(args: readonly string[]): Promise<Discovery> {
    return discover(
      args.filter((argument) => !this.#isDeleted(argument)),
      this.#cwd,
    );
  }

  textOf(): undefined {
    return undefined;
  }

  /** True for a path that the earlier version has: lists of changed files have deleted ones too. */
  #isDeleted(argument: string): boolean {
    const absolute = resolve(this.#cwd, argument);
    return !exists(absolute) && this.#compared.before.contains(pathFrom(this.#root, realPath(absolute)));
  }
}

/** The index. */
class IndexFiles implements PresentFiles {
  readonly #git: Git;
  readonly #wasThere: Compared["wasThere"];
  readonly #io: Io;
  readonly #files: Snapshot;
  readonly #conflicts: ReadonlySet<string>;

  constructor(git: Git, { before, changes, wasThere }: Compared, io: Io) {
    const { files, conflicts } = stagedFiles(git);
    const isStaged = ({ path }: CommittedFile) =>
      changes.changed.has(path) || (before.has(path) && !changes.removed.has(path));
    this.#git = git;
    this.#wasThere = wasThere;
    this.#io = io;
    this.#files = new Snapshot(git, files.filter(isStaged));
    this.#conflicts = conflicts;
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  isLinkElsewhere(argument: string): boolean {
    const absolute = resolve(this.#io.cwd, argument);
    return isLink(absolute) && !this.#files.contains(pathFrom(this.#git.root, realPath(absolute)));
  }

  async find(args: readonly string[]) {
    const { root } = this.#git;
    const missing = (argument: string, path: string) => this.#missing(argument, path);
    const paths = [...this.#files.paths, ...this.#conflicts];
    const found = await selectFiles(args, this.#io.cwd, { root, paths, missing });
    const isWhole = ({ absolute }: { readonly absolute: string }) =>
      !this.#conflicts.has(pathFrom(root, absolute));
    // Several names that are not UTF-8 may be read as one.
    const isNamed = ({ absolute }: { readonly absolute: string }) =>
      !absolute.includes("\ufffd") || exists(absolute);
    const files = found.files.filter((file) => isWhole(file) && isNamed(file));
    this.#files.load(files.map(({ absolute }) => pathFrom(root, absolute)));
    const conflicts = found.files.filter((file) => !isWhole(file));
    const problems = conflicts.map(
      ({ path }) => `"${path}" has a merge conflict; resolve it, and run "git add" for it`,
    );
    const unnamed = found.files
      .filter((file) => !isNamed(file))
      .map(({ path }) => `cannot read "${path}": its name is not UTF-8; rename it`);
    return { ...found, files, problems: [...found.problems, ...problems, ...unnamed] };
  }

  textOf(absolute: string, shown: string): string | undefined {
    return this.#files.textOf(pathFrom(this.#git.root, absolute), shown);
  }

  /** A path whose deletion is staged has no findings. */
  #missing(argument: string, path: string): string | undefined {
    if (this.#wasThere(path)) return undefined;
    const absolute = resolve(this.#io.cwd, argument);
    if (!exists(absolute)) return noSuchPath(argument, this.#io.cwd);
    return this.isLinkElsewhere(argument)
      ? `"${argument}" is a symbolic link to a file that is not staged; run "git add" for that file, or lint it without --staged`
      : `"${argument}" is not staged; run "git add" for it, or lint it without --staged`;
  }
}
