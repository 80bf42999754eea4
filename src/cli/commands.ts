import type { Command, CommandTable, Option } from "./command.ts";

/** Replaces the settings of the environment and the terminal. */
const COLOR: Option = {
  value: "WHEN",
  choices: ["auto", "always", "never"],
  description:
    "whether results on standard output are coloured; by default auto, as NO_COLOR, FORCE_COLOR and the terminal decide",
};

/** A command with `--color`, next to its `--format` in the help. */
function colored(command: Command): Command {
  const group = command.options.format?.group;
  return { ...command, options: { ...command.options, color: { ...COLOR, ...(group && { group }) } } };
}

/** The commands in the order of the help; each is loaded when it is called. */
export const COMMANDS: CommandTable = {
  lint: {
    summary: "check pipeline specs",
    load: async () => colored((await import("./commands/lint.ts")).command),
  },
  simulate: {
    summary: "show which triggers an event fires, and why others do not",
    load: async () => colored((await import("./commands/simulate.ts")).command),
  },
  test: {
    summary: "run test cases that state which triggers an event must fire",
    load: async () => colored((await import("./commands/test.ts")).command),
  },
  diff: {
    summary: "show the events and builds that a change gains and loses",
    load: async () => colored((await import("./commands/diff.ts")).command),
  },
  replay: {
    summary: "show which triggers recorded events would fire",
    load: async () => colored((await import("./commands/replay.ts")).command),
  },
  schedule: {
    summary: "list the next runs of all cron triggers",
    load: async () => colored((await import("./commands/schedule.ts")).command),
  },
  playground: {
    summary: "write a page on which specs can be looked at and tried",
    load: async () => (await import("./commands/playground.ts")).command,
  },
  explain: {
    summary: "explain a rule, an event, a condition or an open question",
    load: async () => colored((await import("./commands/explain.ts")).command),
  },
  rules: {
    summary: "list the rules",
    load: async () => colored((await import("./commands/rules.ts")).command),
  },
  lsp: {
    summary: "start a language server for editors",
    load: async () => (await import("./commands/lsp.ts")).command,
  },
  init: {
    summary: "write a starter config, and propose lines for hooks and CI",
    load: async () => (await import("./commands/init.ts")).command,
  },
  completion: {
    summary: "print shell completions",
    load: async () => (await import("./commands/completion.ts")).completionCommand(COMMANDS),
  },
  "merge-reports": {
    summary: "merge the JSON reports of lint --shard",
    load: async () => colored((await import("./commands/merge-reports.ts")).command),
  },
  schema: {
    summary: "print the JSON Schema of a pipeline spec or of an output",
    load: async () => (await import("./commands/schema.ts")).command,
  },
  help: {
    summary: "show the help of a command or a topic",
    load: async () => colored((await import("./commands/help.ts")).helpCommand(COMMANDS)),
  },
};
