import { withoutEnd } from "../../src/util/text.ts";
import { findPlaceholder } from "./placeholders.ts";

/** The fault of a repository that the schema accepts, and its `owner/name` if that is known. */
export interface RepositoryFault {
  readonly kind: "URL" | "suffix" | "white space";
  /** Continues the sentence after the quoted repository. */
  readonly message: string;
  readonly meant?: string;
}

/** Returns the fault of a repository that is not plainly `owner/name`, if there is one. */
export function repositoryFault(repo: string): RepositoryFault | undefined {
  const address = repo.includes(":") ? ADDRESS.exec(repo) : null;
  if (address) {
    const [, urlHost, sshHost, path = ""] = address;
    const meant = nameIn(urlHost ?? sshHost ?? "", path);
    return { kind: "URL", message: "is a URL", ...(meant === undefined ? {} : { meant }) };
  }
  if (repo.endsWith(".git") && /.\/./.test(repo.slice(0, -".git".length)))
    return { kind: "suffix", message: 'ends in ".git"', meant: repo.slice(0, -".git".length) };
  // `placeholder-value` reports the placeholders.
  const written = repo.replace(/<[^<>]*>|\{\{(?:[^{}]|\{(?!\{)|\}(?!\}))*\}\}/g, "x");
  if (!/\s/.test(written) || !written.includes("/")) return undefined;
  const trimmed = repo.trim().replace(/(?<!\s)\s*\/\s*/g, "/");
  // White space inside a name: its real text, such as one with a hyphen, is unknown.
  const meant = /\s/.test(trimmed) ? {} : { meant: trimmed };
  return { kind: "white space", message: "contains white space", ...meant };
}

/** A URL with a host, or an SSH address such as `git@github.com:acme/shop.git`. */
const ADDRESS = /^(?:[a-z][a-z+]*:\/\/(?:[^@/]+@)?([^/]+)\/|[\w.-]+@([\w.-]+):)(.*)$/i;

/** Parts of addresses: of pages in a repository, of hosts whose paths are not `owner/name`. */
const PAGE = /^(?:-|tree|blob|src|pulls?|commits?|branch|branches|issues|releases|wiki|actions)$/;
const OTHER_PATH = /^(?:scm|projects|users|repos|_git|v\d|~.*)$/;

/** Returns the repository of an address; undefined if the path does not show it. */
function nameIn(host: string, path: string): string | undefined {
  const segments = withoutEnd(path.replace(/[?#].*/s, ""), "/").split("/");
  const page = segments.findIndex((segment, index) => index >= 2 && PAGE.test(segment));
  const own = page < 0 ? segments : segments.slice(0, page);
  const hasGroups = !/^(?:www\.)?(?:github\.com|bitbucket\.org)$/i.test(host);
  if (own.length < 2 || own.some((segment) => segment === "" || OTHER_PATH.test(segment))) return undefined;
  if (own.length > 2 && !hasGroups) return undefined;
  return own.join("/").replace(/\.git$/, "");
}

/**
 * Returns a repository in lower case if it can be compared with others: `owner/name` that no other
 * rule reports.
 */
export function comparableRepository(repo: string | undefined): string | undefined {
  if (repo === undefined || !/.\/./.test(repo) || repo.includes("${{")) return undefined;
  return repositoryFault(repo) || findPlaceholder(repo) ? undefined : repo.toLowerCase();
}
