import { resolve } from "node:path";
import type { ProviderId } from "../../catalogue/providers.ts";
import type { GitEvent, SimulatedEvent } from "../../simulate/event/event.ts";
import { type ActEvent, eventsOfMerge, eventsOfRelease } from "../../simulate/event/user-action-events.ts";
import { type Arguments, type Io, type Option, UsageError } from "../command.ts";
import { fromGit, gitOption, readGit } from "../git/git-event-flags.ts";
import { readText } from "../input/read-text.ts";
import { eventFromFlags } from "./event-flags.ts";
import { withFlags } from "./merge-flags.ts";

/** The options that say where an event is read from. */
export const sourceOptions: Readonly<Record<string, Option>> = {
  git: gitOption,
  payload: {
    type: "string",
    value: "FILE",
    group: "Event",
    description: "the body of a webhook as the Git provider sends it; - for standard input",
  },
  header: {
    type: "string",
    value: "'NAME: VALUE'",
    repeatable: true,
    group: "Event",
    description:
      "a header of that webhook, such as 'X-GitHub-Event: push'; needed where the body does not tell",
  },
  "event-file": {
    type: "string",
    value: "FILE",
    group: "Event",
    description: 'an event in JSON, by "dryfire schema event"; - for standard input',
  },
  merge: {
    type: "boolean",
    group: "Event",
    description: "all webhooks that the merge of the pull request sends, or the release with its tag",
  },
};

/** What was read. */
export interface EventsRead {
  /** Never empty; what each is, where one act makes several. */
  readonly events: readonly { readonly what?: string; readonly event: SimulatedEvent }[];
  /** Sentences on what is left open, for standard error. */
  readonly notes: readonly string[];
}

/**
 * The events that the arguments describe, from a payload, a file, a checkout or flags alone. Flags add facts to what was read, and win
 * over it. Throws `UsageError` for what contradicts itself or cannot be read.
 */
export async function readEvents(args: Arguments, io: Io): Promise<EventsRead> {
  checkSources(args);
  const changedFrom = await readChangedFrom(args, io);
  const [payload, file, git] = ["payload", "event-file", "git"].map((name) => args.string(name));
  if (payload !== undefined) return await fromPayload(args, io, payload, changedFrom);
  if (file !== undefined) return await fromFile(args, io, file, changedFrom);
  if (git !== undefined) {
    const { event, notes } = await fromGit(args, io, changedFrom);
    return { events: [{ event }], notes };
  }
  return { events: [{ event: eventFromFlags(args, changedFrom) }], notes: [] };
}

/** Sources that cannot be had together, and standard input twice. */
function checkSources(args: Arguments): void {
  const given = ["payload", "event-file"].filter((name) => args.string(name) !== undefined);
  const forms = ["push", "pr", "release", "event", "at"].filter((name) => args.string(name) !== undefined);
  const [one, two] = [...given, ...forms];
  if (given.length > 0 && two !== undefined) throw twoEvents(one!, two);
  if (args.string("event-file") !== undefined && args.string("git") !== undefined)
    throw twoEvents("event-file", "git");
  if (args.string("git") !== undefined && args.string("at") !== undefined) throw twoEvents("git", "at");
  if (args.strings("header").length > 0 && args.string("payload") === undefined) {
    throw new UsageError('"--header" belongs to a webhook; give its body with --payload FILE');
  }
  const readers = ["payload", "event-file", "changed-from"].filter((name) => args.string(name) === "-");
  const [first, second] = [
    ...readers.map((name) => `--${name} -`),
    ...(args.positionals.includes("-") ? ["-"] : []),
  ];
  if (second !== undefined)
    throw new UsageError(`"${first}" and "${second}" both read standard input; give one of them a file`);
}

function twoEvents(one: string, two: string): UsageError {
  return new UsageError(`"--${one}" and "--${two}" are two events; give one of them`);
}

async function readChangedFrom(args: Arguments, io: Io): Promise<string | undefined> {
  const from = args.string("changed-from");
  return from === undefined ? undefined : await readFileOrStdin(from, io);
}

async function readFileOrStdin(path: string, io: Io): Promise<string> {
  return path === "-" ? await io.readStdin() : readText(resolve(io.cwd, path), path);
}

/** A payload; `--git` besides it supplies the files and the message that it lacks. */
async function fromPayload(
  args: Arguments,
  io: Io,
  path: string,
  changedFrom: string | undefined,
): Promise<EventsRead> {
  const { readPayload } = await import("./payload-file.ts");
  const text = await readFileOrStdin(path, io);
  const result = readPayload(text, path === "-" ? "<stdin>" : path, args.strings("header"));
  if (!result.offered)
    return { events: [{ event: result.event }], notes: [`${result.what}: ${result.reason}`] };
  const own = args.string("git") === undefined ? undefined : await readGit(args, io, result.events[0]!);
  const events = result.events.map((event) => ({
    event: withFlags({ ...missingFrom(event, own?.event), ...event }, args, changedFrom),
  }));
  const told = (note: string) => events.every(({ event }) => isTold(note, event));
  return { events, notes: [...result.notes, ...(own?.notes ?? []).filter((note) => !told(note))] };
}

/** Whether an event has what a note on the checkout says is not known. */
function isTold(note: string, event: GitEvent): boolean {
  if (note.endsWith("--branch gives it")) return (event.branch ?? event.tag) !== undefined;
  return note.endsWith("--repo gives it") && event.repository !== undefined;
}

/** The facts of the commits that a payload lacks: files, and with them messages. An incomplete list gives way to the checkout's. */
function missingFrom(event: GitEvent, git: GitEvent | undefined): Partial<GitEvent> {
  const { changedFiles, changedFilesIncomplete, message } = git ?? {};
  if (event.changedFiles) return {};
  return {
    ...(changedFiles && { changedFiles }),
    ...(changedFilesIncomplete && { changedFilesIncomplete }),
    ...(message !== undefined && { message }),
  };
}

async function fromFile(
  args: Arguments,
  io: Io,
  path: string,
  changedFrom: string | undefined,
): Promise<EventsRead> {
  const [{ parseJson }, { eventFromJson }] = await Promise.all([
    import("./payload-file.ts"),
    import("./event-file.ts"),
  ]);
  const shown = path === "-" ? "<stdin>" : path;
  const value = parseJson(await readFileOrStdin(path, io), shown);
  const result = eventFromJson(value);
  if ("error" in result)
    throw new UsageError(`"${shown}" is no event: ${result.error}${await payloadHint(value)}`);
  const { event, notes = [] } = result;
  return { events: [{ event: event.kind === "git" ? withFlags(event, args, changedFrom) : event }], notes };
}

/** Where it is the body of a webhook, how to give that. */
async function payloadHint(value: unknown): Promise<string> {
  const { eventFromPayload } = await import("../../simulate/payloads/index.ts");
  return "error" in eventFromPayload(value) ? "" : "; it is the body of a webhook, which --payload takes";
}

/**
 * All webhooks of the acts that events belong to: the merge of a pull request, or a release. `provider` is taken where an event names
 * none. Throws `UsageError` for an event that belongs to no such act.
 */
export function eventsOfActs(events: EventsRead["events"], provider: ProviderId | undefined): ActEvent[] {
  return events.flatMap(({ event }) => {
    const own = event.kind === "git" && provider ? { ...event, provider: event.provider ?? provider } : event;
    const act = own.kind === "git" ? (eventsOfMerge(own) ?? eventsOfRelease(own)) : undefined;
    if (act) return act;
    throw new UsageError(
      '"--merge" belongs to a pull request or a release; give --pr SOURCE:TARGET or --release published with it',
    );
  });
}
