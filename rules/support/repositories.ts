import { findPlaceholder, findReplaced } from "../../src/catalogue/placeholders.ts";
import { type ProviderId, providers } from "../../src/catalogue/providers.ts";
import { withoutEnd } from "../../src/util/text.ts";

/** The fault of a repository that the schema accepts, and its `owner/name` if that is known. */
export interface RepositoryFault {
  readonly kind: "URL" | "suffix" | "part" | "character" | "white space";
  /** Continues the sentence after the quoted repository. */
  readonly message: string;
  readonly meant?: string;
}

/** Returns the fault of a repository that is not plainly `owner/name`, if there is one. */
export function repositoryFault(repo: string, provider?: ProviderId): RepositoryFault | undefined {
  const address = repo.includes(":") ? ADDRESS.exec(repo) : null;
  if (address) {
    const [, urlHost, sshHost, path = ""] = address;
    return faultOf("URL", "is a URL", nameIn(urlHost ?? sshHost ?? "", path));
  }
  const [host = "", ...path] = repo.split("/");
  const isHost = path.length > 0 && providers.some((each) => each.host === host.toLowerCase());
  if (isHost) return faultOf("URL", "begins with a host", nameIn(host, path.join("/")));
  if (repo.endsWith(".git") && /.\/./.test(repo.slice(0, -".git".length)))
    return faultOf("suffix", 'ends in ".git"', repo.slice(0, -".git".length));
  if (PLAIN.test(repo)) return undefined;
  // `placeholder-value` reports the placeholders.
  const written = repo.replace(PLACEHOLDER, "x");
  if (!/.\/./.test(written)) return undefined;
  return partFault(repo, written, provider) ?? characterFault(repo, written) ?? spaceFault(repo, written);
}

const faultOf = (kind: RepositoryFault["kind"], message: string, meant?: string): RepositoryFault => ({
  kind,
  message,
  ...(meant !== undefined && /.\/./.test(meant) && { meant }),
});

/** The names of nearly all repositories, which need no other check. */
const PLAIN = /^[\w.-]+\/[\w.-]+$/;

/** A part of a text that is replaced before Codefresh reads it, or should have been. */
const PLACEHOLDER = /<[^<>]*>|\{\{(?:[^{}]|\{(?!\{)|\}(?!\}))*\}\}|\$\{[^{}]*\}/g;

/** An empty part, or more parts than the repositories of the provider have. */
function partFault(repo: string, written: string, provider?: ProviderId): RepositoryFault | undefined {
  const parts = written.split("/");
  if (parts.includes(""))
    return faultOf("part", "has an empty part", repo.split("/").filter(Boolean).join("/"));
  const hasGroups = provider !== "github" && provider !== "bitbucket";
  return parts.length > 2 && !hasGroups ? faultOf("part", "has more than two parts") : undefined;
}

/** Characters that no repository's name has: before a version, between names, and quotes. */
const REFUSED = "[@#,;\"'`\u2018\u2019\u201c\u201d]";
const REFUSED_CHARACTER = new RegExp(REFUSED);
const AROUND_NAME = new RegExp(`^${REFUSED}+|(?:[@#][^@#]*|${REFUSED}+)$`, "g");

function characterFault(repo: string, written: string): RepositoryFault | undefined {
  const [character] = REFUSED_CHARACTER.exec(written) ?? [];
  if (character === undefined) return undefined;
  const meant = repo.replace(AROUND_NAME, "");
  const shown = character === '"' ? "a quote" : `"${character}"`;
  return faultOf("character", `contains ${shown}`, REFUSED_CHARACTER.test(meant) ? undefined : meant);
}

function spaceFault(repo: string, written: string): RepositoryFault | undefined {
  if (!/\s/.test(written)) return undefined;
  const trimmed = repo.trim().replace(/(?<!\s)\s*\/\s*/g, "/");
  // White space inside a name: its real text, such as one with a hyphen, is unknown.
  return faultOf("white space", "contains white space", /\s/.test(trimmed) ? undefined : trimmed);
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
  if (repo === undefined || !/.\/./.test(repo) || findReplaced(repo)) return undefined;
  return repositoryFault(repo) || findPlaceholder(repo) ? undefined : repo.toLowerCase();
}
