import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { ChangedFile } from "../../simulate/event/event.ts";
import { filledLines, withoutEnd } from "../../util/text.ts";
import { unlessUsageError } from "../command.ts";
import { readText } from "../files/read-text.ts";
import { type CommitRange, commitOf, revisionsOf } from "./commit-range.ts";
import type { Git } from "./run-git.ts";

/** The changes of a range of commits. */
export interface Changes {
  /** Absent if the parents of all commits are missing. */
  readonly changedFiles?: readonly ChangedFile[];
  readonly changedFilesIncomplete?: boolean;
  readonly notes: readonly string[];
}

/**
 * The maximum number of commits that are compared one by one, as many as GitHub lists in a webhook;
 * of more, only the two ends.
 */
const MOST_COMMITS = 2048;

/** Compares trees; runs no program of the user. */
const diffOptions = ["-r", "-z", "--name-status", "--no-ext-diff", "--no-textconv"];

/**
 * Runs a command of git that lists changed files, with renames as `git diff` finds them. For these
 * it compares contents, which a partial clone lacks: there a rename is a removed and an added file.
 */
export function readWithRenames(git: Git, [command, ...args]: readonly string[], input?: string): string {
  const read = (renames: string) => git.read([command!, renames, ...args], input);
  return unlessUsageError(
    () => read("-M"),
    () => read("--no-renames"),
  );
}

/**
 * Returns the files that a pull request changes: the difference between its head and its merge
 * base, as the providers compare them.
 */
export function changesOfPullRequest(git: Git, { base, head }: CommitRange): Changes {
  return { changedFiles: differences(git, base, head), notes: [] };
}

/**
 * Returns the files that a push changes: those of each commit, as webhooks list them, so that a
 * reverted change counts. Commits without their parents in a shallow clone are left out, and the
 * list is then incomplete.
 */
export function changesOfPush(git: Git, range: CommitRange): Changes {
  const commits = commitsOf(git, range);
  if (commits.length > MOST_COMMITS) {
    const start = range.base ?? commitOf(git, `${commits.at(-1)}^`);
    const changedFiles = differences(git, start, range.head);
    const note = `the push has ${commits.length} commits; the changed files are those that differ between the first and the last`;
    return { changedFiles, changedFilesIncomplete: true, notes: [note] };
  }
  const cut = cutCommits(git);
  const whole = commits.filter((commit) => !cut.has(commit));
  const changedFiles = whole.length > 0 ? filesOfCommits(git, whole) : undefined;
  if (whole.length === commits.length) return { changedFiles: changedFiles ?? [], notes: [] };
  const note = `the clone is shallow, so the files of ${commits.length - whole.length === 1 ? "a commit" : "some commits"} are unknown; run "git fetch --unshallow"`;
  return changedFiles ? { changedFiles, changedFilesIncomplete: true, notes: [note] } : { notes: [note] };
}

/** The hashes of the commits of a range, newest first. */
function commitsOf(git: Git, range: CommitRange): string[] {
  return filledLines(git.read(["rev-list", ...revisionsOf(range)]));
}

/** The messages of the commits of a range without its last, oldest first. */
export function earlierMessages(git: Git, range: CommitRange): string[] {
  const args = ["log", "-z", "--format=%H%n%B", "--encoding=UTF-8", `--max-count=${MOST_COMMITS}`];
  const records = git.read([...args, ...revisionsOf(range)]).split("\0");
  const own = records.filter((record) => record !== "" && !record.startsWith(range.head));
  return own.map((record) => withoutEnd(record.slice(record.indexOf("\n") + 1), "\n")).reverse();
}

/** The message of a commit. */
export function messageOf(git: Git, commit: string): string {
  return withoutEnd(git.read(["log", "-1", "--format=%B", "--encoding=UTF-8", commit]), "\n");
}

/** The commits at which a shallow clone ends: Git treats them as the first of the history. */
function cutCommits(git: Git): Set<string> {
  if (git.line("rev-parse", "--is-shallow-repository") !== "true") return new Set();
  const path = resolve(git.root, git.line("rev-parse", "--git-path", "shallow") ?? "");
  return new Set(existsSync(path) ? readText(path, path, "git").split("\n") : []);
}

