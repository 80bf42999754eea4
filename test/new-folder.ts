import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { beforeAll, beforeEach } from "vitest";

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
