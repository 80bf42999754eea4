import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { eventFacts } from "../../catalogue/events/events.ts";
import { findProvider, type ProviderId } from "../../catalogue/providers.ts";
import type { SpecFile } from "../../pipeline/model.ts";
import type { GitEvent, SimulatedEvent } from "../../simulate/event/event.ts";
import { eventTraits } from "../../simulate/event/event-kind.ts";
import { pathFault } from "../../simulate/event/fact-values.ts";
import {
  eventsOfMerge,
  eventsOfRelease,
  type UserActionEvent,
} from "../../simulate/event/user-action-events.ts";
import { type Arguments, type Io, UsageError } from "../command.ts";
import { assertFits, readNamed } from "../files/read-text.ts";
import type { EventFromGit, GitNote, GitOptions } from "../git/event-from-git.ts";
import { assertOneReader } from "../input/read-inputs.ts";
import type { EventFiles } from "./event-files.ts";
import { type EventFlags, FORMS, parseEventFlags, twoEvents } from "./event-flags.ts";
import { CURRENT_BRANCH, FILE_OPTIONS } from "./event-options.ts";
import { eventOfCheckout, eventOfFlags, parsePullRequest, tagOf, withFlags } from "./merge-event.ts";
import { OptionError, type OptionStyle, readingOption } from "./option-error.ts";

/** The events that were read. */
export interface EventsRead {
  /** Never empty; with a description of each if one user action has several. */
  readonly events: readonly { readonly what?: string; readonly event: SimulatedEvent }[];
  /** Notes on unknown facts, for standard error. */
  readonly notes: readonly string[];
}

/**
 * Reads the events that the arguments describe, from a payload, a file, a checkout or flags alone.
 * Flags add facts and win over what was read. `facts` is an event as data, in place of a file;
 * `within` reads the files if a file of a repository names them.
 * Throws `UsageError` for contradictions and unreadable input.
 */
export async function readEvents(
  args: Arguments,
  given: Io,
  { facts, within }: { readonly facts?: unknown; readonly within?: FilesOfCases } = {},
): Promise<EventsRead> {
  const io = { ...given, within };
  checkSources(args, io.cwd);
  checkChanged(args, io.cwd);
  const flags = parseEventFlags(args, await readChangedFrom(args, io));
  const [payload, file, git] = ["payload", "event-file", "git"].map((name) => args.string(name));
  if (facts !== undefined) return await readingOption("event", () => fromData(facts, "event", flags));
  if (payload !== undefined) return await fromPayload(args, io, payload, flags);
  if (file !== undefined) return await readingOption("event-file", () => fromFile(file, io, flags));
  if (git === undefined) return { events: [{ event: eventOfFlags(flags) }], notes: [] };
  const { event: commits, notes } = await readGitEvent(git, { ...subjectOf(flags), cwd: io.cwd });
  if (git === CURRENT_BRANCH) checkSource(commits, flags);
  const event = eventOfCheckout(commits, flags);
  return { events: [{ event }], notes: openNotes(notes, [event]) };
}

/** The commits are those of the current branch, which another source does not have. */
function checkSource({ branch }: GitEvent, { form }: EventFlags): void {
  const source = form?.name === "pr" ? parsePullRequest(form.value, true).source : undefined;
  if (source === undefined || branch === undefined || source === branch) return;
  throw new OptionError(
    ["pr"],
    ({ quoted }) =>
      `${quoted("pr", form!.value)} has another source than the checkout, which is at "${branch}"; check out "${source}" first`,
  );
}

/** The target of a pull request, or the tag of a push or release, that options describe. */
function subjectOf(flags: EventFlags): Pick<GitOptions, "pr" | "tag"> {
  const { form } = flags;
  const target = form?.name === "pr" ? parsePullRequest(form.value, true).target : undefined;
  if (target !== undefined) return { pr: target };
  const tag = tagOf(flags);
  return tag === undefined ? {} : { tag };
}

