import { type Sourced, sources } from "./citations.ts";

/** A Git provider: its id, its display name, and the other words for it in specs and flags. */
export interface ProviderRow extends Sourced {
  readonly id: ProviderId;
  readonly title: string;
  readonly aliases: readonly string[];
  /** The host name of the provider's public cloud, if it has one. */
  readonly host?: string;
  /** False without target branch filter ("all Git providers, except Atlassian Stash"). */
  readonly targetBranchFilter: boolean;
}

const row = <Id extends string>(id: Id, title: string, aliases: readonly string[], host?: string) => ({
  id,
  title,
  aliases,
  ...(host === undefined ? {} : { host }),
  targetBranchFilter: id !== "bitbucket-server",
  source: sources.gitTriggers,
  certainty: "documented" as const,
});

const rows = [
  row("github", "GitHub", ["github-enterprise", "githubenterprise", "ghe"], "github.com"),
  row("gitlab", "GitLab", ["gitlab-server"], "gitlab.com"),
  row("bitbucket", "Bitbucket Cloud", ["bitbucket-cloud"], "bitbucket.org"),
  row("bitbucket-server", "Bitbucket Server", [
    "stash",
    "bitbucketserver",
    "bitbucket-datacenter",
    "bitbucket-data-center",
  ]),
  row("azure", "Azure DevOps", ["azure-devops", "azuredevops", "azure-repos", "vsts"], "dev.azure.com"),
  row("gerrit", "Gerrit", []),
];

/** The Git providers that the platform connects to. */
export type ProviderId = (typeof rows)[number]["id"];

/** The providers whose trigger events the platform documents. */
export const providers: readonly ProviderRow[] = rows;

const byWord = new Map(
  providers.flatMap((provider) =>
    [provider.id, ...provider.aliases].map((word) => [word, provider] as const),
  ),
);

/**
 * Returns the provider of a word: an id or one of its aliases, in any letter case.
 *
 * A trigger's `provider` may also be the name of an integration (`github-1`), which does not
 * identify a provider: the result is then undefined, not a guess from its first letters.
 */
export function findProvider(word: string): ProviderRow | undefined {
  return byWord.get(word.toLowerCase());
}
