import type { GitTrigger, Pipeline } from "../../pipeline/model.ts";
import { simulateMermaid } from "../../report/simulate/simulate-mermaid.ts";
import { manualRunJson, manualRunPretty } from "../../report/simulate/user-action-report.ts";
import { withoutCommands } from "../../report/text/escape.ts";
import { findSecrets } from "../../secrets/locate.ts";
import { redactDetected, redactorFor } from "../../secrets/redact.ts";
import { type ManualBuild, type ManualRun, manualBuild } from "../../simulate/build/manual-run.ts";
import { isNamed, pipelineName, simulatedIn, triggerName } from "../../simulate/pipelines.ts";
import { type Arguments, type ExitCode, type Io, UsageError } from "../command.ts";
import { eventOptions, sourceOptions } from "../event/event-options.ts";
import { Inputs } from "../input/read-inputs.ts";
import { type FormatOf, formatOf } from "../output/command-formats.ts";
import { writeStderr } from "../output/stderr.ts";
import { assumeFromFlags, choose } from "./pipeline-options.ts";
import { nodeHost } from "./regex-deadline.ts";
import { faultsTakenAsCorrected, readProjects } from "./step-definitions.ts";
import { readStepOptions, readVariable } from "./step-options.ts";

/**
 * `dryfire simulate --run PIPELINE`: prints the build of a manual run with the given trigger,
 * branch and variables. Throws `UsageError` for options of an event, and for a pipeline or trigger
 * that does not exist or is not unique.
 */
export async function simulateRun(args: Arguments, io: Io): Promise<ExitCode> {
  refuseOthers(args);
  const assume = assumeFromFlags(args.strings("assume"));
  const variables = args.strings("variable").map(readVariable);
  const inputs = new Inputs(args.positionals, io, {
    skipNonSpecs: args.flag("skip-non-specs"),
    complete: true,
    definitions: "alone",
  });
  const pipelines = (await inputs.all()).flatMap(simulatedIn);
  if (pipelines.length === 0 && inputs.problems > 0) return 2;
  if (pipelines.length === 0) throw new UsageError("no pipeline to run; give the specs that define it");
  const pipeline = onePipeline(args.string("run")!, pipelines);
  const [trigger, branch] = [oneTrigger(args.strings("trigger"), pipeline), args.string("branch")];
  const run: ManualRun = { ...(trigger && { trigger }), ...(branch !== undefined && { branch }), variables };
  const { projectOf, definitionOf } = await readProjects([pipeline], args, io);
  const project = projectOf(pipeline);
  const definition = definitionOf(pipeline);
  const secrets = await findSecrets([pipeline, ...(definition ? [definition] : [])]);
  const { results = {} } = readStepOptions(args, [pipeline], definitionOf);
  const steps = { results, host: nodeHost(), definition };
  const built = manualBuild(pipeline, run, {
    assume: { ...project?.assume, ...assume },
    assumeAccepted: args.flag("assume-accepted"),
    integrations: project?.integrations,
    secrets,
    steps,
  });
  const redactor = await redactorFor(secrets, [branch, variables]);
  for (const sentence of await faultsTakenAsCorrected(built.build ? [pipeline] : [], assume))
    writeStderr(io, redactor.text(sentence));
  const made = await redactDetected(redactor.data(built));
  io.out(await print(made, formatOf("simulate", args), io));
  return inputs.problems > 0 ? 2 : 0;
}

async function print(run: ManualBuild, format: FormatOf<"simulate">, { terminal }: Io): Promise<string> {
  const { pipeline, trigger, build } = run;
  if (format === "json") return manualRunJson(run);
  if (format === "markdown") {
    const { manualRunMarkdown } = await import("../../report/simulate/simulate-markdown.ts");
    return withoutCommands(manualRunMarkdown(run));
  }
  if (format === "mermaid")
    return simulateMermaid(build ? [{ title: `${pipeline} ${trigger ?? ""}`.trimEnd(), build }] : [], !build);
  return withoutCommands(manualRunPretty(run, terminal));
}

/** A manual run is not an event; of its facts it only has the branch. */
function refuseOthers(args: Arguments): void {
  const foreign = [
    "pipeline",
    "expect",
    "explain",
    "open-playground",
    ...Object.keys({ ...eventOptions, ...sourceOptions }),
  ];
  const given = foreign.find((name) => name !== "branch" && args.has(name));
  if (given === undefined) return;
  throw new UsageError(`"--${given}" cannot be used with --run, a manual run; remove it, or remove --run`);
}

function onePipeline(name: string, pipelines: readonly Pipeline[]): Pipeline {
  const [pipeline, other] = choose(pipelines, "git", [name], []).filter((each) => isNamed(each, name));
  if (pipeline && !other) return pipeline;
  const places = [pipeline!, other!].map((each) => `"${pipelineName(each)}" in ${each.file.source.path}`);
  const unique = pipeline!.isDefinition ? "the path" : "project/name";
  throw new UsageError(`several pipelines are named "${name}": ${places.join(" and ")}; write ${unique}`);
}

/** The trigger by its name or id, as in the platform's command line. */
function oneTrigger(names: readonly string[], pipeline: Pipeline): GitTrigger | undefined {
  const [name, second] = names;
  if (second !== undefined)
    throw new UsageError(`too many triggers for a manual run: "${name}" and "${second}"; name one`);
  if (name === undefined) return undefined;
  const found = pipeline.triggers.filter((each) => triggerName(each) === name || each.id?.value === name);
  if (found.length === 0) choose([pipeline], "git", [], [name]);
  if (found.length > 1)
    throw new UsageError(
      `several triggers of "${pipeline.name?.value}" are named "${name}"; rename all but one`,
    );
  return found[0];
}
