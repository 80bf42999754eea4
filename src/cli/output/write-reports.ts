import { resolve } from "node:path";
import type { Rule } from "../../lint/rule.ts";
import type { LintReport } from "../../report/lint/lint-report.ts";
import { type Io, UsageError } from "../command.ts";
import { realPath, refuseLinks } from "../files/inside-repository.ts";
import { writeNamed } from "../files/write-file.ts";
import { fromCheckout } from "./ci-paths.ts";
import { type FormatRequest, formats } from "./formats.ts";
import { writeStderr } from "./stderr.ts";
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
    if (format === "sarif") noteOnResults(report, io);
    const options = file === undefined ? terminalOptions(report, io, rules) : { ...NO_TERMINAL, rules };
    const text = await render(forService ? fromCheckout(report, io) : report, options);
    if (file === undefined) io.out(text);
    else
      try {
        await writeReport({ ...request, file }, text, io);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        failed = error;
      }
  }
  if (failed) throw failed;
}

/** Throws `UsageError` for a report that would replace one of the files that were read. */
export function refuseInputs(
  requests: readonly FormatRequest[],
  inputs: readonly string[],
  cwd: string,
): void {
  const reports = reportFiles(requests, cwd);
  const clash =
    reports.size > 0 ? inputs.find((path) => reports.has(realPath(resolve(cwd, path)))) : undefined;
  if (clash === undefined) return;
  const file = reports.get(realPath(resolve(cwd, clash)));
  throw new UsageError(`cannot write "${file}": this run reads it; name another file`);
}

/** The names of the files of reports, by their paths without links. */
export function reportFiles(requests: readonly FormatRequest[], cwd: string): ReadonlyMap<string, string> {
  return new Map(
    requests.flatMap(({ file }) => (file === undefined ? [] : [[realPath(resolve(cwd, file)), file]])),
  );
}

/** The results that GitHub accepts in a file (docs.github.com, "SARIF results exceed limits"). */
const MAX_RESULTS = 25_000;

function noteOnResults({ files }: LintReport, io: Io): void {
  const results = files.reduce((sum, { diagnostics }) => sum + diagnostics.length, 0);
  if (results <= MAX_RESULTS) return;
  writeStderr(
    io,
    `GitHub refuses SARIF with more than ${MAX_RESULTS} results (${results}); use --quiet, or one report for each --shard`,
  );
}

/** A file has no colour, and the default width. */
const NO_TERMINAL = { color: false, columns: 80 };

async function writeReport(
  request: FormatRequest & { readonly file: string },
  text: string,
  { cwd }: Io,
): Promise<void> {
  const absolute = resolve(cwd, request.file);
  refuseLinks(absolute, request.file, cwd);
  if (request.fromConfig) (await import("./config-report.ts")).assertReplaceable(absolute, request);
  writeNamed(absolute, request.file, text, cwd);
}
