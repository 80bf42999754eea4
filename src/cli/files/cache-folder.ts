import { existsSync, lstatSync, mkdirSync, readlinkSync, type Stats } from "node:fs";
import { dirname, join, resolve } from "node:path";

/**
 * The user's own cache folder, never a project's (XDG Base Directory Specification; `Caches` on
 * macOS; `LOCALAPPDATA` on Windows). Undefined if the environment has no home. Whoever uses it must
 * check that it `isPrivate`.
 */
export function userCacheFolder(): string | undefined {
  const { env, platform } = process;
  if (env.XDG_CACHE_HOME?.startsWith("/")) return resolve(env.XDG_CACHE_HOME, "dryfire");
  if (platform === "win32") return env.LOCALAPPDATA && join(env.LOCALAPPDATA, "dryfire");
  if (!env.HOME?.startsWith("/")) return undefined;
  return resolve(env.HOME, platform === "darwin" ? "Library/Caches" : ".cache", "dryfire");
}

/** More links on one path are a loop. */
const MAX_LINKS = 20;

/**
 * True if only the user and root can change the files at a path: each folder up to the root belongs
 * to them, links resolved. False inside a checkout, whose files can be a stranger's.
 */
export function isPrivate(path: string, links = 0): boolean {
  for (let at = path; ; at = dirname(at)) {
    const stats = statsOf(at);
    if (stats === "unreadable") return false;
    if (stats && !isSafe(at, stats, links)) return false;
    if (dirname(at) === at) return true;
  }
}

function isSafe(at: string, stats: Stats, links: number): boolean {
  if (!isOwnedHere(stats)) return false;
  if (stats.isSymbolicLink())
    return links < MAX_LINKS && isPrivate(resolve(dirname(at), readlinkSync(at)), links + 1);
  // In a sticky folder such as /tmp, others can add files, but not replace those of the user.
  const isClosed = (stats.mode & 0o022) === 0 || (stats.mode & 0o1000) !== 0;
  return (process.getuid === undefined || isClosed) && statsOf(join(at, ".git")) === undefined;
}

/** True if a file belongs to the user or root, and others cannot write to it (not on Windows). */
export function isOwnFile(stats: Stats): boolean {
  return stats.isFile() && isOwnedHere(stats) && (process.getuid === undefined || (stats.mode & 0o022) === 0);
}

function isOwnedHere({ uid }: Stats): boolean {
  return process.getuid === undefined || uid === 0 || uid === process.getuid();
}

function statsOf(path: string): Stats | "unreadable" | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return "unreadable";
  }
}

/**
 * Creates a folder and its parents for the user alone; returns whether it is new. Throws if that
 * fails. Creates one folder at a time, since Node.js loops forever where the system reports an
 * existing folder as missing (`/proc/x`).
 */
export function makeFolder(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    const parent = dirname(folder);
    if (code !== "ENOENT" || parent === folder || existsSync(parent)) throw error;
    makeFolder(parent);
    mkdirSync(folder, { mode: 0o700 });
    return true;
  }
}
