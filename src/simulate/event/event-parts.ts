/** The kind of change of a file; a rename has the previous path. */
export type FileStatus = "added" | "modified" | "removed" | "renamed";

/** One changed file: its path from the repository's root, without a leading slash. */
export interface ChangedFile {
  readonly path: string;
  readonly status?: FileStatus;
  /** The path before a rename; it counts as changed too. */
  readonly previousPath?: string;
}

/**
 * A name that the event satisfies only for an answer to an open question, or with unknown certainty
 * without one.
 */
export interface OpenEventName {
  readonly name: string;
  /** The id of an open question (semantics, appendix). */
  readonly question?: string;
}

/** The facts of the event's pull request. */
export interface PullRequestFacts {
  readonly number?: number;
  readonly id?: string;
  readonly title?: string;
  /** The provider's word for the action (`synchronize`). */
  readonly action?: string;
  readonly labels?: readonly string[];
  readonly merged?: boolean;
  readonly mergeCommit?: string;
  readonly headCommit?: string;
}

/** The facts of the event's release; its tag is the event's `tag`. */
export interface ReleaseFacts {
  readonly id?: string;
  readonly name?: string;
  readonly action?: string;
  readonly prerelease?: boolean;
  /** The branch or commit from which the release's tag is created (`target_commitish`). */
  readonly target?: string;
}

/** The facts of the commit that a build checks out. */
export interface CommitFacts {
  readonly revision?: string;
  readonly author?: string;
  readonly url?: string;
}
