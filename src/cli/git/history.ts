import type { ProviderId } from "../../catalogue/providers.ts";
import type { ChangedFile, GitEvent } from "../../simulate/event/event.ts";
import { eventsOfMerge, namesOfPush } from "../../simulate/event/user-action-events.ts";
import { withoutEnd } from "../../util/text.ts";
import { UsageError } from "../command.ts";
import { readNameStatus, readWithRenames } from "./changed-files.ts";
import { commitOf, currentBranch, readRange, shallowHint } from "./commit-range.ts";
import { chooseRemote, type Remote } from "./git-remote.ts";
import { Git } from "./run-git.ts";

/** One commit of a branch's own history, as the webhooks that it probably caused. */
export interface PastCommit {
  /** The full hash. */
  readonly commit: string;
  /** The time of the commit, in milliseconds. */
  readonly at: number;
  readonly events: readonly GitEvent[];
}

/**
 * Reads the first-parent commits of a range (`A..B`, `A...B`) or of a revision, oldest first: each
 * is a push of that commit to the branch, with the files that differ from its first parent. A merge
 * whose message is that of a provider is also the pull request that it closed; the message is all
 * that Git has of it. Throws `UsageError` for an unknown commit or outside of a repository.
 *
 * @param range a range, or a revision for all its history
 * @param cwd any folder of the checkout
 */
export function readHistory(range: string, cwd: string): PastCommit[] {
  const git = new Git(cwd, "name files with records");
  const remote = chooseRemote(git, currentBranch(git), "push");
  const { revisions, branch } = revisionsOf(git, range, remote);
  const output = readWithRenames(git, [
    ...["log", "--first-parent", "--reverse", "-z", "--diff-merges=first-parent", "--name-status"],
    ...["--no-ext-diff", "--no-textconv", "--no-color", "--no-notes", "--encoding=UTF-8"],
    "--format=%H%x00%P%x00%an%x00%ct%x00%B%x00",
    ...["--end-of-options", ...revisions, "--"],
  ]);
  const commits = [...commitsIn(output)];
  const merged = commits.some(isMerge) ? mergedMessages(git, revisions, commits) : undefined;
  return commits.map((commit) => pastCommit(commit, merged?.get(commit) ?? [], branch, remote));
}

function revisionsOf(
  git: Git,
  range: string,
  remote: Remote | undefined,
): { readonly revisions: readonly string[]; readonly branch: string | undefined } {
  if (range.includes("..")) {
    const { base, head, branch } = readRange(git, range, remote);
    return { revisions: [head, `^${base}`], branch };
  }
  const commit = commitOf(git, range);
  if (commit === undefined)
    throw new UsageError(
      `commit "${range}" does not exist in this repository${shallowHint(git) || "; check the name"}`,
    );
  const name = git.line("rev-parse", "--symbolic-full-name", "--end-of-options", range) ?? "";
  const branch = /^refs\/(?:heads|remotes\/[^/]+)\/(.+)$/.exec(name)?.[1];
  return { revisions: [commit], branch: branch ?? currentBranch(git) };
}

function isMerge({ parents }: Pick<Commit, "parents">): boolean {
  return parents.length > 1;
}

/** The messages of the commits that each merge brought into the branch, the oldest first. */
function mergedMessages(
  git: Git,
  revisions: readonly string[],
  commits: readonly Commit[],
): ReadonlyMap<Commit, readonly string[]> {
  const format = ["--topo-order", "-z", "--format=%H%x00%P%x00%B", "--no-notes", "--encoding=UTF-8"];
  const fields = git.read(["log", ...format, "--end-of-options", ...revisions, "--"]).split("\0");
  const all = new Map<string, { readonly at: number; readonly parents: string; readonly message: string }>();
  for (let at = 0; at + 2 < fields.length; at += 3)
    all.set(fields[at]!, { at, parents: fields[at + 1]!, message: withoutEnd(fields[at + 2]!, "\n") });
  const seen = new Set<string>();
  const brought = commits.map((commit): [Commit, string[]] => {
    seen.add(commit.hash);
    const found: { readonly at: number; readonly message: string }[] = [];
    for (const open = commit.parents.slice(1); open.length > 0; ) {
      const hash = open.pop()!;
      const own = all.get(hash);
      if (!own || seen.has(hash)) continue;
      seen.add(hash);
      found.push(own);
      open.push(...own.parents.split(" "));
    }
    return [commit, found.sort((one, other) => other.at - one.at).map(({ message }) => message)];
  });
  return new Map(brought);
}

interface Commit {
  readonly hash: string;
  readonly parents: readonly string[];
  readonly author: string;
  readonly at: number;
  readonly message: string;
  readonly files: readonly ChangedFile[];
}

