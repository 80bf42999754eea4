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