/** Throws `OptionError` for contradicting sources, and for standard input that is read twice. */
function checkSources(args: Arguments, cwd: string): void {
  const given = ["payload", "event-file"].filter((name) => args.string(name) !== undefined);
  const forms = FORMS.filter((name) => args.string(name) !== undefined);
  const [one, two] = [...given, ...forms];
  if (given.length > 0 && two !== undefined) throw twoEvents(one!, two);
  for (const other of ["event-file", "at"]) {
    if (args.string("git") === undefined || args.string(other) === undefined) continue;
    throw other === "at" ? twoEvents("git", other) : twoEvents(other, "git");
  }
  // A range is recognized by its dots, so that a revision alone is a positional argument.
  if (args.string("git") === CURRENT_BRANCH) checkPaths(args.positionals, cwd);
  if (args.strings("header").length > 0 && args.string("payload") === undefined) {
    throw new OptionError(
      ["header"],
      ({ quoted, plain }) =>
        `${quoted("header")} requires the body of a webhook; add ${plain("payload", "FILE")}`,
    );
  }
  const readers = FILE_OPTIONS.filter((name) => args.string(name) === "-");
  assertOneReader([
    ...readers.map((name) => `--${name} -`),
    ...(args.positionals.includes("-") ? ["-"] : []),
  ]);
}

/** Throws `UsageError` for `HEAD~1`, and for a name without a file, which may be a branch. */
function checkPaths(paths: readonly string[], cwd: string): void {
  for (const path of paths) {
    if (/^HEAD$|[~^]\d*$/.test(path))
      throw new UsageError(`"${path}" is not a range of commits; write A..B, such as --git HEAD~1..HEAD`);
    if (/^\w[\w/-]*$/.test(path) && !existsSync(resolve(cwd, path)))
      throw new UsageError(
        `no such file or folder: "${path}"; check the path, or write a range of commits, such as --git ${path}..HEAD`,
      );
  }
}

/**
 * Throws `OptionError` for a changed file that does not exist and has commas, since two files may
 * be meant, or a form that Git never prints. Files are named from the repository's root, which is
 * some parent of the folder.
 */
function checkChanged(args: Arguments, cwd: string): void {
  for (const path of args.strings("changed")) {
    if (!isAbsolute(path, cwd) && existsInParents(path, cwd)) continue;
    const fault = faultOfPath(path, cwd);
    if (fault !== undefined) throw new OptionError(["changed"], fault);
    const files = path.split(",").map((each) => each.trim());
    if (files.length < 2) continue;
    const isList = files.every((file) => file !== "" && !/[{}]/.test(file));
    throw new OptionError(["changed"], ({ quoted, plain, several }) => {
      const each = several("changed", isList ? files : ["FILE", "FILE"]);
      return `${quoted("changed", path)} is one file, which does not exist; did you mean ${each}? (a deleted file with a comma: ${plain("changed-from", "FILE")})`;
    });
  }
}

/** Why a path is not one from the repository's root, with a slash between its parts. */
function faultOfPath(path: string, cwd: string): ((style: OptionStyle) => string) | undefined {
  const own = isAbsolute(path, cwd) ? path : path.replace(/^\/+/, "");
  if (pathFault(own, String) === undefined) return undefined;
  return ({ quoted, plain }) =>
    `${quoted("changed", path)} ${pathFault(own, (each) => plain("changed", each))}`;
}

/** True for a path of the disk; with a slash first, one that is not there is of the repository. */
function isAbsolute(path: string, cwd: string): boolean {
  const isOfDisk = path.startsWith("/") && (existsSync(path) || path.startsWith(`${cwd}/`));
  return isOfDisk || /^[a-z]:[\\/]/i.test(path);
}

/** True if a file with a path from the root of the repository exists. */
function existsInParents(path: string, folder: string): boolean {
  if (existsSync(join(folder, path)) && !path.endsWith("/")) return true;
  const parent = dirname(folder);
  return parent !== folder && existsInParents(path, parent);
}

async function readChangedFrom(args: Arguments, io: EventIo): Promise<string | undefined> {
  const from = args.string("changed-from");
  if (from === undefined) return undefined;
  return await readingOption("changed-from", () => readFileOrStdin(from, io));
}

/** The files that cases name, and the folder that they must be in. */
export interface FilesOfCases {
  readonly boundary: string;
  readonly files: EventFiles;
}

/** The `io` of an event; `within` is undefined for the command line. */
type EventIo = Io & { readonly within: FilesOfCases | undefined };

async function readFileOrStdin(path: string, { cwd, within, readStdin }: EventIo): Promise<string> {
  const absolute = resolve(cwd, path);
  if (within) return await within.files.read(absolute, path, within.boundary);
  const text = path === "-" ? await readStdin() : readNamed(absolute, path, "event");
  assertFits(text, shownName(path));
  return text;
}

