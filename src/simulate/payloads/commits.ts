import type { ChangedFile, FileStatus } from "../event.ts";
import { isMapping, listAt } from "./json.ts";

/** What is known of the changed files of a push. */
export interface FileFacts {
  readonly changedFiles?: readonly ChangedFile[];
  readonly changedFilesIncomplete?: boolean;
}

/** How far a provider lists the commits of a push and the files of a commit. */
export interface ListLimits {
  /** Whether the payload says, or lets one see, that there are more commits than it lists. */
  readonly cut: boolean;
  /** The number of files of one commit from which on its list may be cut short. */
  readonly filesPerCommit?: number;
}

const keys: readonly (readonly [string, FileStatus])[] = [
  ["added", "added"],
  ["modified", "modified"],
  ["removed", "removed"],
];

/**
 * The files that the commits of a push changed, from their lists `added`, `modified` and `removed`, in order of first mention.
 * Nothing at all where no commit has such lists, as in the payload that GitHub Actions hands to its jobs; incomplete where some
 * commit lacks them, where an entry is no path, and where a limit was reached. A push of no commits changed no file.
 */
export function filesOf(commits: readonly unknown[], limits: ListLimits): FileFacts {
  const files = new Map<string, FileStatus>();
  let complete = !limits.cut;
  let listed = 0;
  for (const commit of commits) {
    const entries = entriesOf(commit);
    if (entries) listed++;
    if (!entries?.every(isPath) || entries.length >= (limits.filesPerCommit ?? Infinity)) complete = false;
    for (const entry of entries ?? []) if (isPath(entry)) note(files, entry);
  }
  if (listed === 0 && (commits.length > 0 || limits.cut)) return {};
  const changedFiles = [...files].map(([path, status]) => ({ path, status }));
  return complete ? { changedFiles } : { changedFiles, changedFilesIncomplete: true };
}

type Entry = readonly [path: unknown, status: FileStatus];

function entriesOf(commit: unknown): Entry[] | undefined {
  if (!isMapping(commit) || !keys.some(([key]) => listAt(commit, key))) return undefined;
  return keys.flatMap(([key, status]) => (listAt(commit, key) ?? []).map((path): Entry => [path, status]));
}

function isPath(entry: Entry): entry is readonly [string, FileStatus] {
  return typeof entry[0] === "string" && entry[0] !== "";
}

/** A file that the push itself added stays added, whatever later commits did to its contents. */
function note(files: Map<string, FileStatus>, [path, status]: readonly [string, FileStatus]): void {
  const earlier = files.get(path);
  if (earlier === "added" && status === "modified") return;
  files.set(path, earlier === "removed" && status === "added" ? "modified" : status);
}
