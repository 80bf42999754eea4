import { resolve } from "node:path";
import { simulateJson } from "../report/simulate-json.ts";
import { simulatePretty } from "../report/simulate-pretty.ts";
import type { Verdict } from "../simulate/evaluate.ts";
import type { SimulatedEvent } from "../simulate/event.ts";
import { isNamed, type Simulation, simulate, triggerName } from "../simulate/simulate.ts";
import type { SpecFile } from "../spec/model.ts";
import { nearest } from "../spec/nearest.ts";
import { assumeFromFlags } from "./assume-flags.ts";
import { type Arguments, type Command, type ExitCode, type Io, UsageError } from "./command.ts";
import { eventFromFlags, eventOptions } from "./event-flags.ts";
import { Inputs } from "./inputs.ts";
import { readText } from "./read-text.ts";

const verdicts: readonly Verdict[] = ["fires", "skips", "unknown"];

/** `dryfire simulate`: puts an event to the triggers of specs and says which fire, and why not the others. */
export const command: Command = {
  name: "simulate",
  summary: "Says which triggers an event would fire, why not the others, and what would change that.",
  usage: "[PATH...] EVENT [OPTIONS]",
  positionals:
    "PATH is a file, a folder, a glob, or - for standard input; the current folder where none is given.",
  options: {
    ...eventOptions,
    pipeline: {
      type: "string",
      value: "NAME",
      repeatable: true,
      description: "look at this pipeline only: project/name, or the name alone",
    },
    trigger: { type: "string", value: "NAME", repeatable: true, description: "look at this trigger only" },
    explain: { type: "boolean", description: "show every condition of every trigger, and the builds" },
    assume: {
      type: "string",
      value: "ID=ANSWER",
      repeatable: true,
      description: "settle an open question about the platform, such as glob-engine=minimatch",
    },
    expect: {
      type: "string",
      value: "VERDICT",
      choices: verdicts,
      description:
        "end with exit code 1 unless the event fires any of the triggers, skips them all, or neither is certain",
    },
    format: {
      type: "string",
      value: "FORMAT",
      choices: ["pretty", "json"],
      description: "how to print the answer",
    },
    "skip-non-specs": { type: "boolean", description: "pass over files that are no pipeline specs" },
  },
  examples: [
    ["dryfire simulate --push main --changed src/app.ts", "a push to main that changes one file"],
    ["dryfire simulate pipelines/ci.yml --pr feature/x:main --action opened", "a pull request opened"],
    ["dryfire simulate --at 2026-05-04T03:00Z", "the cron triggers of one minute"],
  ],
  run,
};

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  const assume = assumeFromFlags(args.strings("assume"));
  const event = await readEvent(args, io);
  const inputs = new Inputs(args.positionals, io, { skipNonSpecs: args.flag("skip-non-specs") ?? false });
  const files: SpecFile[] = [];
  for await (const file of inputs.files()) files.push(file);
  const [pipelines, triggers] = [args.strings("pipeline"), args.strings("trigger")];
  if (files.length > 0) checkNames(files, event, pipelines, triggers);
  const result = simulate(files, event, {
    assume,
    ...(pipelines.length > 0 && { pipelines }),
    ...(triggers.length > 0 && { triggers }),
  });
  const explain = args.flag("explain") || triggers.length > 0;
  if (args.string("format") === "json") io.out(simulateJson(result));
  else if (files.length > 0) io.out(simulatePretty(result, { ...io.terminal, ...(explain && { explain }) }));
  if (inputs.problems > 0) return 2;
  return meets(result, args.string("expect"), io) ? 0 : 1;
}

async function readEvent(args: Arguments, io: Io): Promise<SimulatedEvent> {
  const from = args.string("changed-from");
  if (from === undefined) return eventFromFlags(args);
  if (from === "-" && args.positionals.includes("-")) {
    throw new UsageError('"--changed-from -" and "-" both read standard input; give one of them a file');
  }
  return eventFromFlags(args, from === "-" ? await io.readStdin() : readText(resolve(io.cwd, from), from));
}

/** A name that no pipeline or trigger has is a slip, not an empty answer. */
function checkNames(
  files: readonly SpecFile[],
  event: SimulatedEvent,
  pipelines: readonly string[],
  triggers: readonly string[],
): void {
  const all = files.flatMap((file) => file.pipelines);
  for (const name of pipelines) {
    if (all.some((pipeline) => isNamed(pipeline, name))) continue;
    throw unknownName(
      "pipeline",
      name,
      all.flatMap((pipeline) => pipeline.name?.value ?? []),
    );
  }
  const looked = all.filter(
    (pipeline) => pipelines.length === 0 || pipelines.some((name) => isNamed(pipeline, name)),
  );
  const own = looked.flatMap((each) =>
    (event.kind === "git" ? each.triggers : each.cronTriggers).map(triggerName),
  );
  for (const name of triggers) {
    if (own.includes(name)) continue;
    throw unknownName(event.kind === "git" ? "Git trigger" : "cron trigger", name, own);
  }
}

function unknownName(what: string, name: string, names: readonly string[]): UsageError {
  const [near] = nearest(name, names);
  const few = names.length > 0 && names.length < 10 ? `there is ${names.join(", ")}` : "check the name";
  return new UsageError(`there is no ${what} "${name}"; ${near ? `did you mean "${near}"?` : few}`);
}

/** Whether the answer as a whole is the expected one: it fires if any trigger does. */
function meets({ summary }: Simulation, expected: string | undefined, io: Io): boolean {
  const actual = summary.fires > 0 ? "fires" : summary.unknown > 0 ? "unknown" : "skips";
  if (expected === undefined || expected === actual) return true;
  io.err(`dryfire: expected ${expected}, and the answer is ${actual}\n`);
  return false;
}
