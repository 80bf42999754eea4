import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The folder for what may be kept between runs: the user's own cache folder, never a project's (XDG Base Directory Specification; the
 * `Caches` folder of macOS; `LOCALAPPDATA` of Windows). Undefined where the environment names no home.
 */
export function userCacheFolder(): string | undefined {
  const { env, platform } = process;
  if (env.XDG_CACHE_HOME?.startsWith("/")) return join(env.XDG_CACHE_HOME, "dryfire");
  if (platform === "win32") return env.LOCALAPPDATA && join(env.LOCALAPPDATA, "dryfire");
  if (!env.HOME) return undefined;
  return join(env.HOME, platform === "darwin" ? "Library/Caches" : ".cache", "dryfire");
}

/**
 * Makes a folder for the user alone, with the folders above it; gives whether it was not there before. Throws where it cannot be made: step
 * by step, since Node.js goes on for ever where the system says of a folder that is there that it is not (`/proc/x`).
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
