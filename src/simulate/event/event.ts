import type { EventFacts } from "../../catalogue/events/events.ts";
import type { ProviderId } from "../../catalogue/providers.ts";
import type { ConditionId } from "../evaluation/evaluation-rules.ts";
import type {
  ChangedFile,
  CommitFacts,
  OpenEventName,
  PullRequestFacts,
  ReleaseFacts,
  WebhookName,
} from "./event-parts.ts";

export type * from "./event-parts.ts";

/** One webhook, or flags that describe one (design, section 4). An absent fact was not given. */
export interface GitEvent {
  readonly kind: "git";
  /** Names of trigger events: as given, or all that a webhook satisfies (then `exact`). */
  readonly names: readonly string[];
  /** Whether `names` and `openNames` are complete. Otherwise a narrower name may apply as well. */
  readonly exact?: boolean;
  readonly openNames?: readonly OpenEventName[];
  /** The provider's words for the event, if it was read from a webhook. */
  readonly webhook?: WebhookName;
  readonly provider?: ProviderId;
  /** `owner/name` of the repository that sent the webhook. */
  readonly repository?: string;
  /**
   * Other names of that repository: a Bitbucket Server project has a key and a name, and one of
   * Azure DevOps an organization.
   */
  readonly repositoryAliases?: readonly string[];
  /** The branch pushed or deleted, or a pull request's source; without `refs/heads/`. */
  readonly branch?: string;
  /** The tag pushed, or the tag of a release; without `refs/tags/`. */
  readonly tag?: string;
  /** The target branch of a pull request. */
  readonly targetBranch?: string;
  /** The branch from which a pushed tag was created. */
  readonly baseBranch?: string;
  readonly newBranch?: boolean;
  /** The branch or tag was deleted. */
  readonly deleted?: boolean;
  readonly changedFiles?: readonly ChangedFile[];
  /** The list of changed files is known to be incomplete. */
  readonly changedFilesIncomplete?: boolean;
  /** The message of the head commit. */
  readonly message?: string;
  /** The messages of the earlier commits of a push. */
  readonly earlierMessages?: readonly string[];
  readonly comment?: string;
  readonly commentAuthor?: string;
  /** GitHub's `author_association` of the author of the comment or pull request. */
  readonly authorAssociation?: string;
  /** The head of the pull request is in a fork. If absent, the next two facts may show it. */
  readonly fork?: boolean;
  /** `owner/name` of the repository with the source branch. */
  readonly headRepository?: string;
  /** Whether the provider marks that repository as a fork of another. */
  readonly headRepositoryIsFork?: boolean;
  /** The pull request is a draft. */
  readonly draft?: boolean;
  readonly pullRequest?: PullRequestFacts;
  readonly release?: ReleaseFacts;
  readonly commit?: CommitFacts;
  /** The topic of a Gerrit change. */
  readonly topic?: string;
}

/** A minute: the one that an instant is in, an ISO 8601 text. */
export interface TimeEvent {
  readonly kind: "time";
  readonly at: string;
}

/** The input that triggers are tested against. */
export type SimulatedEvent = GitEvent | TimeEvent;

/** A fact of an event by its name in outputs; `event` is its names. */
export type FactName =
  | Exclude<keyof GitEvent, "kind" | "names" | "exact" | "openNames" | "webhook" | "repositoryAliases">
  | "event"
  | "at";

/** An option of the command line, and a key of a case, for a fact. */
export interface FactFlag {
  readonly name: string;
  /** The placeholder for the value in the help; a boolean has none. */
  readonly value?: string;
  readonly about: string;
  readonly alias?: string;
  /** Whether an empty text is a value. */
  readonly mayBeEmpty?: boolean;
  /** Traits of which the event needs one, and the reason in the error. */
  readonly needs?: readonly [traits: readonly (keyof EventFacts)[], why: string];
  /** Another source of the fact. */
  readonly or?: string;
}

/** One fact of a Git event, for flags, JSON Schema, changes, their wording and fixes. */
export interface Fact {
  /** A `structure` is described in the JSON Schema of an event. */
  readonly type: "switch" | "text" | "texts" | "structure";
  readonly about: string;
  readonly flag?: FactFlag;
  /**
   * The end of "It would fire if …", with `%` for the value; a boolean has one for true and one for
   * false. A fact without it is not changed.
   */
  readonly change?: string | readonly [yes: string, no: string];
  /** Facts that a change of this one removes. */
  readonly replaces?: readonly (keyof GitEvent)[];
  /** The value that makes a condition pass for any trigger. */
  readonly repair?: { readonly condition: ConditionId; readonly value: unknown };
}

/** A row whose type matches the type of the fact in `GitEvent`. */
type FactOf<T> = Fact & { readonly type: TypeOf<T>; readonly repair?: { readonly value: T } } & {
  readonly change?: T extends boolean ? readonly string[] : string;
};

type TypeOf<T> = T extends boolean
  ? "switch"
  : T extends string
    ? "text"
    : T extends readonly string[]
      ? "texts"
      : "structure";

/**
 * The facts of a Git event in the order of the JSON Schema. A new fact needs a key of `GitEvent`
 * and a row here.
 */
