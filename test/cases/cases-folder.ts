import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeIn } from "../new-folder.ts";
import { type Outcome, runCommand } from "../scenario.ts";

/** Calls a function with a temporary folder that contains some files. */
export async function withFolder<T>(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "dryfire-"));
  try {
    for (const [name, text] of Object.entries(files)) writeIn(folder, name, text);
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a command line in a temporary folder with some files. */
export async function runInFolder(
  files: Readonly<Record<string, string>>,
  argv: readonly string[],
): Promise<Outcome> {
  return await withFolder(files, (folder) => runCommand(argv, folder));
}
