import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "..");
const shared = globalThis as { builtProgram?: Promise<string> };

/**
 * A folder with the command line bundled from this very source, apart from `dist`, which another run may be building. It is made once for
 * all tests of a process, which leave it as it is, and goes with the process.
 */
export function builtProgram(): Promise<string> {
  shared.builtProgram ??= bundle();
  return shared.builtProgram;
}

async function bundle(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "dryfire-bundle-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const { bundleCli } = await import("../scripts/bundle-cli.mjs");
  const { files } = await bundleCli(root, folder);
  for (const [path, text] of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  // Some tests run it as another user.
  spawnSync("chmod", ["-R", "a+rX", folder]);
  return folder;
}
