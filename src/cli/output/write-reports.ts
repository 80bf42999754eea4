import { resolve } from "node:path";
import type { Rule } from "../../lint/rule.ts";
import type { LintReport } from "../../report/lint/lint-report.ts";
import { type Io, UsageError } from "../command.ts";
import { refuseLinks } from "../files/inside-repository.ts";
import { writeFileAtomically, writeReason } from "../files/write-file.ts";
import { fromCheckout } from "./ci-paths.ts";
import { type FormatRequest, formats } from "./formats.ts";
import { terminalOptions } from "./terminal-options.ts";

/**
 * Writes the reports of a run, each to its file or to standard output. `rules` are those that ran,
 * for the reports that describe them. Throws `UsageError` for a file that cannot be written, after
 * the other reports are written.
 */
export async function writeReports(
  requests: readonly FormatRequest[],
  report: LintReport,
  io: Io,
  rules: readonly Rule[],
): Promise<void> {
  let failed: UsageError | undefined;
  // Files first: the reader of standard output can stop early.
  for (const request of [...requests].sort((a, b) => Number(!a.file) - Number(!b.file))) {
    const { format, file } = request;
    const { forService, render } = formats[format];
    const options = file === undefined ? terminalOptions(report, io, rules) : { ...NO_TERMINAL, rules };
    const text = await render(forService ? fromCheckout(report, io) : report, options);
    if (file === undefined) io.out(text);
    else failed = (await tryToWrite({ ...request, file }, text, io)) ?? failed;
  }
  if (failed) throw failed;
}

/** A file has no colour, and the default width. */
const NO_TERMINAL = { color: false, columns: 80 };

async function tryToWrite(
  request: FormatRequest & { readonly file: string },
  text: string,
  { cwd }: Io,
): Promise<UsageError | undefined> {
  const { file: shown } = request;
  const absolute = resolve(cwd, shown);
  try {
    refuseLinks(absolute, shown, cwd);
    if (request.fromConfig) (await import("./config-report.ts")).assertReplaceable(absolute, request);
    writeFileAtomically(absolute, text);
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error;
    return new UsageError(`cannot write "${shown}": ${writeReason(error)}`);
  }
}
