import { resolve } from "node:path";
import type { GitEvent } from "../../simulate/event/event.ts";
import { namesOfPush } from "../../simulate/event/user-action-events.ts";
import { UsageError } from "../command.ts";
import { isFolder } from "../files/paths.ts";
import {
  type Changes,
  changesOfPullRequest,
  changesOfPush,
  earlierMessages,
  messageOf,
} from "./changed-files.ts";
import {
  branchOnRemote,
  type CommitRange,
  commitOf,
  currentBranch,
  headCommit,
  mergeBase,
  pushRange,
  readRange,
  shallowHint,
  tagRange,
} from "./commit-range.ts";
import { chooseRemote, type Remote, type RemoteRepository, remoteNames } from "./git-remote.ts";
import { Git } from "./run-git.ts";

/** How the event is read from a checkout. */
export interface GitOptions {
  /** Any folder of the checkout. */
  readonly cwd: string;
  /** The target branch of a pull request; a push if absent. */
  readonly pr?: string;
  /** The tag of a push of a tag or of a release; null for a release without one. */
  readonly tag?: string | null;
}

/** A note on something that the checkout does not show, and the fact that makes it needless. */
export interface GitNote {
  readonly missing: "branch" | "repository" | "changedFiles" | "commit";
  readonly text: string;
}

/** An event read from a checkout, and what the checkout does not show. */
export interface EventFromGit {
  readonly event: GitEvent;
  readonly notes: readonly GitNote[];
}

/**
 * Returns the event of the commits of a checkout: of `range` (`A..B`, `A...B`), else the push of
 * the current branch or its pull request against `pr`. The event of a `tag` has the tag's commit.
 * Repository and provider come from the address of the remote. Only reads. Throws `UsageError` if
 * there is no repository, no such commit, or nothing to send.
 */
export function eventFromGit(range: string | undefined, { cwd, pr, tag }: GitOptions): EventFromGit {
  const git = new Git(cwd);
  const remote = chooseRemote(git, currentBranch(git), pr === undefined ? "push" : "upstream");
  if (tag !== undefined) return tagEvent(git, range, remote, tag ?? undefined);
  return pr === undefined ? pushEvent(git, range, remote) : pullRequestEvent(git, range, remote, pr);
}

/**
 * Returns the push of the current branch; where that has no new commits, the push of its next
 * commit, of which neither the files nor the message are known. Throws `UsageError` outside of a
 * checkout, and for a detached HEAD without new commits.
 */
export function nextPush(cwd: string): GitEvent {
  const git = new Git(cwd, 'give an "event"');
  const local = currentBranch(git);
  const remote = chooseRemote(git, local, "push");
  try {
    return pushEvent(git, undefined, remote).event;
  } catch (error) {
    if (!(error instanceof UsageError) || local === undefined) throw error;
    return {
      kind: "git",
      ...namesOfPush(remote?.provider, "branch"),
      ...factsOf(remote),
      branch: branchOnRemote(git, local, remote),
    };
  }
}

function pushEvent(git: Git, range: string | undefined, remote: Remote | undefined): EventFromGit {
  const commits = range === undefined ? pushRange(git, remote) : readRange(git, range, remote);
  const changes = changesOfPush(git, commits);
  const { newBranch } = commits;
  const event: GitEvent = {
    kind: "git",
    ...namesOfRange(commits, remote),
    ...commonFacts(git, commits, remote),
    ...(newBranch !== undefined && { newBranch }),
    ...fileFacts(changes),
  };
  return { event, notes: notesOn(git, commits, remote, changes) };
}

/** The commit of a tag, which may not exist yet; its webhook lists no files. */
function tagEvent(
  git: Git,
  range: string | undefined,
  remote: Remote | undefined,
  tag: string | undefined,
): EventFromGit {
  const commits = tagRange(git, tag, range === undefined ? undefined : readRange(git, range, remote));
  const event: GitEvent = { kind: "git", names: ["push.tags"], ...commonFacts(git, commits, remote) };
  const isMade = tag === undefined || range !== undefined || commitOf(git, `refs/tags/${tag}`) !== undefined;
  const text = `the tag "${tag}" is not in this checkout, so its commit is assumed to be HEAD`;
  const notes = notesOn(git, commits, remote, { notes: [] });
  return { event, notes: isMade ? notes : [...notes, { missing: "commit", text }] };
}

/** A range does not show whether the branch is new, which is another event for some. */
function namesOfRange(
  { newBranch }: CommitRange,
  remote: Remote | undefined,
): Pick<GitEvent, "names" | "exact"> {
  if (newBranch === undefined) return { names: ["push.heads"] };
  return namesOfPush(remote?.provider, newBranch ? "new branch" : "branch");
}

