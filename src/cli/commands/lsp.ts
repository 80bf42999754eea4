import type { Command } from "../command.ts";

/** `dryfire lsp`: a language server on standard input and output. */
export const command: Command = {
  name: "lsp",
  summary: "Starts a language server for editors, on standard input and output.",
  usage: "[OPTIONS]",
  positionals: "An editor starts it; see docs/editors.md for the settings of some editors.",
  options: {
    stdio: { description: "use standard input and output, as is always the case" },
    clientProcessId: {
      isNumber: true,
      value: "PID",
      description: "the process of the editor; the server ends soon after it",
    },
  },
  examples: [["dryfire lsp", "the command line for the settings of an editor"]],
  run: async () => {
    const { serve } = await import("../lsp/server.ts");
    serve(process.stdin, process.stdout);
    // The server ends the process itself, when the editor asks for it or is gone.
    return await new Promise(() => undefined);
  },
};
