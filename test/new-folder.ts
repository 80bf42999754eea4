import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { beforeAll, beforeEach } from "vitest";

/** Writes a file in a folder, and makes the folders on its path. */
export function writeIn(folder: string, path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** Makes a folder, and removes it in a hook such as `afterAll` or `onTestFinished`. */
export function newFolder(after: (remove: () => void) => void): string {
  const folder = mkdtempSync(join(tmpdir(), "dryfire-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Makes a folder with files, which is removed at the end of the run. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "dryfire-"));
  for (const [name, text] of Object.entries(files)) writeIn(folder, name, text);
  return folder;
}

/** Makes a folder before each test, or before all, and removes it after them. */
export function inNewFolder(
  before: typeof beforeEach | typeof beforeAll,
  start: (folder: string) => void | Promise<void>,
): void {
  before(async () => {
    const folder = mkdtempSync(join(tmpdir(), "dryfire-"));
    await start(folder);
    return () => rmSync(folder, { recursive: true, force: true });
  });
}

/** Returns the paths of all files below a folder. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true, encoding: "utf8" })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}
