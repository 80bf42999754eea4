import { basename, dirname, join, resolve } from "node:path";
import { providers } from "../../catalogue/providers.ts";
import { printable, withoutCommands } from "../../report/text/escape.ts";
import { redactDetected } from "../../secrets/redact.ts";
import { joinList, plural } from "../../util/text.ts";
import { type Arguments, type Command, type ExitCode, type Io, UsageError } from "../command.ts";
import { CONFIG_NAMES, configIn } from "../config/find-config.ts";
import { refuseLinks, repositoryAbove } from "../files/inside-repository.ts";
import { exists, isFolder, pathFrom, shownPath } from "../files/paths.ts";
import { writeWhole } from "../files/whole-file.ts";
import { writeReason } from "../files/write-file.ts";
import { Inputs } from "../input/read-inputs.ts";
import { detectRecipes } from "../recipes/recipes.ts";

/** `dryfire init`: writes a first config, and proposes the next steps. */
export const command: Command = {
  name: "init",
  summary:
    "Writes a starter config, dryfire.config.yaml, and prints the lines for the hooks and CI systems of the repository.",
  usage: "[FOLDER]",
  positionals: "FOLDER is the folder to write to; by default the current folder.",
  options: {},
  examples: [["dryfire init", "write dryfire.config.yaml and propose the next steps"]],
  run,
};

const STARTING_CONFIG = `# The config of dryfire for this folder and its subfolders. docs/config.md of the package
# explains every setting; editors can check this file against the schema that
# "dryfire schema config" prints.

# "recommended", or "strict": warnings become errors, and more rules run. Paths
# of other configs are allowed too.
extends: recommended

# Settings by rule id: error, warning, info or off. "dryfire rules" lists the
# rules, "dryfire explain RULE" describes one.
rules: {}

# Other settings for some files, as a preset or by rule; later ones override earlier ones.
overrides: []
#  - files: production/**
#    extends: strict
#  - files: sandbox/**
#    rules:
#      pipeline-name-format: info

# Globs of files to skip.
ignores: []

# The Git provider of each integration (the context of a trigger):
# ${joinList(
  providers.map(({ id }) => id),
  "or",
)}.
integrations: {}
#  github-1: github

# The lowest severity that gives exit code 1: error, warning or info.
failOn: error

# The reports of a run. One goes to standard output, others to files.
formats: pretty
#  - pretty
#  - sarif=dryfire.sarif
`;

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  if (args.positionals.length > 1)
    throw new UsageError(`too many folders (${args.positionals.length}); run "dryfire init" once for each`);
  const folder = resolve(io.cwd, args.positionals[0] ?? ".");
  if (!isFolder(folder))
    throw new UsageError(`folder "${args.positionals[0]}" does not exist; create it first`);
  const there = configIn(folder);
  if (there !== undefined) throw new UsageError(alreadyThere(there, io.cwd));
  const path = join(folder, CONFIG_NAMES[0]);
  refuseLinks(path, shownPath(path, io.cwd), io.cwd);
  write(path, shownPath(path, io.cwd));
  const lines = [`wrote ${shownPath(path, io.cwd)}`, await foundSpecs(folder, io)];
  const found = (await redactDetected(lines)).map((line) => `${printable(line)}\n`);
  io.out(withoutCommands([found.join(""), ...recipes(folder), nextSteps(io.cwd)].join("\n")));
  return 0;
}

/** The number of specs and definitions, by folder. */
async function foundSpecs(folder: string, io: Io): Promise<string> {
  const inputs = new Inputs([folder], io, { skipNonSpecs: true, definitions: true });
  const files = await inputs.all();
  const names = files.map(({ source }) => dirname(pathFrom(folder, resolve(io.cwd, source.path))));
  const folders = countFolders(names);
  if (files.length === 0) return 'found no pipeline spec; a spec has "kind: pipeline" at its top level';
  const list = [...folders].map(([name, count]) => `${count} in ${name === "." ? "this folder" : name}`);
  return `found ${plural(files.length, "file")} with specs or definitions: ${list.join(", ")}`;
}

const MAX_FOLDERS = 8;

/** The number of files by folder; where there are many folders, by those above them. */
function countFolders(names: readonly string[]): Map<string, number> {
  const folders = new Map<string, number>();
  for (const name of names) folders.set(name, (folders.get(name) ?? 0) + 1);
  const depth = Math.max(...names.map((name) => name.split("/").length));
  if (folders.size <= MAX_FOLDERS || depth === 1) return folders;
  return countFolders(
    names.map((name) =>
      name
        .split("/")
        .slice(0, depth - 1)
        .join("/"),
    ),
  );
}

/** The lines for the hooks and CI systems of the repository around a folder. */
function recipes(folder: string): string[] {
  return detectRecipes(repositoryAbove(folder) ?? folder).map(({ recipe, shown }) => {
    const head =
      shown === undefined
        ? `found no CI system; with ${recipe.title}, add ${recipe.place}:`
        : `found ${recipe.title} (${shown}); add ${recipe.place}:`;
    return `${head}\n\n${recipe.lines.replace(/^(?=.)/gm, "  ")}\n`;
  });
}

function nextSteps(cwd: string): string {
  const program = programFrom(cwd);
  return `The lines run the copy of dryfire in the project's node_modules; docs/outputs.md has more.
Next:

  ${program} lint
      shows the findings
  ${program} lint --baseline dryfire-baseline.json --update-baseline
      hides those of today; add "--baseline dryfire-baseline.json" to the lines above
`;
}

const PROGRAM = "node_modules/.bin/dryfire";

/** The path from a folder to the program in the nearest project around it. */
function programFrom(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (exists(join(at, PROGRAM))) return pathFrom(folder, join(at, PROGRAM));
    if (dirname(at) === at) return PROGRAM;
  }
}

function alreadyThere(path: string, cwd: string): string {
  const shown = shownPath(path, cwd);
  if (basename(path) === "package.json")
    return `"${shown}" already has a config under "dryfire"; edit it there`;
  return `config "${shown}" already exists; edit it, or remove it first`;
}

/** A file that is created in the meantime is not overwritten either. */
function write(path: string, shown: string): void {
  try {
    writeWhole(path, Buffer.from(STARTING_CONFIG), { mode: 0o666, exclusive: true });
  } catch (error) {
    throw new UsageError(`cannot write "${shown}": ${writeReason(error)}`);
  }
}
