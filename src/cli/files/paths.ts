import { type Stats, statSync } from "node:fs";
import { relative, sep } from "node:path";

/** The order of paths. */
export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : Number(a.path > b.path);
}

/** A path in reports: with forward slashes, relative to the working folder if inside. */
export function shownPath(absolute: string, cwd: string): string {
  const inside = relative(cwd, absolute);
  return slashed(inside === "" || /^\.\.(?:[\\/]|$)/.test(inside) ? absolute : inside);
}

/** The path of a file from a folder, with forward slashes. */
export function pathFrom(folder: string, absolute: string): string {
  return slashed(relative(folder, absolute));
}

/** A path with forward slashes. */
export function slashed(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

/** True if a shown path is not a path but a name in angle brackets, such as `<stdin>`. */
export function isPlaceholder(shown: string): boolean {
  return /^<.*>$/.test(shown);
}

/** The file or folder at a path; `unreadable` for a loop of links or a closed folder. */
export function statOf(path: string): Stats | "unreadable" | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return "unreadable";
  }
}

/** True if there is a file or folder at a path that can be looked at. */
export function exists(path: string): boolean {
  const stats = statOf(path);
  return stats !== undefined && stats !== "unreadable";
}

/** True if a path is a folder that can be looked at. */
export function isFolder(path: string): boolean {
  const stats = statOf(path);
  return stats !== "unreadable" && (stats?.isDirectory() ?? false);
}
