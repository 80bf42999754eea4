import { resolve } from "node:path";
import { ruleUrl } from "../../lint/diagnostic.ts";
import type { Rule } from "../../lint/rule.ts";
import type { LintReport, RuleInfo } from "../../report/lint/lint-report.ts";
import { PLAIN, prettySummary } from "../../report/lint/lint-report.ts";
import { type Io, UsageError } from "../command.ts";
import { VERSION } from "../version.ts";
import { fromCheckout } from "./ci-paths.ts";
import type { Format, FormatRequest } from "./formats.ts";
import { writeFileAtomically, writeReason } from "./write-file.ts";

/** The formats whose paths a service looks up in the checkout. */
const FOR_SERVICES: ReadonlySet<Format> = new Set(["github", "gitlab", "sarif"]);

/** What a reporter may need besides the report. */
export interface RenderOptions {
  readonly color: boolean;
  readonly columns: number;
  /** The rules that ran. */
  readonly rules: readonly Rule[];
}

/**
 * Writes a run's reports, each to its file or to standard output. `rules` are those that ran, for the reports that describe them.
 * Throws `UsageError` for a file that cannot be written; the other reports are written all the same.
 */
export async function writeReports(
  requests: readonly FormatRequest[],
  report: LintReport,
  io: Io,
  rules: readonly Rule[],
): Promise<void> {
  let failed: UsageError | undefined;
  for (const { format, file } of requests) {
    const base = FOR_SERVICES.has(format) ? fromCheckout(report, io) : report;
    const text = await renderReport(format, base, optionsFor(io, file, rules));
    if (file === undefined) io.out(text);
    else failed = tryToWrite(resolve(io.cwd, file), file, text) ?? failed;
  }
  if (failed) throw failed;
}

/** Formats a report whose files `redactLintResult` has made. */
export async function renderReport(
  format: Format,
  report: LintReport,
  options: RenderOptions,
): Promise<string> {
  switch (format) {
    case "pretty":
      // Most runs find nothing, and need nothing of what draws findings.
      return !options.color && report.files.every(({ diagnostics }) => diagnostics.length === 0)
        ? prettySummary(report.summary, 0, PLAIN)
        : (await import("../../report/lint/pretty.ts")).prettyReport(report, options);
    case "json":
      return (await import("../../report/lint/lint-json.ts")).jsonReport(report);
    case "lines":
      return (await import("../../report/lint/lines.ts")).linesReport(report);
    case "github":
      return (await import("../../report/lint/github.ts")).githubReport(report);
    case "gitlab":
      return (await import("../../report/lint/gitlab.ts")).gitlabReport(report);
    case "junit":
      return (await import("../../report/lint/junit.ts")).junitReport(report);
    case "sarif": {
      const rules = options.rules.map(ruleInfo);
      return (await import("../../report/lint/sarif.ts")).sarifReport(report, { version: VERSION, rules });
    }
  }
}

function ruleInfo({ id, severity, summary, why }: Rule): RuleInfo {
  return { id, severity, summary, why, url: ruleUrl(id) };
}

/** A file is no terminal: no colour, and the ordinary width. */
function optionsFor(io: Io, file: string | undefined, rules: readonly Rule[]): RenderOptions {
  const { color, columns } = file === undefined ? io.terminal : { color: false, columns: 80 };
  return { color, columns, rules };
}

function tryToWrite(absolute: string, shown: string, text: string): UsageError | undefined {
  try {
    writeFileAtomically(absolute, text);
    return undefined;
  } catch (error) {
    return new UsageError(`cannot write "${shown}": ${writeReason(error)}`);
  }
}