function filesOfCommits(git: Git, commits: readonly string[]): ChangedFile[] {
  const args = [
    "diff-tree",
    "--stdin",
    "--root",
    "--no-commit-id",
    "--diff-merges=first-parent",
    ...diffOptions,
  ];
  return merged(
    readNameStatus(readWithRenames(git, args, `${[...commits].reverse().join("\n")}\n`).split("\0")),
  );
}

/**
 * The difference between two commits, or nothing and a commit. The hash of the empty tree depends
 * on the repository's hash function.
 */
function differences(git: Git, from: string | undefined, to: string): ChangedFile[] {
  const start = from ?? git.read(["hash-object", "-t", "tree", "--stdin"], "").trim();
  return readNameStatus(readWithRenames(git, ["diff-tree", ...diffOptions, start, to]).split("\0"));
}

/** The differences between a commit and the index. */
export interface IndexChanges {
  /** The earlier path of each renamed file. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Whether files were added, removed or renamed. */
  readonly differ: boolean;
  /** The paths of added, modified and renamed files. */
  readonly changed: ReadonlySet<string>;
  /** The paths that the index does not have any more. */
  readonly removed: ReadonlySet<string>;
  /** Returns the tracked files below a folder at the commit, from those of the index. */
  filesBefore(files: readonly string[], folder: string): string[];
}

/**
 * Compares a commit with the index, as `git diff --cached` does: the work tree is not looked at,
 * since its filters are programs. Without a commit every file is added. A
 * file of `git add -N` is not a part of the index, since its content is not.
 */
export function changedSince(git: Git, commit: string | undefined): IndexChanges {
  const tree = commit ?? git.read(["hash-object", "-t", "tree", "--stdin"], "").trim();
  const output = readWithRenames(git, [
    "diff-index",
    "--cached",
    "--ita-invisible-in-index",
    ...diffOptions,
    tree,
  ]);
  const files = readNameStatus(output.split("\0"));
  const renamed = files.flatMap(({ path, previousPath }) =>
    previousPath === undefined ? [] : [[path, previousPath] as const],
  );
  const added = new Set(
    files.filter(({ status }) => status !== "modified" && status !== "removed").map(({ path }) => path),
  );
  const removed = new Set(
    files.flatMap(({ path, status, previousPath }) => (status === "removed" ? path : (previousPath ?? []))),
  );
  return {
    renamed: new Map(renamed),
    differ: added.size + removed.size > 0,
    changed: new Set(files.filter(({ status }) => status !== "removed").map(({ path }) => path)),
    removed,
    filesBefore: (now, folder) => [
      ...now.filter((path) => !added.has(folder + path) || removed.has(folder + path)),
      ...[...removed]
        .filter((path) => path.startsWith(folder) && !added.has(path))
        .map((path) => path.slice(folder.length)),
    ],
  };
}

/** Parses `--name-status -z`: a letter, a path, and for a rename or copy a second path. */
export function readNameStatus(fields: readonly string[]): ChangedFile[] {
  const files: ChangedFile[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const letter = fields[index]![0];
    const path = fields[index + 1]!;
    if (letter === "R") files.push({ path: fields[index + 2]!, status: "renamed", previousPath: path });
    else if (letter === "C") files.push({ path: fields[index + 2]!, status: "added" });
    else files.push({ path, status: letter === "A" ? "added" : letter === "D" ? "removed" : "modified" });
    if (letter === "R" || letter === "C") index++;
  }
  return files;
}

/** Each file once, with its overall change; a rename keeps its first path. */
function merged(files: readonly ChangedFile[]): ChangedFile[] {
  const all = new Map<string, ChangedFile>();
  for (const file of files) {
    const earlier = all.get(file.path);
    if (file.status === "modified" && (earlier?.status === "added" || earlier?.status === "renamed"))
      continue;
    if (earlier?.previousPath !== undefined && file.previousPath === undefined)
      keepPrevious(all, earlier.previousPath);
    all.set(file.path, file);
  }
  return [...all.values()];
}

function keepPrevious(all: Map<string, ChangedFile>, path: string): void {
  if (!all.has(path)) all.set(path, { path, status: "removed" });
}
