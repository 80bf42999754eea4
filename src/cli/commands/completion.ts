import { RULES } from "../../../rules/index.ts";
import {
  type Arguments,
  type Command,
  type CommandTable,
  type ExitCode,
  type Io,
  UsageError,
} from "../command.ts";
import { bashCompletion } from "../completion/bash.ts";
import { type CompletionTable, completedCommand } from "../completion/completion-table.ts";
import { fishCompletion } from "../completion/fish.ts";
import { zshCompletion } from "../completion/zsh.ts";

const SHELLS: Readonly<Record<string, (table: CompletionTable) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** `dryfire completion`: prints the completion script of a shell, generated from the commands. */
export const completionCommand = (commands: CommandTable): Command => ({
  name: "completion",
  summary: "Prints the completions for a shell, to be read by it at its start.",
  usage: "bash|zsh|fish",
  options: {},
  examples: [
    ["dryfire completion bash", 'for bash: put eval "$(dryfire completion bash)" into ~/.bashrc'],
    ["dryfire completion zsh", 'for zsh: put eval "$(dryfire completion zsh)" into ~/.zshrc, after compinit'],
    ["dryfire completion fish", "for fish: write it to ~/.config/fish/completions/dryfire.fish"],
  ],
  run: (args, io) => run(args, io, commands),
});

async function run(args: Arguments, io: Io, commands: CommandTable): Promise<ExitCode> {
  const [shell, ...more] = args.positionals;
  const make = shell !== undefined && Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
  if (!make || more.length > 0)
    throw new UsageError(
      `${shell === undefined ? "no shell is given" : `there are no completions for "${args.positionals.join(" ")}"`}; write "dryfire completion bash", "zsh" or "fish"`,
    );
  const completed = await Promise.all(
    Object.values(commands).map(async ({ load, summary }) => completedCommand(await load(), summary)),
  );
  io.out(make({ commands: completed, rules: RULES.map(({ id }) => id) }));
  return 0;
}
