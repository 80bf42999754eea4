import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Replaces a folder: `fill` writes to an empty folder next to it, which takes its name at the end.
 * If `fill` throws, the old folder stays and the error is rethrown.
 *
 * @param {string} folder the folder to replace; it may be missing
 * @param {(staged: string) => Promise<void>} fill
 */
export async function replaceFolder(folder, fill) {
  const beside = (mark) => mkdtempSync(join(dirname(folder), `.${basename(folder)}-${mark}-`));
  const staged = beside("new");
  try {
    await fill(staged);
    const old = beside("old");
    if (existsSync(folder)) renameSync(folder, join(old, basename(folder)));
    renameSync(staged, folder);
    rmSync(old, { recursive: true, force: true });
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}
