import { basename, join, resolve } from "node:path";
import { providers } from "../../catalogue/providers.ts";
import { joinList } from "../../util/text.ts";
import { type Arguments, type Command, type ExitCode, type Io, UsageError } from "../command.ts";
import { CONFIG_NAMES, configIn } from "../config/find-config.ts";
import { isFolder, shownPath } from "../input/paths.ts";
import { writeWhole } from "../output/whole-file.ts";
import { writeReason } from "../output/write-file.ts";

/** `dryfire init`: writes a first config. */
export const command: Command = {
  name: "init",
  summary: "Writes a starter config, dryfire.config.yaml, with a comment on every setting.",
  usage: "[FOLDER]",
  positionals: "FOLDER is the folder to write to; by default the current folder.",
  options: {},
  examples: [["dryfire init", "write dryfire.config.yaml"]],
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
  write(path, shownPath(path, io.cwd));
  io.out(`wrote ${shownPath(path, io.cwd)}\n`);
  return 0;
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
