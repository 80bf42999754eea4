import { join } from "node:path";

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
