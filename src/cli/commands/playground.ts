import { resolve } from "node:path";
import { type Arguments, type Command, type ExitCode, type Io, PATHS, UsageError } from "../command.ts";
import { configOptions } from "../config/config-project-settings.ts";
import { writeNamed } from "../files/write-file.ts";
import { Inputs } from "../input/read-inputs.ts";
import { writeStderr } from "../output/stderr.ts";
import { configsOf } from "../playground/open-page.ts";
import { buildPage } from "../playground/page.ts";
import { nonSpecsOption } from "../simulate/pipeline-options.ts";
import { readProjects, repoRootOption } from "../simulate/step-definitions.ts";

/** `dryfire playground`: writes a page on which specs can be looked at and tried. */
export const command: Command = {
  name: "playground",
  summary:
    "Writes one HTML file with the specs in it, to look at findings and builds and to try events. Secrets are masked.",
  usage: "[PATH...] --output FILE",
  positionals: PATHS,
  options: {
    output: { value: "FILE", alias: "o", description: "the file to write; by default standard output" },
    ...repoRootOption,
    ...nonSpecsOption,
    ...configOptions,
  },
  examples: [
    ["dryfire playground --output playground.html", "a page with every spec in the current folder"],
    ["dryfire playground pipelines/ci.yml > ci.html", "a page with one spec, to pass to a colleague"],
  ],
  run,
};

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  const given = args.string("output");
  const output = given === "-" ? undefined : given;
  if (output === undefined && io.terminal.interactive)
    throw new UsageError("the page is HTML; write it to a file with --output FILE");
  const inputs = new Inputs(args.positionals, io, {
    skipNonSpecs: args.flag("skip-non-specs"),
    definitions: true,
  });
  const files = await inputs.all();
  if (files.length === 0 && inputs.problems > 0) return 2;
  if (files.length === 0)
    throw new UsageError('no pipeline spec for the page; a spec has "kind: pipeline" at its top level');
  const pipelines = files.flatMap((file) => file.pipelines);
  const { definitionOf } = await readProjects(pipelines, args, io);
  const configs = configsOf(args, io);
  const { html, notes } = await buildPage({ files, definitionOf, configs }, io);
  if (output === undefined) io.out(html);
  else writeNamed(resolve(io.cwd, output), output, html, io.cwd);
  for (const note of notes) writeStderr(io, note);
  return inputs.problems + configs.problems > 0 ? 2 : 0;
}
