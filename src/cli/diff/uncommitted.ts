import { join, relative } from "node:path";
import { readSpecFile } from "../../pipeline/read-spec-file.ts";
import { exists, shownPath, slashed } from "../files/paths.ts";
import { readText, textOrEmpty } from "../files/read-text.ts";
import type { CommittedFile, Git } from "../git/run-git.ts";
import { Snapshot } from "../git/snapshot.ts";

/** The files of a commit. */
export interface CommitToCompare {
  readonly files: readonly CommittedFile[];
  /** The paths of specs and of files with their steps, from the root. */
  readonly specs: Iterable<string>;
  readonly definitions: readonly string[];
  /** Whether a file may be a spec that is compared. */
  readonly isWanted: (file: CommittedFile) => boolean;
}

/**
 * Returns a sentence about specs, and files with their steps, that differ in the work tree from
 * HEAD, with the command that compares them; undefined if none does. Untracked files are left out,
 * as "git diff HEAD" does. Git itself is not asked, since it could run a filter of the repository.
 */
export async function uncommittedChanges(
  git: Git,
  { files, specs, definitions, isWanted }: CommitToCompare,
  cwd: string,
): Promise<string | undefined> {
  const committed = new Snapshot(git, files);
  const tracked = new Set(git.trackedFiles());
  // Without the files that a sparse checkout leaves out.
  const deleted = new Set(git.read(["ls-files", "--deleted", "-z"]).split("\0"));
  const known = [...new Set([...specs, ...definitions])].filter((path) => committed.has(path));
  committed.load(known);
  const changed = known.filter((path) => {
    if (!tracked.has(path) || deleted.has(path)) return true;
    const old = withoutReturns(() => committed.textOf(path, path)!);
    return exists(join(git.root, path)) && workText(git, path) !== old;
  });
  for (const path of tracked) {
    if (committed.has(path) || deleted.has(path)) continue;
    const isSpec = async (): Promise<boolean> =>
      isWanted({ path, hash: "" }) && (await readSpecFile(path, workText(git, path))).content === "specs";
    if (definitions.includes(path) || (await isSpec())) changed.push(path);
  }
  const [first] = changed.sort();
  if (first === undefined) return undefined;
  const more = changed.length > 1 ? ` and ${changed.length - 1} more` : "";
  const root = slashed(relative(cwd, git.root)) || ".";
  return `uncommitted changes of "${shownPath(join(git.root, first), cwd)}"${more} are not compared; compare them by "dryfire diff HEAD: ${root}"`;
}

/** The text of a file of the work tree, empty for one that cannot be read. */
function workText(git: Git, path: string): string {
  return withoutReturns(() => readText(join(git.root, path), path, "spec"));
}

/** Settings of Git decide about the ends of lines. */
function withoutReturns(read: () => string): string {
  return textOrEmpty(read).replaceAll("\r\n", "\n");
}
