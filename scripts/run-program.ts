import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../src/cli/main.ts";

/** Where a command line of a document runs, what it reads, and its exit code. */
interface Surroundings {
  readonly cwd: string;
  readonly stdin?: string;
  readonly columns?: number;
  readonly exit?: number;
}

/**
 * Returns the output of a command line, as if it went to a file, with its messages. Throws if the
 * command ends with another exit code.
 */
export async function outputOf(
  line: string,
  { cwd, stdin = "", columns = 80, exit = 0 }: Surroundings,
): Promise<string> {
  const argv = [...line.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word);
  const all: string[] = [];
  const ended = await main(argv, {
    cwd,
    env: {},
    readStdin: async () => stdin,
    out: (text) => all.push(text),
    err: (text) => all.push(text),
    terminal: { interactive: false, color: false, columns },
  });
  const text = all.join("");
  if (ended !== exit) throw new Error(`"dryfire ${line}" of a document ends with ${ended}: ${text}`);
  return text;
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
