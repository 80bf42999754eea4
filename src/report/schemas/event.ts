import { count, flag, list, object, type Schema, text } from "./parts.ts";

const changedFile = object(
  "One changed file.",
  {
    path: text("Its path from the root of the repository."),
    status: text("What was done to it.", ["added", "modified", "removed", "renamed"]),
    previousPath: text("Its path before a rename; it counts as changed too."),
  },
  ["status", "previousPath"],
);

const openName = object(
  "A name that the event satisfies only if an open question is answered so.",
  { name: text("The name."), question: text("The id of the question; without one nobody knows.") },
  ["question"],
);

const facts = (description: string, properties: Readonly<Record<string, Schema>>): Schema =>
  object(description, properties, Object.keys(properties));

const pullRequest = facts("The pull request that the event is about.", {
  number: count("Its number."),
  id: text("The provider's own id."),
  title: text("Its title."),
  action: text("The provider's word for what happened."),
  labels: list("Its labels.", { type: "string" }),
  merged: flag("Whether it is merged."),
  mergeCommit: text("The commit of the merge."),
  headCommit: text("The last commit of the source branch."),
});

const release = facts("The release that the event is about.", {
  id: text("The provider's own id."),
  name: text("Its name."),
  action: text("The provider's word for what happened."),
  prerelease: flag("Whether it is a pre-release."),
  target: text("The branch or commit that its tag is made from."),
});

const commit = facts("The commit that a build would check out.", {
  revision: text("Its hash."),
  author: text("Who wrote it."),
  url: text("Where it can be seen."),
});

const gitFacts: Readonly<Record<string, Schema>> = {
  kind: { const: "git" },
  names: list("Names of trigger events that hold.", { type: "string" }),
  exact: flag("Whether the names are all that the event satisfies."),
  openNames: list("Names that hang on an open question.", openName),
  webhook: object(
    "The provider's own words for the event.",
    { event: text("The event."), variant: text("What sets apart events of one name.") },
    ["variant"],
  ),
  provider: text("The Git provider.", [
    "github",
    "gitlab",
    "bitbucket",
    "bitbucket-server",
    "azure",
    "gerrit",
  ]),
  repository: text("The repository whose webhook it is, as owner/name."),
  repositoryAliases: list("Other names of that repository, such as Bitbucket Server's project name.", {
    type: "string",
  }),
  branch: text("The branch pushed or deleted, or the source branch of a pull request."),
  tag: text("The tag pushed, or the tag of a release."),
  targetBranch: text("The branch that a pull request asks to be merged into."),
  baseBranch: text("The branch from which a pushed tag is created."),
  newBranch: flag("Whether the branch is new."),
  deleted: flag("Whether the branch or tag was deleted."),
  changedFiles: list("The changed files.", changedFile),
  changedFilesIncomplete: flag("Whether the list of changed files is known to be cut short."),
  message: text("The message of the head commit."),
  earlierMessages: list("The messages of the earlier commits of a push.", { type: "string" }),
  comment: text("The text of the comment."),
  commentAuthor: text("Who commented."),
  authorAssociation: text("GitHub's author_association of whoever commented or opened the pull request."),
  fork: flag("Whether the head of the pull request lies in a fork."),
  headRepository: text("The repository in which the source branch lies, as owner/name."),
  headRepositoryIsFork: flag("Whether that repository is a fork of another."),
  pullRequest,
  release,
  commit,
  topic: text("The topic of a Gerrit change."),
};

const gitEvent = object(
  "One webhook, or flags that describe one. A fact that is absent was not given.",
  gitFacts,
  Object.keys(gitFacts).filter((key) => key !== "kind" && key !== "names"),
);

const timeEvent = object("A minute.", {
  kind: { const: "time" },
  at: { type: "string", format: "date-time", description: "The instant at which the minute begins, UTC." },
});

/** What happens and is put to triggers: a Git event or a minute. */
export const event: Schema = {
  description: "What happens and is put to the triggers.",
  oneOf: [gitEvent, timeEvent],
};

/** The schema of an event, as `simulate` reports it. */
export const eventSchema: Schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "dryfire event",
  ...event,
};
