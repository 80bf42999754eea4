import type { ChangedFile, GitEvent, SimulatedEvent } from "../simulate/event.ts";
import {
  eventFacts,
  eventNames,
  findEvent,
  nearestEventNames,
  providersSending,
} from "../spec/catalogue/events.ts";
import { findProvider, type ProviderId, providers } from "../spec/catalogue/providers.ts";
import { nearest } from "../spec/nearest.ts";
import { type Arguments, type Option, UsageError } from "./command.ts";
import { changedFilesOf, readInstant, readRepository } from "./event-values.ts";

const group = "Event";

/** The options that describe an event. */
export const eventOptions: Readonly<Record<string, Option>> = {
  push: { type: "string", value: "BRANCH", group, description: "a push of commits to a branch" },
  pr: {
    type: "string",
    value: "SOURCE:TARGET",
    group,
    description: "something that happens to a pull request; --action says what",
  },
  action: {
    type: "string",
    value: "ACTION",
    group,
    description: "what happens to the pull request, such as opened, synchronize or merged",
  },
  release: { type: "string", value: "ACTION", group, description: "a release, such as published" },
  event: { type: "string", value: "NAME", group, description: "any event by its name in a trigger" },
  at: {
    type: "string",
    value: "TIME",
    group,
    description: "a minute for cron triggers; UTC where no zone is given",
  },
  repo: { type: "string", value: "OWNER/NAME", group, description: "the repository of the event" },
  branch: {
    type: "string",
    value: "BRANCH",
    group,
    description: "the branch, or the source of a pull request",
  },
  tag: { type: "string", value: "TAG", group, description: "the tag; alone, a push of that tag" },
  target: { type: "string", value: "BRANCH", group, description: "the target branch of a pull request" },
  changed: {
    type: "string",
    value: "PATH",
    group,
    repeatable: true,
    description: "a changed file, from the repository's root",
  },
  "changed-from": {
    type: "string",
    value: "FILE",
    group,
    description:
      "a list of changed files, one a line, such as git diff --name-only prints; - for standard input",
  },
  message: { type: "string", value: "TEXT", group, description: "the message of the head commit" },
  comment: { type: "string", value: "TEXT", group, description: "the text of a comment; alone, a comment" },
  "author-association": {
    type: "string",
    value: "WORD",
    group,
    description: "the author's association with the repository, such as COLLABORATOR or NONE",
  },
  fork: { type: "boolean", group, description: "the pull request comes from a fork" },
  provider: { type: "string", value: "NAME", group, description: "the Git provider that sends the event" },
};

/** The options that say what kind of event it is; at most one of them can be given. */
const forms = ["push", "pr", "release", "event", "at"] as const;

/** Whether any option describes an event. */
export function describesEvent(args: Arguments): boolean {
  return Object.entries(eventOptions).some(([name, option]) =>
    option.repeatable
      ? args.strings(name).length > 0
      : args.string(name) !== undefined || args.flag(name) !== undefined,
  );
}

/**
 * The event that the options describe. `changedFrom` is the text that `--changed-from` names. Throws `UsageError` for a name that
 * does not exist, for options that contradict each other, and where none says what happens.
 */
export function eventFromFlags(args: Arguments, changedFrom?: string): SimulatedEvent {
  const given = forms.filter((name) => args.string(name) !== undefined);
  if (given.length > 1) {
    throw new UsageError(`"--${given[0]}" and "--${given[1]}" are two events; give one of them`);
  }
  const form = given[0] ?? (args.string("comment") ? "comment" : args.string("tag") ? "tag" : undefined);
  if (form === "at") return timeEvent(args);
  if (form === undefined) throw new UsageError(noEvent(args));
  const event = { ...builders[form](args), ...commonFacts(args, changedFrom) };
  refuseForeign(args, form, event);
  return event;
}

function noEvent(args: Arguments): string {
  const branch = args.string("branch");
  const hint = branch === undefined ? "" : `, such as --push ${branch}`;
  return `no event was given; say what happens with --push BRANCH, --tag TAG, --pr SOURCE:TARGET, --comment TEXT, --release ACTION, --event NAME or --at TIME, or read it with --git, --payload FILE or --event-file FILE${hint}`;
}

