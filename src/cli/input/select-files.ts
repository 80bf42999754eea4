import { join, resolve } from "node:path";
import { realPath } from "../files/inside-repository.ts";
import { byPath, isFolder, pathFrom, shownPath } from "../files/paths.ts";
import type { Discovery, FoundFile } from "./discover.ts";
import { SPEC_EXTENSION } from "./discover.ts";
import type { PathGlob } from "./path-glob.ts";

/** Files that are not in the file system, such as those of the index. */
export interface FileList {
  /** The root of the repository, with links resolved. */
  readonly root: string;
  /** The paths from the root. */
  readonly paths: Iterable<string>;
  /** The message for a path that is neither a file nor a folder with files. */
  readonly missing: (argument: string, path: string) => string | undefined;
}

/**
 * Returns the files of a list that paths, folders and globs select, as `discover` does for those of
 * the file system: in a folder `.yml`, `.yaml` and `.json`, ordered by path.
 */
export async function selectFiles(args: readonly string[], cwd: string, list: FileList): Promise<Discovery> {
  const all = new Set(list.paths);
  const from = realPath(cwd);
  const files = new Map<string, FoundFile>();
  const problems: string[] = [];
  const searched: { argument: string; files: string[] }[] = [];
  const add = (inside: string, named: boolean): string => {
    const absolute = join(list.root, inside);
    const path = shownPath(absolute, from);
    if (named || !files.has(path)) files.set(path, { path, absolute, named });
    return path;
  };
  for (const argument of args) {
    const path = pathFrom(list.root, realPath(resolve(from, argument)));
    if (path.startsWith("../")) problems.push(outside(argument));
    else if (all.has(path)) add(path, true);
    else {
      const wanted = await selection(argument, path, { from, list, all });
      if (typeof wanted === "object") {
        const selected = [...all].filter((inside) => wanted.selects(inside));
        const found = selected.map((each) => add(each, false));
        if (wanted.glob?.problem === undefined) searched.push({ argument, files: found });
        else problems.push(wanted.glob.problem);
      } else if (wanted !== undefined) problems.push(wanted);
    }
  }
  return { files: [...files.values()].sort(byPath), problems, searched };
}

/** The message for a path that is not in the repository. */
export function outside(argument: string): string {
  return `"${argument}" is outside the repository, so it has no earlier version; give a path inside it`;
}

interface Place {
  readonly from: string;
  readonly list: FileList;
  readonly all: ReadonlySet<string>;
}

interface Selection {
  readonly selects: (inside: string) => boolean;
  readonly glob?: PathGlob;
}

/** Which files a folder or a glob selects, or a message for one that is neither. */
async function selection(
  argument: string,
  path: string,
  { from, list, all }: Place,
): Promise<Selection | string | undefined> {
  const below = path === "" ? "" : `${path}/`;
  if (isFolder(join(list.root, path)) || [...all].some((each) => each.startsWith(below)))
    return { selects: (inside) => inside.startsWith(below) && SPEC_EXTENSION.test(inside) };
  const { PathGlob } = await import("./path-glob.ts");
  const pathGlob = PathGlob.parse(argument);
  if (!pathGlob) return list.missing(argument, path);
  if (pathGlob.problem !== undefined) return pathGlob.problem;
  const folder = pathFrom(list.root, realPath(resolve(from, pathGlob.base)));
  if (folder.startsWith("../")) return outside(argument);
  const prefix = folder === "" ? "" : `${folder}/`;
  return {
    selects: (inside) => inside.startsWith(prefix) && pathGlob.matches(inside.slice(prefix.length)),
    glob: pathGlob,
  };
}
