import { resolve } from "node:path";
import { filledLines } from "../../util/text.ts";
import { UsageError } from "../command.ts";
import { exists } from "../files/paths.ts";
import { readText } from "../files/read-text.ts";
import type { Remote } from "./git-remote.ts";
import type { Git } from "./run-git.ts";

/** The commits of an event: those of `head` that are not in `base` or on a remote. */
export interface CommitRange {
  /** The full hash before the first of the commits; undefined if it is unknown or missing. */
  readonly base: string | undefined;
  /** Whether commits on any remote-tracking branch are left out, since no branch is the base. */
  readonly notOnRemotes?: boolean;
  /** The full hash of the last commit. */
  readonly head: string;
  /** Their branch, if known. */
  readonly branch: string | undefined;
  /** Whether a push of them creates the branch; a range and a detached HEAD do not show it. */
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

/** The arguments of Git that select the commits of a range. */
export function revisionsOf({ base, head, notOnRemotes }: CommitRange): string[] {
  const known = base === undefined ? [] : [`^${base}`];
  return [head, ...known, ...(notOnRemotes ? ["--not", "--remotes"] : [])];
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
  const [start, end] = [from || "HEAD", to || "HEAD"];
  const left = commitAt(git, start, remote);
  const head = commitAt(git, end, remote);
  const base = dots === ".." ? left : commonCommit(git, [start, left], [end, head]);
  if (base === head) throw new UsageError(`"${range}" contains no commits; give another range`);
  return { base, head, branch: branchOf(git, end, head, remote) };
}

/** The full hash of a revision, also of a branch of the remote. Throws `UsageError`. */
export function commitAt(git: Git, revision: string, remote: Remote | undefined): string {
  const commit =
    commitOf(git, revision) ?? (remote && commitOf(git, `refs/remotes/${remote.name}/${revision}`));
  if (commit !== undefined) return commit;
  headCommit(git);
  if (/^0{40,64}$/.test(revision))
    throw new UsageError(
      `commit "${revision}" means that a push created its branch; give where that started, such as origin/main`,
    );
  const branch = remote && remoteBranch(revision, remote);
  const unfetched =
    branch && revision.startsWith(`${remote.name}/`) ? `, or run "git fetch ${refspec(branch)}"` : "";
  throw new UsageError(
    `commit "${revision}" does not exist in this repository${shallowHint(git, branch) || `; check the name${unfetched}`}`,
  );
}

/** The full hash of HEAD. Throws `UsageError` if there are no commits. */
export function headCommit(git: Git): string {
  const head = commitOf(git, "HEAD");
  if (head !== undefined) return head;
  throw new UsageError(`the repository has no commits; commit something, or ${git.instead}`);
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
  if (local !== undefined) return branchOnRemote(git, local, remote);
  const remoteBranch = remote && branchOfRef(name, remote);
  if (remoteBranch !== undefined) return remoteBranch;
  const current = commitOf(git, "HEAD") === head ? currentBranch(git) : undefined;
  return current === undefined ? undefined : branchOnRemote(git, current, remote);
}

/** The branch of a remote-tracking reference; undefined for any other one. */
function branchOfRef(ref: string | undefined, { name }: Remote): string | undefined {
  const prefix = `refs/remotes/${name}/`;
  return ref?.startsWith(prefix) ? ref.slice(prefix.length) : undefined;
}

/**
 * The name that a local branch gets on its remote: that of `@{push}`, which `push.default=upstream`
 * and refspecs can change (https://git-scm.com/docs/git-config, `push.default`).
 */
export function branchOnRemote(git: Git, branch: string, remote: Remote | undefined): string {
  const push = remote && git.line("for-each-ref", "--format=%(push)", `refs/heads/${branch}`);
  return (remote && branchOfRef(push, remote)) ?? branch;
}

/** The other commits of a merge in progress, which the next commit joins with HEAD. */
export function mergeHeads(git: Git): string[] {
  const path = resolve(git.root, git.line("rev-parse", "--git-path", "MERGE_HEAD") ?? "");
  return exists(path) ? filledLines(readText(path, path, "git")) : [];
}

/** The merge base of two commits; undefined if they have none. */
export function mergeBase(git: Git, a: string, b: string): string | undefined {
  return git.line("merge-base", a, b);
}

/** The merge base of two commits, each with its name. Throws `UsageError` if they have none. */
export function commonCommit(
  git: Git,
  [left, a]: readonly [name: string, hash: string],
  [right, b]: readonly [name: string, hash: string],
): string {
  const base = mergeBase(git, a, b);
  if (base !== undefined) return base;
  throw new UsageError(`"${left}" and "${right}" have no commit in common${shallowHint(git)}`);
}

/**
 * The remedy if a shallow clone may be the cause; empty for a complete one. Such a clone fetches
 * one branch only, so another one of the remote is named, with where it belongs.
 */
export function shallowHint(git: Git, branch?: readonly [remote: string, name: string]): string {
  if (git.line("rev-parse", "--is-shallow-repository") !== "true") return "";
  return `; the clone is shallow, so run "git fetch --unshallow${branch ? ` ${refspec(branch)}` : ""}"`;
}

/** The arguments of `git fetch` for a branch of a remote, also in a clone of another branch. */
function refspec(branch: readonly [remote: string, name: string]): string {
  return `${branch[0]} ${branch[1]}:refs/remotes/${branch.join("/")}`;
}

/** The branch of a remote that a revision may name, which is not a hash or relative to another. */
function remoteBranch(revision: string, { name }: Remote): readonly [string, string] | undefined {
  const branch = revision.replace(/^refs\/(?:heads|remotes)\//, "");
  const own = branch.startsWith(`${name}/`) ? branch.slice(name.length + 1) : branch;
  return /^(?!HEAD$|[0-9a-f]{7,64}$)[\w.][\w./-]*$/.test(own) ? [name, own] : undefined;
}

/**
 * Returns the commits that a push of the current branch would send: those missing in the branch
 * that `@{push}` names; for a new branch, those missing in its upstream or the remote's default
 * branch, else on all remotes; without a remote, all. Throws `UsageError` if there are none.
 */
export function pushRange(git: Git, remote: Remote | undefined): CommitRange {
  const head = headCommit(git);
  const local = currentBranch(git);
  const branch = local === undefined ? undefined : branchOnRemote(git, local, remote);
  const there =
    remote && branch !== undefined ? commitOf(git, `refs/remotes/${remote.name}/${branch}`) : undefined;
  if (there === head)
    throw new UsageError(nothingToPush(`"${local}" is equal to "${remote!.name}/${branch}"`));
  if (there !== undefined) return { base: there, head, branch, newBranch: false };
  const start = remote && startingPoint(git, remote, local);
  const base = start === undefined ? undefined : mergeBase(git, start, head);
  const notOnRemotes = remote !== undefined && start === undefined;
  const range = { base, head, branch, ...(notOnRemotes && { notOnRemotes }) };
  if (branch !== undefined) return { ...range, newBranch: true };
  if (
    base === head ||
    (notOnRemotes && git.line("rev-list", "--max-count=1", ...revisionsOf(range)) === undefined)
  )
    throw new UsageError(nothingToPush("HEAD is detached, and its commit is already on the remote"));
  return range;
}

/**
 * Returns the commit of a tag as a range without commits of its own: that of the tag, else the end
 * of the given range or HEAD.
 */
export function tagRange(git: Git, tag: string | undefined, range: CommitRange | undefined): CommitRange {
  const own = tag === undefined ? undefined : commitOf(git, `refs/tags/${tag}`);
  const head = own ?? range?.head ?? headCommit(git);
  return { base: head, head, branch: undefined };
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
