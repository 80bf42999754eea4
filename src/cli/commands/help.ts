import { didYouMean } from "../../util/closest-match.ts";
import {
  type Arguments,
  type Command,
  type CommandTable,
  type ExitCode,
  type Io,
  UsageError,
} from "../command.ts";
import { type HelpText, layOut } from "../help/layout.ts";
import { TOPICS } from "../help/topics.ts";

/** `dryfire help`: prints the help of a command or a topic. */
export const helpCommand = (commands: CommandTable): Command => ({
  name: "help",
  summary: "Prints the help of a command, or a text about a topic.",
  usage: "[COMMAND|TOPIC]",
  positionals: "COMMAND and TOPIC are one of these:",
  words: { ...commandsByName(commands), ...topicsByName() },
  options: {},
  examples: [
    ["dryfire help", "list the commands and topics"],
    ["dryfire help lint", "the options of lint; also dryfire lint --help"],
    ["dryfire help exit-codes", "the exit codes"],
  ],
  run: (args, io) => run(args, io, commands),
});

async function run({ positionals }: Arguments, io: Io, commands: CommandTable): Promise<ExitCode> {
  const [name, ...more] = positionals;
  if (more.length > 0) throw new UsageError(`too many topics: "${positionals.join('", "')}"; name one`);
  io.out(name === undefined ? layOut(overview(commands), io.terminal) : await helpOf(name, io, commands));
  return 0;
}

async function helpOf(name: string, { terminal }: Io, commands: CommandTable): Promise<string> {
  if (Object.hasOwn(commands, name)) {
    const { commandHelp } = await import("../help/command-help.ts");
    return await commandHelp(await commands[name]!.load(), terminal);
  }
  if (Object.hasOwn(TOPICS, name)) return layOut(await TOPICS[name]!.load(), terminal);
  if ((await import("./explain.ts")).findExplanation(name))
    throw new UsageError(`"${name}" is not a command or topic of the help; run "dryfire explain ${name}"`);
  const names = [...Object.keys(commands), ...Object.keys(TOPICS)];
  const hint = didYouMean(name, names, 'run "dryfire help" for a list');
  throw new UsageError(`unknown command or topic "${name}"; ${hint}`);
}

/** The commands and topics. */
export function overview(commands: CommandTable): HelpText {
  return [
    { text: "Lints Codefresh pipeline specs and shows which triggers an event would fire." },
    { text: "Usage: dryfire COMMAND [OPTIONS]" },
    { heading: "Commands" },
    { terms: Object.entries(commandsByName(commands)) },
    { heading: "Topics" },
    { terms: Object.entries(topicsByName()) },
    {
      text: 'Run "dryfire help NAME" for the help of a command or topic, "dryfire --version" for the version.',
    },
  ];
}

function commandsByName(commands: CommandTable): Record<string, string> {
  return Object.fromEntries(Object.entries(commands).map(([name, { summary }]) => [name, summary]));
}

function topicsByName(): Record<string, string> {
  return Object.fromEntries(Object.entries(TOPICS).map(([name, { about }]) => [name, about]));
}
