import { atLeast, SEVERITIES, type Severity } from "../../lint/diagnostic.ts";
import type { FileLintWithRules } from "../../lint/finish.ts";
import type { Rule } from "../../lint/rule.ts";
import { type LintedFile, type ShardField, summarize } from "../../report/lint/lint-report.ts";
import type { Arguments, ExitCode, Io, Option } from "../command.ts";
import { type FormatRequest, formats as formatTable } from "../output/formats.ts";
import { writeStderr } from "../output/stderr.ts";
import { writeReports } from "../output/write-reports.ts";
import type { CachedFile } from "./lint-cache.ts";

/** One linted file of a run, before the rules across files. */
export interface Linted extends FileLintWithRules {
  /** The text; undefined if it was not read or belongs to another run. */
  readonly text?: string;
  /** Set if the file was not read because it is unchanged. */
  readonly unread?: CachedFile;
  /** The lowest severity that fails, if a config gives one. */
  readonly failOn?: Severity | undefined;
}

/** A run whose findings are complete. */
export interface FinishedRun {
  readonly files: readonly LintedFile[];
  readonly pipelines: number;
  /** The number of findings that comments or a baseline hid. */
  readonly hidden: number;
  /** Whether an input or a config could not be used. */
  readonly failed: boolean;
  /** Whether something was not checked, so that no findings do not mean no problems. */
  readonly unchecked: boolean;
  /** The exit code of the findings. */
  readonly exitCode: ExitCode;
  /** The rules that ran. */
  readonly rules: readonly Rule[];
  /** The part of the JSON report that `merge-reports` needs. */
  readonly shard?: ShardField | undefined;
}

/** How a run is reported, and what makes it fail. */
export interface RunReportOptions {
  readonly formats: readonly FormatRequest[];
  /** The lowest severity that fails, for all files; undefined for that of each file, else error. */
  readonly failOn: Severity | undefined;
  readonly maxWarnings: number | undefined;
  /** Whether only errors are shown. */
  readonly quiet?: boolean;
}

/** The options that make a run fail; without them, `usual` decides. */
export const failOptions = (usual: string) =>
  ({
    "fail-on": {
      value: "SEVERITY",
      choices: SEVERITIES,
      description: `the lowest severity that gives exit code 1; by default that of ${usual}, or error`,
    },
    "max-warnings": {
      isNumber: true,
      value: "N",
      description: "give exit code 1 if there are more warnings than this",
    },
  }) satisfies Record<string, Option>;

/** Reads these options. */
export function readFailOptions(args: Arguments): Pick<RunReportOptions, "failOn" | "maxWarnings"> {
  return {
    failOn: args.string("fail-on") as Severity | undefined,
    maxWarnings: args.number("max-warnings"),
  };
}

/** A file for reports. */
export function toReported(file: Linted): LintedFile {
  const { path, diagnostics, secrets, failOn } = file;
  return { path, diagnostics, secrets, text: shownText(file), failOn };
}

/** The text of a file if there are findings to show in it. */
export function shownText({ diagnostics, text, unread }: Linted): string | undefined {
  return diagnostics.length === 0 ? undefined : (text ?? unread?.readText());
}

/** Writes the reports of a run. Throws `UsageError` for a report that cannot be written. */
export async function reportRun(run: FinishedRun, options: RunReportOptions, io: Io): Promise<void> {
  const { quiet = false, formats } = options;
  const files = quiet ? run.files.map(errorsOnly) : run.files;
  // A report for people does not end with "no problems" after a list of problems.
  const misleads =
    (run.failed && files.length === 0) ||
    ((run.unchecked || (quiet && run.exitCode === 1)) &&
      files.every(({ diagnostics }) => diagnostics.length === 0));
  const wanted = formats.filter(({ format, file }) => !misleads || !formatTable[format].forPeople || file);
  const count = (all: readonly LintedFile[]) =>
    all.reduce((sum, { diagnostics }) => sum + diagnostics.length, 0);
  const summary = summarize(files, run.pipelines, run.hidden, count(run.files) - count(files));
  await writeReports(wanted, { files, summary, ...(run.shard && { shard: run.shard }) }, io, run.rules);
}

/** The exit code: 1 for a finding of at least `failOn`, or for too many warnings. */
export function exitCodeOf(
  files: readonly LintedFile[],
  { failOn, maxWarnings, quiet }: RunReportOptions,
  io: Io,
): ExitCode {
  const all = files.flatMap(({ diagnostics }) => diagnostics);
  const warnings = all.filter(({ severity }) => severity === "warning").length;
  const tooMany = maxWarnings !== undefined && warnings > maxWarnings;
  if (tooMany) io.err(`dryfire: too many warnings (${warnings}); --max-warnings is ${maxWarnings}\n`);
  const failing = files.flatMap((file) =>
    file.diagnostics.filter(({ severity }) => atLeast(severity, failOn ?? file.failOn ?? "error")),
  );
  if (quiet && failing.length > 0 && failing.every(({ severity }) => severity !== "error"))
    writeStderr(io, "hidden warnings fail this run; remove --quiet to see them");
  return tooMany || failing.length > 0 ? 1 : 0;
}

function errorsOnly(file: LintedFile): LintedFile {
  return { ...file, diagnostics: file.diagnostics.filter(({ severity }) => severity === "error") };
}
