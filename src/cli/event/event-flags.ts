import { findEvent, nearestEventNames } from "../../catalogue/events/events.ts";
import type { ChangedFile, GitEvent, SimulatedEvent } from "../../simulate/event/event.ts";
import { type Arguments, UsageError } from "../command.ts";
import { type EventForm, refuseForeign } from "./contradictions.ts";
import { eventOptions } from "./event-options.ts";
import {
  actionName,
  association,
  changedFilesOf,
  commentNames,
  provider,
  readInstant,
  readRepository,
  releaseName,
} from "./parse-values.ts";

/** The options that say what kind of event it is; at most one of them can be given. */
const forms = ["push", "pr", "release", "event", "at"] as const;

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

const builders: Readonly<Record<EventForm, Builder>> = {
  push: (args) => ({ kind: "git", names: ["push.heads"], branch: branchName(args.string("push")!) }),
  tag: (args) => ({ kind: "git", names: ["push.tags"], tag: tagName(args.string("tag")!) }),
  release: (args) => ({ kind: "git", names: [releaseName(args.string("release")!)], ...refs(args) }),
  comment: (args) => ({
    kind: "git",
    names: commentNames(provider(args.string("provider"))?.id),
    ...refs(args),
  }),
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
  if (text.startsWith("refs/tags/"))
    throw new UsageError(`"${text}" is a tag and no branch; give --tag ${tagName(text)}`);
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
  const own = provider(args.string("provider"))?.id;
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

function namedEvent(args: Arguments): GitEvent {
  const name = args.string("event")!;
  if (!findEvent(name)) {
    const near = nearestEventNames(name, 3).map((each) => `"${each}"`);
    const hint =
      near.length > 0
        ? `did you mean ${near.join(", ")}?`
        : "it is a name that triggers list, such as push.heads or pullrequest.opened";
    throw new UsageError(`there is no event "${name}"; ${hint}`);
  }
  const facts = refs(args);
  if (findEvent(name)!.subject !== "push") return { kind: "git", names: [name], ...facts };
  if (facts.branch !== undefined && facts.tag !== undefined) {
    throw new UsageError('"--branch" and "--tag" contradict each other; a push is of one of them');
  }
  if (name !== "push") return { kind: "git", names: [name], ...facts };
  const narrow = facts.tag !== undefined ? "push.tags" : facts.branch !== undefined ? "push.heads" : "push";
  return { kind: "git", names: [narrow], ...facts };
}

function commonFacts(args: Arguments, changedFrom: string | undefined): Partial<GitEvent> {
  const [message, comment, author, repo] = ["message", "comment", "author-association", "repo"].map((name) =>
    args.string(name),
  );
  const own = provider(args.string("provider"));
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
