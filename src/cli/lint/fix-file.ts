import { resolve } from "node:path";
import { type FixedText, fixText } from "../../lint/fix/fix-text.ts";
import { lintFile } from "../../lint/run.ts";
import { suppress } from "../../lint/suppress/suppress.ts";
import type { SpecFile } from "../../pipeline/model.ts";
import { type Io, UsageError } from "../command.ts";
import type { FileConfig } from "../config/resolve-config.ts";
import { rewriteFile } from "../output/write-file.ts";

/** A file after `--fix`. */
export interface FixedFile extends Pick<FixedText, "fixed" | "refused"> {
  /** The file as it is now: fixed, or as before where it could not be written. */
  readonly result: SpecFile;
  /** Why it could not be written. */
  readonly problem?: string;
}

/** Fixes a file, and writes it unless it came from standard input. What an ignore comment hides is not fixed. */
export async function fixFile(
  file: SpecFile,
  { rules, settings }: FileConfig,
  options: { readonly suggestions: boolean },
  isStdin: boolean,
  io: Io,
): Promise<FixedFile> {
  const lint = async (current: SpecFile) => {
    const { diagnostics, ignores } = await lintFile(current, rules, settings);
    return suppress(diagnostics, ignores, rules).diagnostics;
  };
  const { file: result, fixed, refused } = await fixText(file, lint, options);
  const { path, text } = file.source;
  if (fixed === 0 || isStdin) return { result, fixed, refused };
  try {
    rewriteFile(resolve(io.cwd, path), path, text, result.source.text);
    return { result, fixed, refused };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { result: file, fixed: 0, refused, problem: error.message };
  }
}