/** Parses five fields, an empty one, then a letter and one or two paths for each file. */
function* commitsIn(output: string): Generator<Commit> {
  const fields = output.split("\0");
  for (let at = 0; at + 4 < fields.length; ) {
    const [hash = "", parents = "", author = "", seconds = "", message = ""] = fields.slice(at, at + 5);
    at += 6;
    const start = at;
    while (at < fields.length && /^\n?[A-Z]\d*$/.test(fields[at]!))
      at += /^\n?[RC]/.test(fields[at]!) ? 3 : 2;
    const files = fields.slice(start, at).map((field, index) => (index === 0 ? field.trimStart() : field));
    yield {
      hash,
      parents: parents.split(" ").filter((parent) => parent !== ""),
      author,
      at: Number(seconds) * 1_000,
      message: withoutEnd(message, "\n"),
      files: readNameStatus(files),
    };
  }
}

/** @param merged the messages of the commits that a merge brought, the oldest first */
function pastCommit(
  commit: Commit,
  merged: readonly string[],
  branch: string | undefined,
  remote: Remote | undefined,
): PastCommit {
  const { hash, at, files, message, author } = commit;
  const merge = mergeOf(commit);
  const provider = remote?.provider ?? merge?.provider;
  const common: Omit<GitEvent, "names"> = {
    kind: "git",
    ...(provider && { provider }),
    ...(remote?.repository !== undefined && { repository: remote.repository }),
    changedFiles: files,
    commit: { revision: hash, author },
  };
  const target = merge?.target ?? branch;
  const push: GitEvent = {
    ...common,
    ...namesOfPush(provider, "branch"),
    ...(target !== undefined && { branch: target }),
    newBranch: false,
    message,
    ...(merged.length > 0 && { earlierMessages: merged }),
  };
  const head = merged.at(-1);
  const request: GitEvent = {
    ...common,
    names: ["pullrequest"],
    ...(head !== undefined && { message: head }),
  };
  const closed = merge && closedBy(merge, request, target, commit);
  return { commit: hash, at, events: [...(closed ?? []), push] };
}

function closedBy(
  { source, number, owner }: Merge,
  common: GitEvent,
  target: string | undefined,
  { hash, parents }: Commit,
): GitEvent[] {
  const isFork =
    owner !== undefined &&
    common.repository !== undefined &&
    !common.repository.toLowerCase().startsWith(`${owner.toLowerCase()}/`);
  const event: GitEvent = {
    ...common,
    ...(isFork && { fork: true }),
    ...(source !== undefined && { branch: source }),
    ...(target !== undefined && { targetBranch: target }),
    pullRequest: { number, merged: true, mergeCommit: hash, ...(parents[1] && { headCommit: parents[1] }) },
  };
  // The last one is the push, of which the commit shows more.
  return (eventsOfMerge(event) ?? []).slice(0, -1).map((each) => each.event);
}

/** A pull request, as the message of its merge names it. */
interface Merge {
  readonly provider: ProviderId;
  readonly number: number;
  readonly source?: string;
  readonly target?: string;
  /** The owner of the repository with the source branch. */
  readonly owner?: string;
}

/**
 * The first and the last line of the messages that providers write by default. GitHub's message
 * names the owner of the source branch. Sources: docs.github.com, "Configuring commit merging for
 * pull requests"; docs.gitlab.com, "Commit message templates"; confluence.atlassian.com,
 * "Understanding the Default Pull Request Title, Description and Merge Commit Message"; Azure
 * DevOps as seen in repositories.
 */
const MERGE_MESSAGES: readonly (readonly [ProviderId, RegExp])[] = [
  ["github", /^Merge pull request #(?<number>\d+) from (?<owner>[^/\s]+)\/(?<source>\S+)/],
  [
    "gitlab",
    /^Merge branch '(?<source>[^']+)' into '(?<target>[^']+)'\nSee merge request [^!\s]*!(?<number>\d+)$/,
  ],
  ["bitbucket", /^Merged in (?<source>\S+) \(pull request #(?<number>\d+)\)/],
  ["azure", /^Merged PR (?<number>\d+): /],
];

/** A squash has one parent; the messages of Bitbucket and Azure DevOps are the same for both. */
function mergeOf({ message }: Commit): Merge | undefined {
  const lines = message.split("\n");
  const text = `${lines[0]}\n${lines.at(-1)}`;
  for (const [provider, pattern] of MERGE_MESSAGES) {
    const { number, ...names } = pattern.exec(text)?.groups ?? {};
    if (number !== undefined) return { provider, number: Number(number), ...names };
  }
  return undefined;
}
