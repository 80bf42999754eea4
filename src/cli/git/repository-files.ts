import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { UsageError } from "../command.ts";
import { isFolder } from "../input/discover.ts";

/**
 * The paths that git tracks in a repository, relative to its root `folder`, with forward slashes. A stranger's repository may be configured
 * to run a program as file-system monitor, so that is switched off. Throws `UsageError` where `folder` is no repository or git is missing.
 */
export function repositoryFiles(cwd: string, folder: string): readonly string[] {
  const root = resolve(cwd, folder);
  if (!isFolder(root))
    throw new UsageError(`"--repo-root ${folder}": there is no such folder; give the root of the repository`);
  try {
    const listed = execFileSync("git", ["-c", "core.fsmonitor=false", "-C", root, "ls-files", "-z"], {
      encoding: "utf8",
      maxBuffer: 1 << 30,
      stdio: ["ignore", "pipe", "ignore"],
    });
    return [...new Set(listed.split("\0").filter((path) => path !== ""))];
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new UsageError(
      missing
        ? `"--repo-root ${folder}" needs git, which is not installed; install it or leave the option out`
        : `"--repo-root ${folder}" is no git repository; give the root of the repository`,
    );
  }
}