/** A payload; `--git` next to it gives the files and the message that it lacks. */
async function fromPayload(
  args: Arguments,
  io: EventIo,
  path: string,
  flags: EventFlags,
): Promise<EventsRead> {
  const { readPayload } = await import("./payload-file.ts");
  const result = await readingOption("payload", async () =>
    readPayload(await readFileOrStdin(path, io), shownName(path), args.strings("header")),
  );
  const read = result.offered ? result.events : [result.event];
  const notes = result.offered ? result.notes : [`${result.what}: ${result.reason}`];
  const range = args.string("git");
  const asFlagged = (event: GitEvent) => withFlags(event, flags);
  if (range === undefined) return { events: read.map((event) => ({ event: asFlagged(event) })), notes };
  const { tag, targetBranch } = asFlagged(read[0]!);
  const subject = tag !== undefined ? { tag } : targetBranch !== undefined && { pr: targetBranch };
  const git = await readGitEvent(range, { ...subject, cwd: io.cwd });
  const isAtHead = (event: GitEvent) => range !== CURRENT_BRANCH || isOfCommits(asFlagged(event), git.event);
  if (!read.some(isAtHead)) throw otherBranch(asFlagged(read[0]!), git.event);
  const added = read.map((event) =>
    asFlagged(isAtHead(event) ? { ...missingFrom(event, git.event), ...event } : event),
  );
  const isCurrent = result.offered && range === CURRENT_BRANCH;
  const others = read.map((event, index) =>
    otherCommit(asFlagged(event), added[index]!, git.event, isCurrent),
  );
  const events = read.map((event, index) => (others[index]?.isKnown ? asFlagged(event) : added[index]!));
  return {
    events: events.map((event) => ({ event })),
    notes: [
      ...notes,
      ...openNotes(git.notes, events),
      ...new Set(others.flatMap((other) => other?.note ?? [])),
    ],
  };
}

/**
 * A note if facts to add are of a commit that is known not to be, or may not be, the one of the
 * payload. Throws `UsageError` for a payload without a branch if they are those of the current
 * branch.
 */
function otherCommit(
  event: GitEvent,
  added: GitEvent,
  { commit }: GitEvent,
  isCurrent: boolean,
): { readonly note: string; readonly isKnown: boolean } | undefined {
  const isAdded = (["changedFiles", "message"] as const).some((key) => event[key] !== added[key]);
  const [own, read] = [event.commit?.revision, commit!.revision!];
  if (!isAdded || event.tag !== undefined) return undefined;
  if (own === undefined && event.branch !== undefined) return undefined;
  const reads = `"--git" reads the commit ${read.slice(0, 9)}`;
  if (own === undefined) {
    const note = `${reads}, but the payload has no branch; use --branch`;
    if (isCurrent) throw new UsageError(note);
    return { note, isKnown: false };
  }
  if (read.startsWith(own)) return undefined;
  const note = `${reads}, but the payload has ${own.slice(0, 9)}; give a range that ends there`;
  return { note, isKnown: true };
}

/** True unless a payload with commits is of another branch than those of a checkout. */
function isOfCommits(event: GitEvent, { branch, commit }: GitEvent): boolean {
  if (event.deleted || event.branch === undefined || branch === undefined || event.branch === branch)
    return true;
  const revision = event.commit?.revision;
  return revision !== undefined && commit?.revision?.startsWith(revision) === true;
}

function otherBranch(event: GitEvent, { branch: current }: GitEvent): OptionError {
  const [branch, target] = [event.branch!, event.targetBranch ?? "BASE"];
  return new OptionError(
    ["payload"],
    ({ quoted, plain }) =>
      `${quoted("payload")} has the branch "${branch}", but the checkout is at "${current}"; check out "${branch}", or give a range, such as ${plain("git", `${target}...${branch}`)}`,
  );
}

/** The facts of the commits that a payload lacks: files, and with them the message. */
function missingFrom(event: GitEvent, git: GitEvent): Partial<GitEvent> {
  const { changedFiles, changedFilesIncomplete, message } = git;
  if (event.changedFiles || event.deleted) return {};
  return {
    ...(changedFiles && { changedFiles }),
    ...(changedFilesIncomplete && { changedFilesIncomplete }),
    ...(message !== undefined && { message }),
  };
}

