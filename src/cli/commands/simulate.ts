import { resolve } from "node:path";
import type { SpecFile } from "../../pipeline/model.ts";
import { leftOutBuilds, withBoundedBuilds } from "../../report/simulate/bounded-builds.ts";
import { simulateJson } from "../../report/simulate/simulate-json.ts";
import { buildsIn, simulateMermaid } from "../../report/simulate/simulate-mermaid.ts";
import { simulatePretty } from "../../report/simulate/simulate-pretty.ts";
import {
  type UserActionPart,
  userActionJson,
  userActionPretty,
} from "../../report/simulate/user-action-report.ts";
import { withoutCommands } from "../../report/text/escape.ts";
import { findSecrets } from "../../secrets/locate.ts";
import { redactDetected, redactDetectedNow, redactorFor } from "../../secrets/redact.ts";
import { type StartedBuild, startedBuilds } from "../../simulate/overlap/started-builds.ts";
import { charactersIn, simulatedIn } from "../../simulate/pipelines.ts";
import type { Assumptions } from "../../simulate/settings.ts";
import { type SimulateOptions, simulate } from "../../simulate/simulate.ts";
import { loadProver } from "../../simulate/would-fire/cannot-fire.ts";
import { forShell } from "../../util/text.ts";
import { type Arguments, type Command, type ExitCode, type Io, PATHS, UsageError } from "../command.ts";
import { configOptions } from "../config/config-project-settings.ts";
import { eventOptions, sourceOptions } from "../event/event-options.ts";
import { eventsOfUserActions, readEvents } from "../event/event-sources.ts";
import { exists, isFolder } from "../files/paths.ts";
import { SPEC_EXTENSION } from "../input/discover.ts";
import { Inputs } from "../input/read-inputs.ts";
import { type FormatOf, formatOf, formatOption } from "../output/command-formats.ts";
import { writeStderr } from "../output/stderr.ts";
import { expectOption, unmetExpectations } from "../simulate/expect.ts";
import {
  assumeFromFlags,
  assumeOptions,
  choose,
  nonSpecsOption,
  pipelineOption,
} from "../simulate/pipeline-options.ts";
import { nodeHost } from "../simulate/regex-deadline.ts";
import { faultsTakenAsCorrected, readProjects, repoRootOption } from "../simulate/step-definitions.ts";
import { readStepOptions, stepOptions } from "../simulate/step-options.ts";

