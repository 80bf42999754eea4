import { UsageError } from "../command.ts";
import type { Remote } from "./git-remote.ts";
import type { Git } from "./run-git.ts";

/** The commits of an event: those of `head` that are not in `base`. */
export interface CommitRange {
  /** The full hash before the first of the commits; undefined if they start the history. */
  readonly base: string | undefined;
  /** The full hash of the last commit. */
  readonly head: string;
  /** Their branch, if known. */
  readonly branch: string | undefined;
  /** Whether a push of them creates the branch; a given range does not show it. */
  readonly newBranch?: boolean;
}

/** The full hash of a revision. Text with a leading dash never becomes an option of Git. */
export function commitOf(git: Git, revision: string): string | undefined {
  return git.line("rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`);
}

/** The current branch; undefined if HEAD is detached. */
export function currentBranch(git: Git): string | undefined {
  return git.line("symbolic-ref", "--quiet", "HEAD")?.replace(/^refs\/heads\//, "");
}

/**
 * Parses `A..B` (the commits of B that are not in A) or `A...B` (those since the merge base); a
 * missing side is HEAD. Throws `UsageError` for an invalid range or an unknown commit.
 */
export function readRange(git: Git, range: string, remote: Remote | undefined): CommitRange {
  const [, from, dots, to] = /^(.*?)(\.{2,3})(.*)/s.exec(range) ?? [];
  if (dots === undefined || /^-/.test(range) || /\s/.test(range)) {
    throw new UsageError(
      `"${range}" is not a range of commits; write A..B or A...B, such as --git main...HEAD`,
    );
  }
  const left = commitAt(git, from || "HEAD", remote);
  const head = commitAt(git, to || "HEAD", remote);
  const base = dots === ".." ? left : mergeBase(git, left, head);
  if (base === undefined) {
    throw new UsageError(
      `"${from || "HEAD"}" and "${to || "HEAD"}" have no commit in common${shallowHint(git)}`,
    );
  }
  if (base === head) throw new UsageError(`"${range}" contains no commits; give another range`);
  return { base, head, branch: branchOf(git, to || "HEAD", head, remote) };
}

function commitAt(git: Git, revision: string, remote: Remote | undefined): string {
  const commit =
    commitOf(git, revision) ?? (remote && commitOf(git, `refs/remotes/${remote.name}/${revision}`));
  if (commit !== undefined) return commit;
  headCommit(git);
  throw new UsageError(
    `commit "${revision}" does not exist in this repository${shallowHint(git) || "; check the name"}`,
  );
}

/** The full hash of HEAD. Throws `UsageError` if there are no commits. */
export function headCommit(git: Git): string {
  const head = commitOf(git, "HEAD");
  if (head !== undefined) return head;
  throw new UsageError(
    "the repository has no commits; commit something, or describe the event with --push and --changed",
  );
}

/** The branch of a revision: by its name, or the current one if it is the same commit. */
function branchOf(git: Git, revision: string, head: string, remote: Remote | undefined): string | undefined {
  const name = git.line(
    "rev-parse",
    "--symbolic-full-name",
    "--verify",
    "--quiet",
    "--end-of-options",
    revision,
  );
  const local = /^refs\/heads\/(.+)$/.exec(name ?? "")?.[1];
  if (local !== undefined) return local;
  const prefix = `refs/remotes/${remote?.name}/`;
  if (remote && name?.startsWith(prefix)) return name.slice(prefix.length);
  return commitOf(git, "HEAD") === head ? currentBranch(git) : undefined;
}

/** The merge base of two commits; undefined if they have none. */
export function mergeBase(git: Git, a: string, b: string): string | undefined {
  return git.line("merge-base", a, b);
}

/** The remedy if a shallow clone may be the cause; empty for a complete one. */
export function shallowHint(git: Git): string {
  if (git.line("rev-parse", "--is-shallow-repository") !== "true") return "";
  return '; the clone is shallow, so run "git fetch --unshallow"';
}

/**
 * Returns the commits that a push of the current branch would send: those missing on the remote;
 * for a new branch, those missing in its upstream or the remote's default branch; without a remote,
 * all. Throws `UsageError` if there are none.
 */
export function pushRange(git: Git, remote: Remote | undefined): CommitRange {
  const head = headCommit(git);
  const branch = currentBranch(git);
  const there =
    remote && branch !== undefined ? commitOf(git, `refs/remotes/${remote.name}/${branch}`) : undefined;
  if (there === head)
    throw new UsageError(nothingToPush(`"${branch}" is equal to "${remote!.name}/${branch}"`));
  if (there !== undefined) return { base: there, head, branch, newBranch: false };
  const start = remote && startingPoint(git, remote, branch);
  const base = start === undefined ? undefined : mergeBase(git, start, head);
  if (base === head && branch === undefined) {
    throw new UsageError(nothingToPush("HEAD is detached, and its commit is already on the remote"));
  }
  return { base, head, branch, newBranch: branch !== undefined };
}

function nothingToPush(why: string): string {
  return `nothing to push: ${why}; give a range, such as --git HEAD~1..HEAD`;
}

/** The start of a new branch: its upstream, or the remote's default branch. */
function startingPoint(git: Git, remote: Remote, branch: string | undefined): string | undefined {
  const upstream =
    branch === undefined
      ? undefined
      : git.line("rev-parse", "--verify", "--quiet", `refs/heads/${branch}@{upstream}`);
  const names = ["HEAD", "main", "master"].map((name) => `refs/remotes/${remote.name}/${name}`);
  return upstream ?? names.map((name) => commitOf(git, name)).find((commit) => commit !== undefined);
}
