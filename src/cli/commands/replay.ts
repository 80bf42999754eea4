import type { SpecFile } from "../../pipeline/model.ts";
import type { BadRecord, ReplaySummary, ReplayWriter } from "../../report/replay/replay-report.ts";
import { describeEvent } from "../../report/simulate/words.ts";
import { withoutCommands } from "../../report/text/escape.ts";
import { findSecrets } from "../../secrets/locate.ts";
import { redactDetected, redactorFor } from "../../secrets/redact.ts";
import type { SimulatedEvent } from "../../simulate/event/event.ts";
import { BuildComparer } from "../../simulate/replay/compare-builds.ts";
import {
  changedTriggers,
  firingTriggers,
  isElsewhere,
  type ReplayedEvent,
  type ReplayedTrigger,
  TriggerTotals,
} from "../../simulate/replay/replayed-event.ts";
import type { Assumptions } from "../../simulate/settings.ts";
import { SharedProjects } from "../../simulate/shared-projects.ts";
import { type SimulateOptions, simulate } from "../../simulate/simulate.ts";
import type { Simulation } from "../../simulate/simulation.ts";
import { type Arguments, type Command, type ExitCode, type Io, UsageError } from "../command.ts";
import { configOptions, projectSettings } from "../config/config-project-settings.ts";
import { assertOneReader, Inputs } from "../input/read-inputs.ts";
import { formatOf, formatOption } from "../output/command-formats.ts";
import { writeStderr } from "../output/stderr.ts";
import { readBuilds } from "../replay/builds-file.ts";
import type { PlacedRecording } from "../replay/recordings.ts";
import { SavedCases } from "../replay/save-cases.ts";
import { assumeFromFlags, assumeOptions } from "../simulate/pipeline-options.ts";
import { nodeHost } from "../simulate/regex-deadline.ts";

/** `dryfire replay`: shows which triggers recorded events would have fired. */
export const command: Command = {
  name: "replay",
  summary:
    "Shows which triggers recorded events would fire, and compares that with other specs or with builds.",
  usage: "EVENTS... [OPTIONS]",
  positionals:
    "EVENTS is a file or a folder of webhooks, deliveries of GitHub, hook events of GitLab, events or cases: one record, a list, or one on each line; - is standard input.",
  options: {
    specs: {
      value: "PATH",
      repeatable: true,
      description: "the specs: a file, a folder or a glob; by default the current folder",
    },
    "git-log": {
      value: "RANGE",
      description:
        "replay the first-parent commits of A..B or of a branch, as pushes and merged pull requests",
    },
    compare: {
      value: "OLD",
      description: "show only the verdicts that differ from those of other specs: a path, or REVISION:PATH",
    },
    against: {
      value: "FILE",
      description: "compare the verdicts with the builds that `codefresh get builds -o json` lists",
    },
    "save-cases": { value: "FILE", description: "write a new cases file with the events and their verdicts" },
    header: {
      value: "'NAME: VALUE'",
      repeatable: true,
      description:
        "a header of each webhook that is recorded without any, such as 'X-GitHub-Event: push'; needed if a body does not identify the event",
    },
    ...assumeOptions,
    format: formatOption("replay", "the format of the result"),
    ...configOptions,
  },
  examples: [
    ["dryfire replay deliveries.ndjson --specs pipelines", "the deliveries of a webhook"],
    ["dryfire replay --git-log HEAD --specs pipelines", "the history of a branch"],
    [
      "dryfire replay hooks --compare main:pipelines --specs pipelines",
      "the verdicts that a change of the specs changes",
    ],
    ["dryfire replay deliveries.ndjson --against builds.json", "the verdicts next to the builds"],
    ["dryfire replay deliveries.ndjson --save-cases replayed.dryfire-test.yaml", "cases from real events"],
  ],
  run,
};

/** The bad records that are named. */
const NAMED_RECORDS = 20;

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  const range = args.string("git-log");
  if (args.positionals.length === 0 && range === undefined)
    throw new UsageError("the events are missing; name files with records, or use --git-log RANGE");
  if (args.positionals.length === 0 && args.strings("header").length > 0)
    throw new UsageError('"--header" requires recorded webhooks; name their files, or remove it');
  assertOneReader([
    ...(args.positionals.includes("-") ? ["-"] : []),
    ...(args.strings("specs").includes("-") ? ["--specs -"] : []),
    ...["compare", "against"].flatMap((name) => (args.string(name) === "-" ? [`--${name} -`] : [])),
  ]);
  const [builds, casesFile, compare] = ["against", "save-cases", "compare"].map((name) => args.string(name));
  const comparer = builds === undefined ? undefined : new BuildComparer(await readBuilds(builds, io));
  const cases = casesFile === undefined ? undefined : new SavedCases(casesFile, io);
  const specs = new Inputs(args.strings("specs"), io, { complete: true });
  const files = await specs.all();
  const old =
    compare === undefined
      ? undefined
      : await (await import("../diff/sides.ts")).readSide(compare, io, { complete: true });
  // Against an unread input, all verdicts would seem to change.
  if (files.length === 0 || (old && specs.unread + old.unread > 0)) return 2;
  const judge = await judgeWith(files, args, io);
  const secrets = await findSecrets([...files, ...(old?.files ?? [])]);
  const isJson = formatOf("replay", args) === "json";
  const writer = await writerFor(isJson, io, old !== undefined);
  const out = (text: string): void => io.out(isJson ? text : withoutCommands(text));
  let problems = specs.problems + (old?.problems ?? 0);
  const records = recordings(args, io, range, (sentence) => {
    problems++;
    writeStderr(io, sentence);
  });
  out(writer.head());
  const counts = await replayAll(records, {
    judge,
    ...(old && { changesOf: await changesFrom(old.files, files, args, io) }),
    comparer,
    cases,
    write: async (event) => {
      // The text has only events with triggers.
      if (event.triggers.length === 0 && (old || !isJson)) return;
      const redactor = await redactorFor(secrets, event);
      out(writer.event(await redactDetected(redactor.data(event))));
    },
  });
  const changed = old ? counts.changed : null;
  const summary: ReplaySummary = { ...counts, changed, builds: comparer?.result(judge) ?? null };
  const redactor = await redactorFor(secrets, summary);
  if (counts.records === 0 && problems === 0 && range === undefined)
    writeStderr(io, "the given files have no records; name files with webhooks, deliveries or events");
  if (counts.records > 0 || isJson) out(writer.end(await redactDetected(redactor.data(summary))));
  if (cases && counts.events > 0)
    writeStderr(io, await cases.write(args.strings("specs"), args.flag("assume-accepted")));
  return problems > 0 || counts.events === 0 ? 2 : 0;
}