function timeEvent(args: Arguments): SimulatedEvent {
  const other = Object.keys(eventOptions).find(
    (name) =>
      name !== "at" && (args.string(name) !== undefined || args.flag(name) || args.strings(name).length > 0),
  );
  if (other)
    throw new UsageError(`"--at" is a time and "--${other}" belongs to a Git event; give one of them`);
  return { kind: "time", at: readInstant(args.string("at")!) };
}

type Builder = (args: Arguments) => GitEvent;

const builders: Readonly<Record<"push" | "pr" | "release" | "event" | "comment" | "tag", Builder>> = {
  push: (args) => ({ kind: "git", names: ["push.heads"], branch: branchName(args.string("push")!) }),
  tag: (args) => ({ kind: "git", names: ["push.tags"], tag: tagName(args.string("tag")!) }),
  release: (args) => ({ kind: "git", names: [releaseName(args.string("release")!)], ...refs(args) }),
  comment: (args) => ({ kind: "git", names: commentNames(provider(args)?.id), ...refs(args) }),
  pr: pullRequest,
  event: namedEvent,
};

function refs(args: Arguments): Partial<GitEvent> {
  const [branch, tag, target] = [args.string("branch"), args.string("tag"), args.string("target")];
  return {
    ...(branch !== undefined && { branch: branchName(branch) }),
    ...(tag !== undefined && { tag: tagName(tag) }),
    ...(target !== undefined && { targetBranch: branchName(target) }),
  };
}

