import { withoutEnd } from "../../util/text.ts";
import { ASSOCIATIONS } from "./action-names.ts";

/** The host of a provider's cloud before an owner. */
const HOST = /^(?:github\.com|gitlab\.com|bitbucket\.org|dev\.azure\.com)\/(?=[^/]+\/)/i;

/** `owner/name` of a repository, from that form or its address; undefined for another text. */
export function repositoryName(text: string): string | undefined {
  const path = /^(?:[a-z+]+:\/\/[^/]+\/|[^@/\s]+@[^:/\s]+:)(.+)$/i.exec(text)?.[1] ?? text;
  const name = withoutEnd(path.replace(/\.git$/, ""), "/").replace(HOST, "");
  return /^[^/\s].*\/[^/]+$/.test(name) ? name : undefined;
}

/** Prefixes of Git's full ref names, which no filter sees (semantics b). */
const FULL_FORM = /^refs\/(?:heads|tags|remotes)\//;

/** True if Git accepts a text as a branch or tag (git-check-ref-format), not a full ref. */
export function isRefName(text: string): boolean {
  if (FULL_FORM.test(text)) return false;
  if (
    text === "" ||
    text === "@" ||
    /[\u0000-\u0020\u007f\ud800-\udfff~^:?*[\\]|\.\.|@\{|\/\/|\.$|^-|^\/|\/$/u.test(text)
  )
    return false;
  return text.split("/").every((part) => !part.startsWith(".") && !part.endsWith(".lock"));
}

/** The fault of a name of a branch or tag; `write` shows an example. */
export function nameFault(
  name: string,
  noun: "branch" | "tag",
  write: (example: string) => string,
): string | undefined {
  if (isRefName(name)) return undefined;
  return `is not a name that a ${noun} can have; give one ${noun}, such as ${write(noun === "tag" ? "v1.0" : "feature/x")}`;
}

/** The fault of a changed file that was written by a person; `write` shows a path. */
export function pathFault(path: string, write: (path: string) => string): string | undefined {
  const fault = rootFault(path, write);
  if (fault) return fault;
  if (/[*?]/.test(path)) return "is a pattern; give the changed files that it is for";
  return path.endsWith("/") ? "is a folder; give the changed files in it" : undefined;
}

/** The fault of a path that is not written from the repository's root; `write` shows a path. */
export function rootFault(path: string, write: (path: string) => string): string | undefined {
  if (/^(?:\/|[a-z]:[\\/])/i.test(path))
    return `is an absolute path; write it from the repository's root, such as ${write("src/app.ts")}`;
  if (path.includes("\\"))
    return `has backslashes; write ${write(path.replace(/\\+/g, "/"))}, from the repository's root`;
  return undefined;
}

/** The fault of a clean path that leads out of the repository, or that is its root. */
export function outsideFault(path: string): string | undefined {
  if (path === "") return "is not a path of a file; write changed files from the repository's root";
  return /^\.\.(?:\/|$)/.test(path)
    ? "is not in the repository; write changed files from its root"
    : undefined;
}

/** A path as Git prints it: without a dot or a slash at its start, or two slashes in a row. */
export function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === ".." && (parts.at(-1) ?? "..") !== "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return path.endsWith("/") ? `${parts.join("/")}/` : parts.join("/");
}

/** GitHub's word for an author's association, in capitals; undefined for another word. */
export function associationOf(word: string): string | undefined {
  return ASSOCIATIONS.find((each) => each === word.toUpperCase());
}
