import { isMapping } from "../../util/json.ts";
import type { ChangedFile, FileStatus } from "../event/event.ts";
import { anyTextAt, listAt } from "./json.ts";

/** The known facts about the changed files of a push. */
export interface FileFacts {
  readonly changedFiles?: readonly ChangedFile[];
  readonly changedFilesIncomplete?: boolean;
}

/** The completeness of a provider's lists of commits and files. */
export interface ListLimits {
  /** Whether the payload shows that there are more commits than it lists. */
  readonly cut: boolean;
  /** The number of files of one commit from which its list may be incomplete. */
  readonly filesPerCommit?: number;
}

const keys: readonly (readonly [string, FileStatus])[] = [
  ["added", "added"],
  ["modified", "modified"],
  ["removed", "removed"],
];

/**
 * Returns the files that the commits of a push changed, from their lists `added`, `modified` and
 * `removed`, in order of first occurrence. Undefined if no commit has such lists, as in the payload
 * of GitHub Actions; incomplete if a commit lacks them, an entry is not a path, or a limit was
 * reached. A push without commits changed no file.
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

/** A file that the push added stays added, whatever later commits did to it. */
function note(files: Map<string, FileStatus>, [path, status]: readonly [string, FileStatus]): void {
  const earlier = files.get(path);
  if (earlier === "added" && status === "modified") return;
  files.set(path, earlier === "removed" && status === "added" ? "modified" : status);
}

/** The messages of commits, also empty ones; undefined without any. */
export function messagesOf(commits: readonly unknown[], key = "message"): string[] | undefined {
  const messages = commits.flatMap((commit) => anyTextAt(commit, key) ?? []);
  return messages.length > 0 ? messages : undefined;
}

/** A branch or tag. */
export type Ref = { readonly branch: string } | { readonly tag: string };

/** The branch or tag of a full ref; undefined for any other ref (`refs/notes/x`) and for none. */
export function readRef(ref: string | undefined): Ref | undefined {
  const [, folder, name] = /^refs\/(heads|tags)\/([\s\S]+)$/.exec(ref ?? "") ?? [];
  if (name === undefined) return undefined;
  return folder === "tags" ? { tag: name } : { branch: name };
}

/** The name of a branch, from a full ref or as it is. */
export function branchName(ref: string | undefined): string | undefined {
  return ref?.replace(/^refs\/heads\//, "") || undefined;
}

/** True for the hash of zeros that means no commit; undefined without a hash. */
export function isNoCommit(hash: string | undefined): boolean | undefined {
  return hash === undefined ? undefined : /^0+$/.test(hash);
}

/** The change of a branch or tag, as named in the catalogue's tables, and its facts. */
export function refChange(
  ref: Ref,
  { created, deleted }: { readonly created: boolean | undefined; readonly deleted: boolean | undefined },
): { readonly variant: string; readonly facts: Partial<Ref> & { newBranch?: boolean; deleted?: true } } {
  const isBranch = "branch" in ref;
  const noun = isBranch ? "branch" : "tag";
  return {
    variant: deleted ? `deleted ${noun}` : isBranch && created ? "new branch" : noun,
    facts: {
      ...ref,
      ...(isBranch && { newBranch: created === true && !deleted }),
      ...(deleted && { deleted }),
    },
  };
}