/**
 * The event of the commits that `--git` selects: a push, or a pull request against a target. Throws
 * `OptionError` for an invalid range.
 */
async function readGitEvent(range: string, options: GitOptions): Promise<EventFromGit> {
  const { eventFromGit } = await import("../git/event-from-git.ts");
  return eventFromGit(range === CURRENT_BRANCH ? undefined : range, options);
}

/** The notes on missing facts of the checkout, without those that no event needs. */
function openNotes(notes: readonly GitNote[], events: readonly GitEvent[]): string[] {
  const isOpen: Readonly<Record<GitNote["missing"], (event: GitEvent) => boolean>> = {
    branch: (event) => (event.branch ?? event.tag) === undefined && carries(event, "branch"),
    repository: ({ repository }) => repository === undefined,
    changedFiles: (event) =>
      (!event.changedFiles || event.changedFilesIncomplete === true) && eventTraits(event).listsFiles,
    commit: () => true,
  };
  return notes.filter(({ missing }) => events.some(isOpen[missing])).map(({ text }) => text);
}

/** True if an event of one of its names can have a fact, or if it has no name. */
function carries({ names }: GitEvent, fact: "branch"): boolean {
  return names.length === 0 || names.some((name) => eventFacts(name)?.[fact]);
}

async function fromFile(path: string, io: EventIo, flags: EventFlags): Promise<EventsRead> {
  const { isSpec, parseJson } = await import("./payload-file.ts");
  const shown = shownName(path);
  const value = parseJson(await readFileOrStdin(path, io), shown);
  if (isSpec(value)) {
    const { SPEC } = await import("../../event-json/body-fault.ts");
    throw new UsageError(`"${shown}" is ${SPEC}; name another JSON file`);
  }
  return await fromData(value, shown, flags);
}

/** An event as data; `shown` is its name in messages. */
async function fromData(value: unknown, shown: string, flags: EventFlags): Promise<EventsRead> {
  const { eventFromJson } = await import("../../event-json/event-from-json.ts");
  const result = eventFromJson(value);
  if ("error" in result) {
    const isPayload = await isWebhook(value);
    throw new OptionError(
      [],
      ({ plain }) =>
        isPayload
          ? `"${shown}" is not an event of dryfire; it is the body of a webhook, so use ${plain("payload")}`
          : `"${shown}" is not a valid event: ${result.error}`,
      result.path,
    );
  }
  const { event, notes = [] } = result;
  return { events: [{ event: event.kind === "git" ? withFlags(event, flags) : event }], notes };
}

async function isWebhook(value: unknown): Promise<boolean> {
  const { eventFromPayload } = await import("../../simulate/payloads/index.ts");
  return !("error" in eventFromPayload(value));
}

function shownName(path: string): string {
  return path === "-" ? "<stdin>" : path;
}

/**
 * Returns all webhooks of the user actions of events: the merge of a pull request, or a release. An
 * event without a provider gets the one that all triggers of the specs have. Throws `OptionError`
 * for an event of neither action.
 */
export function eventsOfUserActions(
  events: EventsRead["events"],
  files: readonly SpecFile[],
): UserActionEvent[] {
  const providers = providersIn(files);
  const [provider, other] = providers;
  return events.flatMap(({ event }) => {
    const own =
      event.kind === "git" && provider && !other ? { ...event, provider: event.provider ?? provider } : event;
    const webhooks = own.kind === "git" ? (eventsOfMerge(own, providers) ?? eventsOfRelease(own)) : undefined;
    if (webhooks) return webhooks;
    const verb = own.kind === "git" && own.webhook ? "give its payload, or" : "add";
    throw new OptionError(
      ["merge"],
      ({ quoted, plain }) =>
        `${quoted("merge")} requires a pull request or a release; ${verb} ${plain("pr", "SOURCE:TARGET")} or ${plain("release", "published")}`,
    );
  });
}

/** The providers that the triggers of some specs name. */
function providersIn(files: readonly SpecFile[]): ReadonlySet<ProviderId> {
  const triggers = files.flatMap(({ pipelines }) => pipelines.flatMap((pipeline) => pipeline.triggers));
  return new Set(triggers.flatMap(({ provider }) => (provider && findProvider(provider.value)?.id) ?? []));
}