export const gitFacts = {
  names: {
    type: "texts",
    about: "The names of trigger events that the event satisfies.",
    change: "the event were %",
    replaces: ["exact", "openNames", "webhook", "deleted", "newBranch"],
  },
  exact: { type: "switch", about: "Whether the event satisfies no other names." },
  openNames: { type: "structure", about: "Names that depend on an open question." },
  webhook: { type: "structure", about: "The provider's own name for the event." },
  provider: {
    type: "text",
    about: "The Git provider.",
    flag: { name: "provider", value: "NAME", about: "the Git provider that sends the event" },
    change: "the provider were %",
  },
  repository: {
    type: "text",
    about: "The repository that sent the webhook, as owner/name.",
    flag: { name: "repo", value: "OWNER/NAME", about: "the repository of the event" },
    change: "the repository were %",
    replaces: ["repositoryAliases"],
  },
  repositoryAliases: {
    type: "texts",
    about: "Other names of that repository, such as Bitbucket Server's project name.",
  },
  branch: {
    type: "text",
    about: "The branch pushed or deleted, or the source branch of a pull request.",
    flag: {
      name: "branch",
      value: "BRANCH",
      alias: "b",
      about: "the branch, or the source of a pull request",
      needs: [["branch"], "this event has no branch"],
    },
    change: "the branch were %",
  },
  tag: {
    type: "text",
    about: "The tag pushed, or the tag of a release.",
    flag: {
      name: "tag",
      value: "TAG",
      about: "the tag; without another event, a push of that tag",
      needs: [["tag"], "this event has no tag"],
    },
    change: "the tag were %",
  },
  targetBranch: {
    type: "text",
    about: "The branch into which a pull request is merged, or from which a release creates its tag.",
    flag: {
      name: "target",
      value: "BRANCH",
      about: "the target branch of a pull request, or of the tag of a release",
      needs: [["targetBranch", "release"], "only pull requests, changes and releases have a target"],
    },
    change: "the target branch were %",
  },
  baseBranch: { type: "text", about: "The branch from which a pushed tag is created." },
  newBranch: { type: "switch", about: "Whether the branch is new." },
  deleted: { type: "switch", about: "Whether the branch or tag was deleted." },
  changedFiles: {
    type: "structure",
    about: "The changed files.",
    flag: {
      name: "changed",
      value: "PATH",
      about: "a changed file, from the repository's root",
      or: "--git",
    },
    change: "% were changed",
    replaces: ["changedFilesIncomplete"],
  },
  changedFilesIncomplete: {
    type: "switch",
    about: "Whether the list of changed files is known to be incomplete.",
  },
  message: {
    type: "text",
    about: "The message of the head commit.",
    flag: { name: "message", value: "TEXT", about: "the message of the head commit", mayBeEmpty: true },
    change: "the commit message were %",
  },
  earlierMessages: {
    type: "texts",
    about: "The messages of the earlier commits of a push.",
    change: "no earlier commit had a skip string",
  },
  comment: {
    type: "text",
    about: "The text of the comment.",
    flag: {
      name: "comment",
      value: "TEXT",
      about: "the text of a comment; without another event, a new comment",
      mayBeEmpty: true,
      needs: [["comment"], "this event has no comment"],
    },
    change: "the comment were %",
  },
  commentAuthor: { type: "text", about: "The author of the comment." },
  authorAssociation: {
    type: "text",
    about: "GitHub's author_association of the author of the comment or pull request.",
    flag: {
      name: "author-association",
      value: "WORD",
      about: "the author's association with the repository, such as COLLABORATOR or NONE",
      needs: [["pullRequest", "comment"], "only pull requests and comments have an author"],
    },
    change: "the author's association were %",
    repair: { condition: "comment-author", value: "COLLABORATOR" },
  },
  fork: {
    type: "switch",
    about: "Whether the head of the pull request is in a fork.",
    flag: {
      name: "fork",
      about: "the pull request comes from a fork",
      needs: [["pullRequest"], "only pull requests come from forks"],
    },
    change: ["it came from a fork", "it did not come from a fork"],
    replaces: ["headRepository", "headRepositoryIsFork"],
    repair: { condition: "fork", value: false },
  },
  headRepository: {
    type: "text",
    about: "The repository of the source branch, as owner/name.",
  },
  headRepositoryIsFork: { type: "switch", about: "Whether that repository is a fork of another." },
  draft: {
    type: "switch",
    about: "Whether the pull request is a draft.",
    flag: {
      name: "draft",
      about: "the pull request is a draft",
      needs: [["pullRequest"], "only pull requests can be drafts"],
    },
    change: ["it were a draft", "it were not a draft"],
  },
  pullRequest: { type: "structure", about: "The pull request of the event." },
  release: { type: "structure", about: "The release of the event." },
  commit: { type: "structure", about: "The commit that a build checks out." },
  topic: { type: "text", about: "The topic of a Gerrit change." },
} as const satisfies { readonly [K in GitFactKey]: FactOf<Exclude<GitEvent[K], undefined>> };

/** A key of a Git event that holds a fact. */
export type GitFactKey = Exclude<keyof GitEvent, "kind">;

/** The same rows by key, each with all optional parts. */
export const factRows: Readonly<Record<GitFactKey, Fact>> = gitFacts;
