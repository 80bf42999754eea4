import { resolve } from "node:path";
import { readSpecFile } from "../../pipeline/read-spec-file.ts";
import type { LintedFile } from "../../report/lint/lint-report.ts";
import { findFileSecrets } from "../../secrets/locate.ts";
import { UsageError } from "../command.ts";
import { readText } from "../input/read-text.ts";

/**
 * A file with its text, which was let go because nothing was found in it alone, and with the secrets of that text: it may have changed
 * meanwhile. Without either where it cannot be read any more; a report then shows its findings without their lines.
 */
export async function readAgain(file: LintedFile, cwd: string): Promise<LintedFile> {
  try {
    const text = readText(resolve(cwd, file.path), file.path);
    const { spans } = await findFileSecrets(await readSpecFile(file.path, text));
    return { ...file, text, secrets: spans };
  } catch (error) {
    if (error instanceof UsageError) return file;
    throw error;
  }
}
