import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The user's own cache folder, never a project's (XDG Base Directory Specification; `Caches` on
 * macOS; `LOCALAPPDATA` on Windows). Undefined if the environment has no home.
 */
export function userCacheFolder(): string | undefined {
  const { env, platform } = process;
  if (env.XDG_CACHE_HOME?.startsWith("/")) return join(env.XDG_CACHE_HOME, "dryfire");
  if (platform === "win32") return env.LOCALAPPDATA && join(env.LOCALAPPDATA, "dryfire");
  if (!env.HOME) return undefined;
  return join(env.HOME, platform === "darwin" ? "Library/Caches" : ".cache", "dryfire");
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
