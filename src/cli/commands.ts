import type { CommandTable } from "./command.ts";

/** The commands in the order of the help; each is loaded when it is called. */
export const COMMANDS: CommandTable = {
  lint: {
    summary: "check pipeline specs",
    load: async () => (await import("./commands/lint.ts")).command,
  },
  simulate: {
    summary: "say which triggers an event would fire, and why not the others",
    load: async () => (await import("./commands/simulate.ts")).command,
  },
  test: {
    summary: "run cases: which triggers an event must fire, and which not",
    load: async () => (await import("./commands/test.ts")).command,
  },
  schedule: {
    summary: "list the coming runs of all cron triggers",
    load: async () => (await import("./commands/schedule.ts")).command,
  },
  explain: {
    summary: "say what a rule finds, why, and what it rests on",
    load: async () => (await import("./commands/explain.ts")).command,
  },
  rules: {
    summary: "list the rules",
    load: async () => (await import("./commands/rules.ts")).command,
  },
  init: {
    summary: "write a config to start from",
    load: async () => (await import("./commands/init.ts")).command,
  },
  completion: {
    summary: "print the completions for a shell",
    load: async () => (await import("./commands/completion.ts")).completionCommand(COMMANDS),
  },
  "merge-reports": {
    summary: "join the JSON reports of lint --shard",
    load: async () => (await import("./commands/merge-reports.ts")).command,
  },
  schema: {
    summary: "print the JSON Schema of a pipeline spec or of an output",
    load: async () => (await import("./commands/schema.ts")).command,
  },
};