/** `dryfire simulate`: shows which triggers an event would fire, and why not the others. */
export const command: Command = {
  name: "simulate",
  summary: "Shows which triggers an event would fire, why the others would not, and what would change that.",
  usage: "[PATH...] EVENT [OPTIONS]",
  positionals: PATHS,
  options: {
    ...eventOptions,
    ...sourceOptions,
    ...pipelineOption,
    trigger: {
      value: "NAME",
      repeatable: true,
      alias: "t",
      description: "only this trigger; with --run, the trigger to use",
    },
    run: {
      value: "PIPELINE",
      group: "Manual run",
      description: "show the build of a manual run of this pipeline, on the branch of --branch",
    },
    ...stepOptions,
    ...repoRootOption,
    explain: { description: "show every condition of every trigger, and the builds" },
    ...assumeOptions,
    expect: expectOption,
    format: formatOption(
      "simulate",
      "the format of the result; mermaid draws the steps of each build as a flowchart, markdown is for a comment on a pull request",
    ),
    "open-playground": {
      description:
        "also write a page with these specs and this event, print its path, and open it on a terminal with a display",
    },
    ...nonSpecsOption,
    ...configOptions,
  },
  examples: [
    ["dryfire simulate --push main --changed src/app.ts", "a push to main that changes one file"],
    ["dryfire simulate pipelines/ci.yml --pr feature/x:main --action opened", "an opened pull request"],
    ["dryfire simulate codefresh.yml --push main", "the steps that a push would run"],
    ["dryfire simulate --git", "the result of pushing the current branch of this checkout"],
    ["dryfire simulate --payload hook.json --header 'X-GitHub-Event: push'", "a webhook that GitHub sent"],
    ["dryfire simulate --at 2026-05-04T03:00Z", "the cron triggers of one minute"],
    [
      "dryfire simulate --run shop/api --trigger main-push --branch main --variable CHANNEL=beta",
      "the build of a manual run",
    ],
  ],
  run,
};

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  if (args.string("run") !== undefined)
    return await (await import("../simulate/simulate-run.ts")).simulateRun(args, io);
  assertNoFile(args, io);
  const assume = assumeFromFlags(args.strings("assume"));
  const { events: read, notes } = await readEvents(args, io);
  const kind = read[0]!.event.kind === "git" ? "git" : "cron";
  const skipNonSpecs = args.flag("skip-non-specs");
  const inputs = new Inputs(args.positionals, io, {
    skipNonSpecs,
    complete: true,
    // A definition has no cron triggers.
    ...(kind === "git" && !skipNonSpecs && { definitions: "alone" }),
  });
  const files = await inputs.all();
  if (inputs.problems > 0) for (const sentence of partsOfValues(args, files, io)) writeStderr(io, sentence);
  const events = args.flag("merge") ? eventsOfUserActions(read, files) : read;
  const { chosen, options } = await chooseIn(files, { kind, assume }, args, io);
  const { definitionOf, secrets } = options;
  const results = events.map(({ event }) => simulate(chosen, event, options));
  const built = chosen.filter((_, index) =>
    results.some(({ pipelines }) => pipelines[index]!.triggers.some(({ verdict }) => verdict === "fires")),
  );
  const sentences = [...notes, ...(await faultsTakenAsCorrected(built, assume))];
  // The repository of an event is only a part of the address that was given.
  const redactor = await redactorFor(secrets, { events, sentences, repo: args.string("repo") });
  for (const note of sentences) writeStderr(io, redactor.text(note));
  const known = events.map(({ event: _, ...more }, index) =>
    redactor.data({ ...more, result: results[index]! }),
  );
  const whole = await redactDetected(known, { computed: false });
  const { parts, left } = withBoundedBuilds(whole, charactersIn(chosen));
  if (left > 0) writeStderr(io, leftOutBuilds(left, "use --trigger or --pipeline to see fewer"));
  const format = formatOf("simulate", args);
  // Without a spec, JSON and a drawing are empty, and other formats are not printed.
  if (files.length > 0 || format === "json" || format === "mermaid")
    for (const text of await render(format, parts, args, io)) io.out(text);
  if (args.flag("open-playground") && files.length > 0)
    await (await import("../playground/open-page.ts")).openPage(
      { files, definitionOf, start: { event: events[0]!.event, ...answersOf(options) } },
      args,
      io,
    );
  if (inputs.problems > 0) return 2;
  const unmet = unmetExpectations(
    parts.map(({ result }) => result),
    args.string("expect"),
    args.strings("trigger").length > 0,
  );
  for (const sentence of unmet) writeStderr(io, sentence);
  return unmet.length > 0 ? 1 : 0;
}

/** Throws `UsageError` for an option without its value before the path, as in `--push ci.yml`. */
function assertNoFile(args: Arguments, { cwd }: Io): void {
  for (const name of ["push", "tag", "pr", "branch"] as const) {
    const value = args.string(name);
    if (args.positionals.length > 0 || value === undefined || !SPEC_EXTENSION.test(value)) continue;
    if (exists(resolve(cwd, value)))
      throw new UsageError(
        `"--${name}" has a file as its value; write --${name} ${eventOptions[name]!.value} ${forShell(value)}`,
      );
  }
}

/** The options whose values are cut where a shell finds no quotes, or has several files. */
const CUT = new Set(["changed", "message", "comment", "trigger", "variable"]);

