import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../src/cli/main.ts";

/** Where a command line of a document runs, and what it reads. */
interface Surroundings {
  readonly cwd: string;
  readonly stdin?: string;
  readonly columns?: number;
}

/** Runs a command line as if its output went to a file; `text` has the messages too. */
export async function runProgram(
  argv: readonly string[],
  { cwd, stdin = "", columns = 80 }: Surroundings,
): Promise<{ readonly text: string; readonly messages: string; readonly exit: number }> {
  const [all, messages]: [string[], string[]] = [[], []];
  const exit = await main(argv, {
    cwd,
    env: {},
    readStdin: async () => stdin,
    out: (text) => all.push(text),
    err: (text) => {
      all.push(text);
      messages.push(text);
    },
    terminal: { interactive: false, color: false, columns },
  });
  return { text: all.join(""), messages: messages.join(""), exit };
}

/** Calls a function with a copy of a folder, since files of this checkout would be examples. */
export async function inCopy<T>(folder: string, use: (copy: string) => Promise<T>): Promise<T> {
  const copy = mkdtempSync(join(tmpdir(), "dryfire-"));
  try {
    cpSync(folder, copy, { recursive: true });
    return await use(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Returns the output of a command line of a document. Throws if it has messages. */
export async function outputOf(
  document: string,
  argv: readonly string[],
  where: Surroundings,
): Promise<string> {
  const { text, messages } = await runProgram(argv, where);
  if (messages !== "") throw new Error(`an example of ${document} failed: ${messages}`);
  return text;
}