function branchName(text: string): string {
  return text.replace(/^refs\/heads\//, "");
}

function tagName(text: string): string {
  return text.replace(/^refs\/tags\//, "");
}

function pullRequest(args: Arguments): GitEvent {
  const [source = "", target, ...more] = args.string("pr")!.split(":");
  if (source === "" || target === "" || more.length > 0) {
    throw new UsageError(
      `"--pr ${args.string("pr")}" is not of the form SOURCE:TARGET; write --pr feature/x:main`,
    );
  }
  const action = args.string("action");
  const isComment = args.string("comment") !== undefined;
  if (isComment && action !== undefined) {
    throw new UsageError('"--comment" and "--action" are two events; give one of them');
  }
  const own = provider(args)?.id;
  const names = isComment
    ? commentNames(own)
    : [action === undefined ? "pullrequest" : actionName(action, own)];
  return {
    kind: "git",
    names,
    branch: branchName(source),
    ...(target !== undefined && { targetBranch: branchName(target) }),
    ...(action !== undefined && { pullRequest: { action } }),
  };
}

function actionName(action: string, own: ProviderId | undefined): string {
  const names = [`pullrequest.${action}`, `pullrequest:${action}`, action].filter(
    (name) => findEvent(name) && /^pullrequest[.:]/.test(name) && !eventFacts(name)!.comment,
  );
  const sent = names.find((name) => own && providersSending(name).includes(own));
  const name = sent ?? names[0];
  if (name !== undefined) return name;
  const actions = eventNames.flatMap((each) => /^pullrequest[.:](.+)$/.exec(each)?.[1] ?? []);
  const [near] = nearest(action, actions);
  const hint = near ? `did you mean "${near}"?` : 'see "dryfire simulate --help"';
  throw new UsageError(`there is no event of a pull request for the action "${action}"; ${hint}`);
}

/**
 * The names of a comment. On GitHub and GitLab it is both of theirs, and only a trigger that lists the restricted one asks who wrote
 * it; where the provider is not given it is what any of them calls it.
 */
function commentNames(own: ProviderId | undefined): string[] {
  const names = [
    "pullrequest.commentAdded",
    "pullrequest.commentAddedUnrestricted",
    "pullrequest:comment_created",
    "comment-added",
  ];
  return own === undefined ? names : names.filter((name) => providersSending(name).includes(own));
}

function releaseName(action: string): string {
  if (action === "published" || action === "release") return "release";
  const name = action.startsWith("release.") ? action : `release.${action}`;
  if (findEvent(name)) return name;
  const actions = eventNames.flatMap((each) => /^release\.(.+)$/.exec(each)?.[1] ?? []);
  throw new UsageError(
    `there is no event for a release "${action}"; it is one of ${["published", ...actions].join(", ")}`,
  );
}

function namedEvent(args: Arguments): GitEvent {
  const name = args.string("event")!;
  if (!findEvent(name)) {
    const near = nearestEventNames(name, 3).map((each) => `"${each}"`);
    const hint = near.length > 0 ? `did you mean ${near.join(", ")}?` : "see the documentation of triggers";
    throw new UsageError(`there is no event "${name}"; ${hint}`);
  }
  const facts = refs(args);
  if (name !== "push") return { kind: "git", names: [name], ...facts };
  if (facts.branch !== undefined && facts.tag !== undefined) {
    throw new UsageError('"--branch" and "--tag" contradict each other; a push is of one of them');
  }
  const narrow = facts.tag !== undefined ? "push.tags" : facts.branch !== undefined ? "push.heads" : "push";
  return { kind: "git", names: [narrow], ...facts };
}

function provider(args: Arguments) {
  const word = args.string("provider");
  if (word === undefined) return undefined;
  const row = findProvider(word);
  if (row) return row;
  throw new UsageError(
    `there is no provider "${word}"; it is one of ${providers.map(({ id }) => id).join(", ")}`,
  );
}

const associations = [
  "OWNER",
  "MEMBER",
  "COLLABORATOR",
  "CONTRIBUTOR",
  "FIRST_TIME_CONTRIBUTOR",
  "FIRST_TIMER",
  "MANNEQUIN",
  "NONE",
];

function association(word: string): string {
  const upper = word.toUpperCase();
  if (associations.includes(upper)) return upper;
  throw new UsageError(`there is no association "${word}"; it is one of ${associations.join(", ")}`);
}

function commonFacts(args: Arguments, changedFrom: string | undefined): Partial<GitEvent> {
  const [message, comment, author, repo] = ["message", "comment", "author-association", "repo"].map((name) =>
    args.string(name),
  );
  const own = provider(args);
  const fork = args.flag("fork");
  const changedFiles = changed(args, changedFrom);
  return {
    ...(own && { provider: own.id }),
    ...(repo !== undefined && { repository: readRepository(repo) }),
    ...(message !== undefined && { message }),
    ...(comment !== undefined && { comment }),
    ...(author !== undefined && { authorAssociation: association(author) }),
    ...(fork !== undefined && { fork }),
    ...(changedFiles && { changedFiles }),
  };
}

function changed(args: Arguments, changedFrom: string | undefined): ChangedFile[] | undefined {
  const named = args.strings("changed");
  if (named.length === 0 && changedFrom === undefined) return undefined;
  return changedFilesOf(named, changedFrom);
}

/** Refuses options whose fact an event of this kind does not have. */
function refuseForeign(args: Arguments, form: keyof typeof builders, event: GitEvent): void {
  const facts = eventFacts(event.names[0]!)!;
  const has = (name: string) => args.string(name) !== undefined || args.flag(name) === true;
  const shown =
    args.string(form) === undefined || form === "tag" ? `--${form}` : `--${form} ${args.string(form)}`;
  const refuse = (name: string, why: string): never => {
    throw new UsageError(`"--${name}" contradicts "${shown}": ${why}; leave one of them out`);
  };
  if (form === "push" || form === "pr") {
    if (has("branch")) refuse("branch", "that names the branch already");
  }
  if (form === "pr" && has("target")) refuse("target", "that names the target already");
  if (has("action") && form !== "pr") refuse("action", "only --pr has an action");
  if (has("tag") && !facts.tag) refuse("tag", "such an event has no tag");
  if (has("branch") && !facts.branch) refuse("branch", "such an event has no branch");
  if (has("target") && !facts.targetBranch) refuse("target", "only pull requests and changes have a target");
  if (has("comment") && !facts.comment) refuse("comment", "such an event has no comment");
  if (has("fork") && !facts.pullRequest) refuse("fork", "only pull requests come from forks");
  if (has("author-association") && !facts.pullRequest) {
    refuse("author-association", "only pull requests and their comments have an author");
  }
}
