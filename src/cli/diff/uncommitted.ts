import { join, relative } from "node:path";
import { definitionPath, type SpecFile } from "../../pipeline/model.ts";
import { readSpecFile } from "../../pipeline/read-spec-file.ts";
import { UsageError } from "../command.ts";
import { repositoriesOf } from "../git/git-remote.ts";
import type { CommittedFile, Git } from "../git/run-git.ts";
import { exists, shownPath, slashed } from "../input/paths.ts";
import { decodeText, readText } from "../input/read-text.ts";

/** The specs of a commit, by their paths from the root, and which files are looked at. */
export interface SpecsOfCommit {
  readonly commit: string;
  readonly specs: ReadonlyMap<string, SpecFile>;
  readonly isWanted: (file: CommittedFile) => boolean;
}

/**
 * Returns a sentence about specs, and files with their steps, that differ in the work tree from
 * HEAD, with the command that compares them; undefined if none does. Untracked files are left out,
 * as "git diff HEAD" does. Git itself is not asked, since it could run a filter of the repository.
 */
export async function uncommittedChanges(
  git: Git,
  { commit, specs, isWanted }: SpecsOfCommit,
  cwd: string,
): Promise<string | undefined> {
  const own = repositoriesOf(git);
  const definitions = [...specs.values()].flatMap(({ pipelines }) =>
    pipelines.flatMap((pipeline) => {
      const found = definitionPath(pipeline);
      return found && own.has(found.repository.toLowerCase()) ? [found.path] : [];
    }),
  );
  const committed = new Map(git.filesOf(commit, "").map(({ path, hash }) => [path, hash]));
  const tracked = new Set(git.trackedFiles());
  // Without the files that a sparse checkout leaves out.
  const deleted = new Set(git.read(["ls-files", "--deleted", "-z"]).split("\0"));
  const known = [...new Set([...specs.keys(), ...definitions])].filter((path) => committed.has(path));
  const contents = git.contentsOf(known.map((path) => committed.get(path)!));
  const changed = known.filter((path) => {
    if (!tracked.has(path) || deleted.has(path)) return true;
    const text = exists(join(git.root, path)) ? workText(git, path) : undefined;
    return text !== undefined && text !== committedText(contents.get(committed.get(path)!)!);
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
  return orEmpty(() => readText(join(git.root, path), path, "spec"));
}

function committedText(bytes: Uint8Array): string {
  return orEmpty(() => decodeText(bytes, ""));
}

/** Settings of Git decide about the ends of lines. */
function orEmpty(read: () => string): string {
  try {
    return read().replaceAll("\r\n", "\n");
  } catch (error) {
    if (error instanceof UsageError) return "";
    throw error;
  }
}
