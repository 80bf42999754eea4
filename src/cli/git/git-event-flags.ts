import type { GitEvent } from "../../simulate/event/event.ts";
import type { OptionalValue } from "../args/arguments.ts";
import type { Arguments, Io } from "../command.ts";
import { eventFromFlags } from "../event/event-flags.ts";
import { eventOptions } from "../event/event-options.ts";
import { withFlags, without, withStrings } from "../event/merge-flags.ts";
import type { EventFromGit } from "./event-from-git.ts";

/** What stands for the value of `--git` where it has none; no range has spaces. */
const CURRENT_BRANCH = "the current branch";

/** A range has two dots that are no folder: `../specs` is a path. */
export const gitOption: OptionalValue = {
  type: "string",
  value: "[RANGE]",
  group: "Event",
  description:
    "commits of this Git checkout: A..B or A...B, or what a push of the current branch would send; with --pr TARGET, a pull request",
  bare: CURRENT_BRANCH,
  accepts: (word) => word.includes("..") && !word.split("/").includes(".."),
};

/** The commits of the checkout that an event is about. */
export async function readGit(args: Arguments, io: Io, event: GitEvent | undefined): Promise<EventFromGit> {
  const { eventFromGit } = await import("./event-from-git.ts");
  const range = args.string("git");
  const pr = event ? event.targetBranch : targetOf(args);
  return eventFromGit(range === CURRENT_BRANCH ? undefined : range, {
    cwd: io.cwd,
    ...(pr !== undefined && { pr }),
  });
}

/** The target of `--pr SOURCE:TARGET`, which with `--git` may be given alone. */
function targetOf(args: Arguments): string | undefined {
  const text = args.string("pr");
  return text?.slice(text.indexOf(":") + 1).replace(/^refs\/heads\//, "");
}

/** Commits of the checkout, with the event that the flags make of them: a push where they make none. */
export async function fromGit(
  args: Arguments,
  io: Io,
  changedFrom: string | undefined,
): Promise<EventFromGit> {
  const { event: facts, notes } = await readGit(args, io, undefined);
  const told = new Set(
    Object.keys(eventOptions).filter(
      (name) => args.string(name) !== undefined || args.strings(name).length > 0,
    ),
  );
  if (args.string("pr")?.includes(":")) told.add("branch");
  const settled = (note: string) => [...told].some((name) => note.endsWith(`--${name} gives it`));
  const open = notes.filter((note) => !settled(note));
  const form = ["push", "pr", "release", "event", "comment", "tag"].find((name) => told.has(name));
  if (form === undefined) return { event: withFlags(facts, args, changedFrom), notes: open };
  const flags = fromFlags(args, facts, changedFrom);
  return { event: { ...factsFor(form, facts), ...flags }, notes: open };
}

/**
 * The event as the flags would make it without `--git`: with the provider of the remote, and the source of a pull request whose target
 * alone is given. Where nothing tells the source, as on a HEAD that is detached, the event has none.
 */
function fromFlags(args: Arguments, facts: GitEvent, changedFrom: string | undefined): GitEvent {
  const own: Record<string, string | undefined> = { provider: args.string("provider") ?? facts.provider };
  const target = args.string("pr")?.includes(":") ? undefined : targetOf(args);
  if (target === undefined) return eventFromFlags(withStrings(args, own), changedFrom) as GitEvent;
  const source = args.string("branch") ?? facts.branch;
  const pr = `${source ?? "HEAD"}:${target}`;
  const event = eventFromFlags(withStrings(args, { ...own, pr, branch: undefined }), changedFrom) as GitEvent;
  return source === undefined ? (without(event, "branch") as GitEvent) : event;
}

/** Tags and releases take no branch, and no files of the commits, which their webhooks do not list. */
const notOfTags = ["branch", "changedFiles", "changedFilesIncomplete", "earlierMessages"] as const;

function factsFor(form: string, facts: GitEvent): Partial<GitEvent> {
  const all = without(facts, "names", "exact");
  if (form === "push") return all;
  return form === "tag" || form === "release"
    ? without(all, "newBranch", ...notOfTags)
    : without(all, "newBranch");
}
