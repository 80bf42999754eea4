import { lstatSync, realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative } from "node:path";
import { UsageError } from "../command.ts";
import { exists } from "./paths.ts";

/** The maximum length of a path on common file systems. */
const MAX_PATH = 4096;

/**
 * Returns the folder that must contain everything that a file of `folder` names: the repository,
 * else the working folder if it contains `folder`, else `folder`; with links resolved.
 */
export function boundaryOf(folder: string, cwd: string): string {
  const own = realPath(folder);
  const repository = repositoryAbove(own);
  if (repository !== undefined && dirname(repository) !== repository) return repository;
  const working = realPath(cwd);
  return dirname(working) !== working && isBelow(working, own) ? working : own;
}

/** The root of the repository around a folder: the nearest folder upwards with a `.git`. */
export function repositoryAbove(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (exists(join(at, ".git"))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** The folder of Git, which can have credentials, also as Windows and macOS spell it. */
const GIT_FOLDER = /^(?:\.git|git~\d)[ .]*(?::|$)/i;

/**
 * True if a path, with links resolved, is in a folder that `boundaryOf` returned, but not in the
 * folder of Git.
 */
export function isInside(boundary: string, absolute: string): boolean {
  const real = realPath(absolute);
  return isBelow(boundary, real) && !isOfGit(boundary, real);
}

/** Throws `UsageError` for a path that a file of a repository names and that is not inside it. */
export function assertInside(boundary: string, absolute: string, shown: string): void {
  if (isInside(boundary, absolute)) return;
  if (isBelow(boundary, realPath(absolute)))
    throw new UsageError(`"${shown}" is in the folder of Git; name a file of the repository`);
  throw new UsageError(`"${shown}" is outside the repository or working folder; name a file inside it`);
}

/**
 * Throws `UsageError` for a file to write whose path has a link inside the checkout of `cwd`: a
 * link can be committed and lead to any file of the user.
 */
export function refuseLinks(absolute: string, shown: string, cwd: string): void {
  const link = linkProblem(absolute, cwd);
  if (link !== undefined) throw new UsageError(`cannot write "${shown}": ${link}`);
}

/** Why a path is not written: it has a link inside the checkout of `cwd`, or else inside `cwd`. */
export function linkProblem(absolute: string, cwd: string): string | undefined {
  const boundary = boundaryOf(cwd, cwd);
  // Every link is in the root of the file system, where some containers start.
  if (dirname(boundary) === boundary) return undefined;
  for (let at = absolute; dirname(at) !== at; at = dirname(at)) {
    if (!isLink(at) || !isBelow(boundary, realPath(dirname(at)))) continue;
    const what = at === absolute ? "it is" : `"${basename(at)}" is`;
    return `${what} a symbolic link; name the file that is meant`;
  }
  return undefined;
}

/** True for a symbolic link, whether or not it leads anywhere. */
export function isLink(absolute: string): boolean {
  try {
    return lstatSync(absolute).isSymbolicLink();
  } catch {
    return false;
  }
}

/** The path without symbolic links; for a missing file, that of its nearest folder and the rest. */
export function realPath(absolute: string): string {
  if (absolute.length > MAX_PATH) return absolute;
  for (let at = absolute, rest = ""; ; rest = join(basename(at), rest), at = dirname(at)) {
    try {
      return join(realpathSync(at), rest);
    } catch {
      if (dirname(at) === at) return absolute;
    }
  }
}

function isOfGit(folder: string, path: string): boolean {
  return relative(folder, path)
    .split(/[\\/]/)
    .some((part) => GIT_FOLDER.test(part));
}

/** True for a folder itself and all in it; both paths are real ones. */
export function isBelow(folder: string, path: string): boolean {
  const inside = relative(folder, path);
  // Absolute for another drive of Windows; elsewhere a name may have a colon.
  return inside !== ".." && !/^\.\.[\\/]/.test(inside) && !isAbsolute(inside);
}