function pullRequestEvent(
  git: Git,
  range: string | undefined,
  remote: Remote | undefined,
  target: string,
): EventFromGit {
  const commits = range === undefined ? rangeAgainst(git, remote, target) : readRange(git, range, remote);
  const changes = changesOfPullRequest(git, commits);
  const { earlierMessages: _, ...facts } = commonFacts(git, commits, remote);
  const event: GitEvent = {
    kind: "git",
    names: ["pullrequest"],
    ...facts,
    targetBranch: target,
    ...fileFacts(changes),
    pullRequest: { headCommit: commits.head },
  };
  return { event, notes: notesOn(git, commits, remote, changes) };
}

/** The commits of HEAD since the merge base with a branch, preferably the remote's. */
function rangeAgainst(git: Git, remote: Remote | undefined, target: string): CommitRange {
  const head = headCommit(git);
  const names = [...(remote ? [`refs/remotes/${remote.name}/${target}`] : []), `refs/heads/${target}`];
  const there = names.map((name) => commitOf(git, name)).find((commit) => commit !== undefined);
  if (there === undefined) {
    throw new UsageError(
      `branch "${target}" does not exist in this repository${shallowHint(git) || "; check the name"}`,
    );
  }
  const base = mergeBase(git, there, head);
  if (base === undefined)
    throw new UsageError(`"${target}" and HEAD have no commit in common${shallowHint(git)}`);
  if (base === head)
    throw new UsageError(
      `HEAD has no commits that are not in "${target}"; commit something, or give a range`,
    );
  const local = currentBranch(git);
  const pushed = local === undefined ? undefined : branchOnRemote(git, local, remote);
  return { base, head, branch: pushed === target ? local : pushed };
}

function commonFacts(git: Git, commits: CommitRange, remote: Remote | undefined): Partial<GitEvent> {
  const earlier = earlierMessages(git, commits);
  const author = git.line("log", "-1", "--format=%an", "--encoding=UTF-8", commits.head);
  return {
    ...factsOf(remote),
    ...(commits.branch !== undefined && { branch: commits.branch }),
    message: messageOf(git, commits.head),
    ...(earlier.length > 0 && { earlierMessages: earlier }),
    commit: { revision: commits.head, ...(author !== undefined && { author }) },
  };
}

/** The facts in the address of a remote. */
function factsOf(remote: Remote | undefined): RemoteRepository {
  const { name: _, ...facts } = remote ?? { name: "" };
  return facts;
}

function fileFacts({ notes: _, ...facts }: Changes): Partial<GitEvent> {
  return facts;
}

function notesOn(
  git: Git,
  { branch }: CommitRange,
  remote: Remote | undefined,
  changes: Pick<Changes, "notes">,
): GitNote[] {
  const notes = changes.notes.map((text): GitNote => ({ missing: "changedFiles", text }));
  if (branch === undefined) {
    const text = "the branch is unknown, since HEAD is detached or the range does not name one; use --branch";
    notes.push({ missing: "branch", text });
  }
  if (remote?.repository === undefined) {
    const why = remote
      ? `the address of the remote "${remote.name}" does not contain it`
      : remoteNames(git).length > 0
        ? "there are several remotes and none is named origin"
        : "there is no remote";
    notes.push({ missing: "repository", text: `the repository is unknown, since ${why}; use --repo` });
  }
  return notes;
}

/**
 * Returns the tracked files below `folder` (`--repo-root`), as paths from there; with `isStaged`
 * those of the commit that runs a hook. Throws `UsageError` if it is not a folder or not in a
 * checkout, or if git is missing.
 */
export function repositoryFiles(cwd: string, folder: string, isStaged = false): string[] {
  const root = resolve(cwd, folder);
  if (!isFolder(root))
    throw new UsageError(
      `"--repo-root ${folder}": the folder does not exist; give the root of the repository`,
    );
  try {
    const git = new Git(root, "remove --repo-root");
    if (isStaged) git.useIndexOfHook(cwd);
    return git.trackedFiles(root);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`"--repo-root ${folder}": ${error.message}`);
  }
}

/** Names of the branches of a checkout and of its remotes, those with the newest commits first. */
export function branchNames(git: Git, count = 50): string[] {
  const format = "--format=%(refname)";
  const refs = git.read(["for-each-ref", "--sort=-committerdate", format, "refs/heads", "refs/remotes"]);
  const names = refs
    .split("\n")
    .flatMap((ref) => /^refs\/(?:heads|remotes\/[^/]+)\/(.+)$/.exec(ref)?.[1] ?? []);
  return [...new Set(names.filter((name) => name !== "HEAD"))].slice(0, count);
}