/** Explains words that are read as paths, and are rather a part of the value of an option. */
function partsOfValues({ optionsBefore }: Arguments, files: readonly SpecFile[], { cwd }: Io): string[] {
  const read = new Set(files.map(({ source }) => resolve(cwd, source.path)));
  return [...optionsBefore].flatMap(([word, option]) => {
    const absolute = resolve(cwd, word);
    if (!CUT.has(option) || read.has(absolute) || isFolder(absolute) || /[*?{]/.test(word)) return [];
    const remedy =
      option === "changed"
        ? "write --changed before each changed file"
        : `quote a value of --${option} that has spaces`;
    return [`"${word}" is read as the path of a spec; ${remedy}`];
  });
}

/** The pipelines of the command line, and how they are simulated. */
async function chooseIn(
  files: readonly SpecFile[],
  { kind, assume }: { readonly kind: "git" | "cron"; readonly assume: Assumptions },
  args: Arguments,
  io: Io,
) {
  const triggers = args.strings("trigger");
  const chosen = choose(files.flatMap(simulatedIn), kind, args.strings("pipeline"), triggers);
  const { projectOf, definitionOf } = await readProjects(chosen, args, io);
  const options = {
    assume,
    assumeAccepted: args.flag("assume-accepted"),
    projectOf,
    prover: kind === "git" ? await loadProver(chosen.flatMap((each) => each.triggers)) : undefined,
    host: nodeHost(),
    secrets: await findSecrets([...files, ...chosen.flatMap((each) => definitionOf(each) ?? [])]),
    mask: redactDetectedNow,
    definitionOf,
    steps: readStepOptions(args, chosen, definitionOf),
    ...(triggers.length > 0 && { triggers }),
    ...(args.string("git") !== undefined && { known: await namesOfCheckout(io.cwd) }),
  } satisfies SimulateOptions;
  return { chosen, options };
}

/** The answers of the command line, with which a page begins. */
function answersOf({ assume = {}, assumeAccepted = false }: SimulateOptions) {
  return {
    ...(Object.keys(assume).length > 0 && { assume }),
    ...(assumeAccepted && { assumeAccepted }),
  };
}

/** Branches and files of the checkout, which examples of other events prefer. */
async function namesOfCheckout(cwd: string): Promise<NonNullable<SimulateOptions["known"]>> {
  const [{ branchNames }, { Git }] = await Promise.all([
    import("../git/event-from-git.ts"),
    import("../git/run-git.ts"),
  ]);
  const git = new Git(cwd);
  return { branches: branchNames(git), files: git.trackedFiles() };
}

async function render(
  format: FormatOf<"simulate">,
  parts: readonly UserActionPart[],
  args: Arguments,
  io: Io,
): Promise<Iterable<string>> {
  switch (format) {
    case "json":
      return parts.length > 1 ? userActionJson(parts, buildsOf(parts)) : simulateJson(parts[0]!.result);
    case "mermaid":
      return [
        simulateMermaid(
          parts.flatMap(({ result }) => buildsIn(result)),
          parts.some(({ result }) => result.summary.unknown > 0),
        ),
      ];
    case "markdown": {
      const { simulateMarkdown } = await import("../../report/simulate/simulate-markdown.ts");
      return [withoutCommands(simulateMarkdown(parts, buildsOf(parts), shownTriggers(args)))];
    }
    case "pretty": {
      const options = { ...io.terminal, ...shownTriggers(args) };
      const text =
        parts.length > 1
          ? userActionPretty(parts, buildsOf(parts), options)
          : simulatePretty(parts[0]!.result, options);
      return [withoutCommands(text)];
    }
  }
}

/** Which triggers a report shows. */
function shownTriggers(args: Arguments): { readonly named: boolean; readonly explain?: boolean } {
  const named = args.strings("trigger").length > 0;
  const explain = args.flag("explain") || named;
  return { named, ...(explain && { explain }) };
}

function buildsOf(parts: readonly UserActionPart[]): readonly StartedBuild[] {
  return startedBuilds(parts.map(({ result }) => result)).certain;
}
