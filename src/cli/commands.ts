import type { Command } from "./command.ts";

/** The commands in the order of the help; each is loaded when it is called. */
export const COMMANDS: Readonly<Record<string, { readonly summary: string; load(): Promise<Command> }>> = {
  lint: {
    summary: "check pipeline specs",
    load: async () => (await import("./lint.ts")).command,
  },
  simulate: {
    summary: "say which triggers an event would fire, and why not the others",
    load: async () => (await import("./simulate.ts")).command,
  },
  schema: {
    summary: "print the JSON Schema of a pipeline spec or of an output",
    load: async () => (await import("./schema.ts")).command,
  },
};
