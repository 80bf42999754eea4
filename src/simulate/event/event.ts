import type { ProviderId } from "../../catalogue/providers.ts";

/** What was done to a changed file; a rename carries the path that it had before. */
export type FileStatus = "added" | "modified" | "removed" | "renamed";

/** One changed file: its path from the repository's root, without a leading slash. */
export interface ChangedFile {
  readonly path: string;
  readonly status?: FileStatus;
  /** The path before a rename; it counts as changed too. */
  readonly previousPath?: string;
}

/** A name that the event satisfies only if an open question is answered so; without a question nobody knows. */
export interface OpenEventName {
  readonly name: string;
  /** The id of an open question (semantics, appendix). */
  readonly question?: string;
}

/** The facts of the pull request that an event is about. */
export interface PullRequestFacts {
  readonly number?: number;
  readonly id?: string;
  readonly title?: string;
  /** The provider's own word for what happened (`synchronize`). */
  readonly action?: string;
  readonly labels?: readonly string[];
  readonly merged?: boolean;
  readonly mergeCommit?: string;
  readonly headCommit?: string;
}

/** The facts of the release that an event is about; its tag is the event's `tag`. */
export interface ReleaseFacts {
  readonly id?: string;
  readonly name?: string;
  readonly action?: string;
  readonly prerelease?: boolean;
  /** The branch or commit that the release's tag is made from (`target_commitish`). */
  readonly target?: string;
}

/** The facts of the commit that a build would check out. */
export interface CommitFacts {
  readonly revision?: string;
  readonly author?: string;
  readonly url?: string;
}

/**
 * One webhook, or flags that describe one (design, section 4). A fact that is absent was not given: nothing is known of it.
 */
export interface GitEvent {
  readonly kind: "git";
  /** Names of trigger events that hold: as a person gave them, or all those that a webhook satisfies (then `exact`). */
  readonly names: readonly string[];
  /** Whether `names` and `openNames` are all that the event satisfies. Otherwise a narrower name may hold as well. */
  readonly exact?: boolean;
  readonly openNames?: readonly OpenEventName[];
  /** The provider's own words for the event, where it was read from a webhook. */
  readonly webhook?: { readonly event: string; readonly variant?: string };
  readonly provider?: ProviderId;
  /** `owner/name` of the repository whose webhook it is. */
  readonly repository?: string;
  /** Other names of that repository: Bitbucket Server's project has a key and a name. */
  readonly repositoryAliases?: readonly string[];
  /** The branch pushed or deleted, or the source branch of a pull request; without `refs/heads/`. */
  readonly branch?: string;
  /** The tag pushed, or the tag of a release; without `refs/tags/`. */
  readonly tag?: string;
  /** The branch that a pull request asks to be merged into. */
  readonly targetBranch?: string;
  /** The branch from which a pushed tag is created. */
  readonly baseBranch?: string;
  readonly newBranch?: boolean;
  /** The branch or tag was deleted. */
  readonly deleted?: boolean;
  readonly changedFiles?: readonly ChangedFile[];
  /** The list of changed files is known to be cut short. */
  readonly changedFilesIncomplete?: boolean;
  /** The message of the head commit. */
  readonly message?: string;
  /** The messages of the earlier commits of a push. */
  readonly earlierMessages?: readonly string[];
  readonly comment?: string;
  readonly commentAuthor?: string;
  /** GitHub's `author_association` of whoever commented, or opened the pull request. */
  readonly authorAssociation?: string;
  /** The head of the pull request lies in a fork. Where absent, the two facts below may tell. */
  readonly fork?: boolean;
  /** `owner/name` of the repository in which the source branch lies. */
  readonly headRepository?: string;
  /** Whether the provider flags that repository as a fork of another. */
  readonly headRepositoryIsFork?: boolean;
  readonly pullRequest?: PullRequestFacts;
  readonly release?: ReleaseFacts;
  readonly commit?: CommitFacts;
  /** The topic of a Gerrit change. */
  readonly topic?: string;
}

/** A minute: the one that begins at the instant, which is an ISO 8601 text in UTC. */
export interface TimeEvent {
  readonly kind: "time";
  readonly at: string;
}

/** Something that happens, put to triggers. */
export type SimulatedEvent = GitEvent | TimeEvent;

/** A fact of an event, by the name that outputs use: `event` stands for its names. */
export type FactName =
  | Exclude<keyof GitEvent, "kind" | "names" | "exact" | "openNames" | "webhook" | "repositoryAliases">
  | "event"
  | "at";
