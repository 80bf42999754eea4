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
  summary: "Prints completions for a shell; load them in the shell's startup file.",
  usage: "bash|zsh|fish",
  words: {
    bash: 'add eval "$(dryfire completion bash)" to ~/.bashrc',
    zsh: 'add eval "$(dryfire completion zsh)" to ~/.zshrc, after compinit',
    fish: "save the output as ~/.config/fish/completions/dryfire.fish",
  },
  options: {},
  examples: [["dryfire completion bash", "print the completions for bash"]],
  run: (args, io) => run(args, io, commands),
});

async function run(args: Arguments, io: Io, commands: CommandTable): Promise<ExitCode> {
  const [shell, ...more] = args.positionals;
  const make = shell !== undefined && Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
  if (!make || more.length > 0)
    throw new UsageError(
      `${shell === undefined ? "the shell is missing" : `unsupported shell "${args.positionals.join(" ")}"`}; write "dryfire completion bash", "zsh" or "fish"`,
    );
  const completed = await Promise.all(
    Object.values(commands).map(async ({ load, summary }) => completedCommand(await load(), summary)),
  );
  io.out(make({ commands: completed, rules: RULES.map(({ id }) => id) }));
  return 0;
}
