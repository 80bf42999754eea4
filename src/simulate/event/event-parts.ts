// The JSON Schema of an event has the descriptions of these properties.

/** The kind of change of a file; a rename has the previous path. */
export type FileStatus = "added" | "modified" | "removed" | "renamed";

// A path has no leading slash.
/** One changed file. */
export interface ChangedFile {
  /** The path from the root of the repository. */
  readonly path: string;
  /** The change to the file. */
  readonly status?: FileStatus;
  /** The path before a rename, which counts as changed too. */
  readonly previousPath?: string;
}

/** A name that the event may satisfy, depending on an open question. */
export interface OpenEventName {
  /** The name. */
  readonly name: string;
  /** The id of the open question; absent if it has none. */
  readonly question?: string;
}

/** The provider's own name for an event. */
export interface WebhookName {
  /** The event. */
  readonly event: string;
  /** The variant, which distinguishes events with the same name. */
  readonly variant?: string;
}

/** The facts of the event's pull request. */
export interface PullRequestFacts {
  /** The number of the pull request. */
  readonly number?: number;
  /** The provider's id. */
  readonly id?: string;
  /** The title. */
  readonly title?: string;
  /** The provider's name for the action. */
  readonly action?: string;
  /** The labels. */
  readonly labels?: readonly string[];
  /** Whether the pull request is merged. */
  readonly merged?: boolean;
  /** The commit of the merge. */
  readonly mergeCommit?: string;
  /** The last commit of the source branch. */
  readonly headCommit?: string;
}

/** The facts of the event's release; its tag is the event's `tag`. */
export interface ReleaseFacts {
  /** The provider's id. */
  readonly id?: string;
  /** The name. */
  readonly name?: string;
  /** The provider's name for the action. */
  readonly action?: string;
  /** Whether it is a pre-release. */
  readonly prerelease?: boolean;
  /** The branch or commit from which the tag is created. */
  readonly target?: string;
}

/** The facts of the commit that a build checks out. */
export interface CommitFacts {
  /** The hash. */
  readonly revision?: string;
  /** The author. */
  readonly author?: string;
  /** The URL of the commit. */
  readonly url?: string;
}
