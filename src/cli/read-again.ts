import { resolve } from "node:path";
import { lintBounded } from "../lint-bounded.ts";
import type { LintedFile } from "../report/lint-report.ts";
import { readSpecFile } from "../spec/documents.ts";
import type { FileConfig } from "./effective-config.ts";
import { readText } from "./read-text.ts";

/**
 * A file with its text, which was let go because nothing was found in it alone, and with the secrets of that text: it may have changed
 * meanwhile. Without either where it cannot be read any more; a report then shows its findings without their lines.
 */
export async function readAgain(file: LintedFile, cwd: string, config: FileConfig): Promise<LintedFile> {
  try {
    const text = readText(resolve(cwd, file.path), file.path);
    const { secrets } = await lintBounded(await readSpecFile(file.path, text), config.rules, config.settings);
    return { ...file, text, secrets };
  } catch {
    return file;
  }
}
