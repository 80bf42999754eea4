import type { ProviderId } from "../../catalogue/providers.ts";
import { isSuspect } from "../../util/secret-prefixes.ts";
import { filledLines, withoutEnd } from "../../util/text.ts";
import type { Git } from "./run-git.ts";

/** The repository in a remote's address, and the provider of a known host. */
export interface RemoteRepository {
  readonly repository?: string;
  /** On Azure DevOps `organization/repository`, as for its webhooks. */
  readonly repositoryAliases?: readonly string[];
  readonly provider?: ProviderId;
}

/** A remote of a checkout and its name there. */
export interface Remote extends RemoteRepository {
  readonly name: string;
}

/** The hosts of the providers' own clouds, including those for SSH. */
const hosts: Readonly<Record<string, ProviderId>> = {
  "github.com": "github",
  "ssh.github.com": "github",
  "gitlab.com": "gitlab",
  "altssh.gitlab.com": "gitlab",
  "bitbucket.org": "bitbucket",
  "altssh.bitbucket.org": "bitbucket",
  "dev.azure.com": "azure",
  "ssh.dev.azure.com": "azure",
  "vs-ssh.visualstudio.com": "azure",
};

interface Address {
  readonly host: string;
  readonly port?: string | undefined;
  readonly path: string;
}

/**
 * Parses the address of a remote: `https://`, `ssh://` and `git://` addresses, and
 * `user@host:path`, without user names, passwords and queries. A local path gives nothing, and
 * neither does a path with a secret, such as that of a webhook.
 */
export function readRemote(url: string): RemoteRepository {
  const address = addressOf(url);
  if (!address) return {};
  const { host, port, path } = address;
  if (isSuspect(`https://${host}/${path}`)) return {};
  const known = hosts[host];
  if (known === "azure" || host.endsWith(".visualstudio.com") || path.includes("/_git/"))
    return azure(host, path);
  if (known) return repositoryAt(path, known);
  if (port === "29418" || host.startsWith("gerrit.")) return gerrit(path);
  if (port === "7999" || path.startsWith("scm/"))
    return repositoryAt(path.replace(/^scm\//, ""), "bitbucket-server");
  return repositoryAt(path, undefined);
}

const URL_FORM =
  /^(?:https?|ssh|git|git\+ssh|ssh\+git):\/\/(?:[^/]*@)?(?<host>\[[^\]]*\]|[^/:@]+)(?::(?<port>\d*))?\/+(?!\/)(?<path>[^@?#]*)(?:[?#].*)?$/i;
const SCP_FORM = /^(?:[^/@:]+@)?(?<host>\[[^\]]*\]|[^/:@]{2,}):(?!\/\/)\/?(?<path>[^@?#]*)(?:[?#].*)?$/;

/** A single letter before a colon is a drive of Windows, not a host. */
function addressOf(url: string): Address | undefined {
  const parts = (URL_FORM.exec(url) ?? (url.includes("://") ? null : SCP_FORM.exec(url)))?.groups;
  if (!parts) return undefined;
  const path = withoutEnd(decoded(parts.path!), "/").replace(/\.git$/, "");
  return { host: parts.host!.toLowerCase(), port: parts.port, path };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function repositoryAt(path: string, provider: ProviderId | undefined): RemoteRepository {
  const named = /^[^/]+(?:\/[^/]+)+$/.test(path);
  return { ...(named && { repository: path }), ...(provider && { provider }) };
}

/**
 * `organization/project/_git/repository`, and over SSH `v3/organization/project/repository`. The
 * project is optional if the repository has its name. Older organizations have a host of their own,
 * and other servers have none.
 */
function azure(host: string, path: string): RemoteRepository {
  const parts = path.split("/");
  const mark = parts.indexOf("_git");
  const ssh = mark < 0 && parts[0] === "v3" && parts.length === 4;
  const name = ssh ? parts[3] : mark < 0 ? undefined : parts[mark + 1];
  if (!name) return { provider: "azure" };
  const before = ssh ? parts[2] : parts.slice(host === "dev.azure.com" ? 1 : 0, mark).at(-1);
  const project = before === undefined || before === "DefaultCollection" ? name : before;
  const organization = ssh
    ? parts[1]
    : host === "dev.azure.com"
      ? parts[0]
      : /^([^.]+)\.visualstudio\.com$/.exec(host)?.[1];
  return {
    repository: `${project}/${name}`,
    ...(organization !== undefined && { repositoryAliases: [`${organization}/${name}`] }),
    provider: "azure",
  };
}

/** Gerrit's names may have no slash; addresses that log in have the prefix `a/`. */
function gerrit(path: string): RemoteRepository {
  const name = path.replace(/^a\//, "");
  return { ...(name !== "" && { repository: name }), provider: "gerrit" };
}

/** The repositories of the remotes of a checkout, in lower case. */
export function repositoriesOf(git: Git): ReadonlySet<string> {
  const lines = (git.try("config", "--get-regexp", "^remote\\..*\\.url$") ?? "").split("\n");
  const names = lines.flatMap((line) => readRemote(line.slice(line.indexOf(" ") + 1)).repository ?? []);
  return new Set(names.map((name) => name.toLowerCase()));
}

/** The names of the remotes of a checkout. */
export function remoteNames(git: Git): string[] {
  return filledLines(git.try("remote") ?? "");
}

/**
 * The remote of a branch: the configured one to push to or of its upstream, else `origin`, else the
 * only one. Undefined if there is none, or several and none of these.
 */
export function chooseRemote(
  git: Git,
  branch: string | undefined,
  use: "push" | "upstream",
): Remote | undefined {
  const names = remoteNames(git);
  const configured =
    branch === undefined
      ? undefined
      : git.line("for-each-ref", `--format=%(${use}:remotename)`, `refs/heads/${branch}`);
  const chosen = [configured, "origin", names.length === 1 ? names[0] : undefined].find(
    (name) => name !== undefined && names.includes(name),
  );
  if (chosen === undefined) return undefined;
  const url = git.line("remote", "get-url", chosen);
  return { name: chosen, ...(url !== undefined && readRemote(url)) };
}
