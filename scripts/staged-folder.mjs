import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Fills a folder anew: `fill` writes into an empty folder beside it, which takes its place when all is written. Where `fill` throws, the
 * folder stays as it was, and the error goes on.
 *
 * @param {string} folder the folder to fill; it need not exist
 * @param {(staged: string) => Promise<void>} fill
 */
export async function fillAnew(folder, fill) {
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