/** Tests an event, with further answers to open questions. */
type Judge = (event: SimulatedEvent, assume: Assumptions) => Simulation;

/** How each event is tested and written. */
interface Replay {
  readonly judge: Judge;
  /** The changed verdicts, where there are other specs to compare. */
  readonly changesOf?: (event: SimulatedEvent, after: Simulation) => ReplayedTrigger[];
  readonly comparer: BuildComparer | undefined;
  readonly cases: SavedCases | undefined;
  write(event: ReplayedEvent): Promise<void>;
}

/** Replays records one by one; returns what is known at the end. */
async function replayAll(
  records: AsyncIterable<PlacedRecording>,
  { judge, changesOf, comparer, cases, write }: Replay,
): Promise<Omit<ReplaySummary, "builds" | "changed"> & { readonly changed: number }> {
  const totals = new TriggerTotals();
  const badRecords: BadRecord[] = [];
  const counts = { records: 0, events: 0, elsewhere: 0, bad: 0, changed: 0 };
  for await (const { place, recording } of records) {
    counts.records++;
    if ("error" in recording) {
      if (counts.bad++ < NAMED_RECORDS) badRecords.push({ place, error: recording.error });
      continue;
    }
    const at = recording.at === undefined ? null : new Date(recording.at).toISOString();
    for (const event of recording.events) {
      counts.events++;
      const simulation = judge(event, {});
      totals.add(simulation);
      if (isElsewhere(simulation)) counts.elsewhere++;
      comparer?.add(place, event, recording.at, simulation);
      await cases?.add(describeEvent(event), event, simulation);
      const triggers = changesOf ? changesOf(event, simulation) : firingTriggers(simulation);
      if (triggers.length > 0) counts.changed++;
      await write({ place, event, at, triggers });
    }
  }
  const { changed, ...rest } = counts;
  return { ...rest, badRecords, changed, triggers: totals.result() };
}

/** Returns the function that finds the verdicts that differ from those of the old specs. */
async function changesFrom(
  before: readonly SpecFile[],
  after: readonly SpecFile[],
  args: Arguments,
  io: Io,
): Promise<NonNullable<Replay["changesOf"]>> {
  const { pairedTriggers } = await import("../replay/paired-triggers.ts");
  const pairs = pairedTriggers(before, after);
  const judge = await judgeWith(before, args, io);
  return (event, simulation) => changedTriggers(judge(event, {}), simulation, pairs);
}

/** Returns the function that tests an event against some specs, with further answers. */
async function judgeWith(files: readonly SpecFile[], args: Arguments, io: Io): Promise<Judge> {
  const pipelines = files.flatMap((file) => file.pipelines);
  const assume = assumeFromFlags(args.strings("assume"));
  const options: SimulateOptions = {
    assumeAccepted: args.flag("assume-accepted"),
    projectOf: await projectSettings(pipelines, args, io),
    host: nodeHost(),
  };
  const shared = new SharedProjects();
  return (event, more) => {
    const all = { ...options, assume: { ...assume, ...more } };
    return simulate(pipelines, event, all, Object.keys(more).length === 0 ? shared : undefined);
  };
}

async function writerFor(isJson: boolean, io: Io, compared: boolean): Promise<ReplayWriter> {
  if (isJson) return (await import("../../report/replay/replay-json.ts")).replayJson();
  const { replayPretty } = await import("../../report/replay/replay-pretty.ts");
  return replayPretty({ ...io.terminal, compared });
}

async function* recordings(
  args: Arguments,
  io: Io,
  range: string | undefined,
  problem: (sentence: string) => void,
): AsyncGenerator<PlacedRecording> {
  if (range !== undefined) {
    const { readHistory } = await import("../git/history.ts");
    for (const { commit, at, events } of readHistory(range, io.cwd))
      yield { place: commit.slice(0, 10), recording: { events, at } };
  }
  if (args.positionals.length === 0) return;
  const { readHeaders } = await import("../event/payload-file.ts");
  const { readRecordings } = await import("../replay/recordings.ts");
  yield* readRecordings(args.positionals, io, readHeaders(args.strings("header")), problem);
}
