import { accessSync, constants } from "node:fs";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { isBelow, realPath, repositoryAbove } from "../files/inside-repository.ts";
import { statOf } from "../files/paths.ts";

/**
 * Returns the folders of `PATH` from which programs are started: absolute ones outside of the
 * checkouts around `places`, since a checkout can have a program of any name.
 */
export function programFolders(path: string | undefined, places: readonly string[]): string[] {
  const checkouts = places.flatMap((place) => repositoryAbove(realPath(place)) ?? []);
  // Every folder is inside a checkout of the whole file system, as some containers have it.
  const limits = checkouts.filter((root) => dirname(root) !== root);
  const folders = (path ?? "").split(delimiter).map((folder) => folder.replace(/^"(.*)"$/, "$1"));
  return folders.filter((folder) => {
    if (!isAbsolute(folder)) return false;
    const real = realPath(folder);
    return !limits.some((root) => isBelow(root, real));
  });
}

/** Returns the path of a program in the first of some folders that has it. */
export function findProgram(name: string, folders: readonly string[]): string | undefined {
  const file = process.platform === "win32" ? `${name}.exe` : name;
  return folders.map((folder) => join(folder, file)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  const stats = statOf(path);
  if (typeof stats !== "object" || !stats.isFile()) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
