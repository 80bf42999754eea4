import picocolors from "picocolors";
import type { Diagnostic, Related, Severity } from "../lint/diagnostic.ts";
import { codeFrame, linesOf } from "./code-frame.ts";
import type { LintedFile, LintReport, LintSummary } from "./lint-report.ts";
import { printable, wrap } from "./printable.ts";

/** How a report for people is drawn. */
export interface PrettyOptions {
  readonly color: boolean;
  readonly columns: number;
}

type Painter = ReturnType<typeof picocolors.createColors>;

/** The report for people: grouped by file, each finding with its rule, its message and the exact characters underlined. */
export function prettyReport({ files, summary }: LintReport, options: PrettyOptions): string {
  const paint = picocolors.createColors(options.color);
  const blocks = files
    .filter(({ diagnostics }) => diagnostics.length > 0)
    .map((file) => prettyFile(file, paint, options.columns));
  return [...blocks, prettySummary(summary, paint)].join("\n");
}

function prettyFile(file: LintedFile, paint: Painter, columns: number): string {
  const lines = linesOf(file.text ?? "");
  const findings = file.diagnostics.map((diagnostic) =>
    prettyDiagnostic(diagnostic, file, lines, paint, columns),
  );
  return `${paint.underline(printable(file.path))}\n${findings.join("\n")}`;
}

function prettyDiagnostic(
  diagnostic: Diagnostic,
  file: LintedFile,
  lines: readonly string[],
  paint: Painter,
  columns: number,
): string {
  const { start } = diagnostic.range;
  const head = `  ${start.line}:${start.column}  ${severityWord(diagnostic.severity, paint)}  ${paint.dim(diagnostic.rule)}`;
  const message = wrap(printable(diagnostic.message), columns - 4).map((line) => `    ${line}`);
  const frame = file.text === undefined ? [] : frameLines(diagnostic, file, lines, paint, columns);
  const related = diagnostic.related.map((other) => `    ${paint.dim(relatedLine(other))}`);
  const fix = diagnostic.fix ? [`    ${paint.dim(fixLine(diagnostic))}`] : [];
  return [head, ...message, ...frame, ...related, ...fix, ""].join("\n");
}

function frameLines(
  diagnostic: Diagnostic,
  file: LintedFile,
  lines: readonly string[],
  paint: Painter,
  columns: number,
): string[] {
  const frame = codeFrame(lines, diagnostic.range, file.secrets, columns - 4);
  const color = severityColor(diagnostic.severity, paint);
  return [
    `    ${paint.dim(frame.gutter)}${frame.code}`,
    `    ${paint.dim(frame.blank)}${color(frame.marker)}`,
  ];
}

function relatedLine({ message, range, path }: Related): string {
  return printable(
    `${path === undefined ? "" : `${path}:`}${range.start.line}:${range.start.column}  ${message}`,
  );
}

function fixLine({ fix }: Diagnostic): string {
  return printable(`${fix?.safe ? "fix" : "suggestion"}: ${fix?.title}`);
}

function severityWord(severity: Severity, paint: Painter): string {
  return severityColor(severity, paint)(severity);
}

function severityColor(severity: Severity, paint: Painter): (text: string) => string {
  return severity === "error" ? paint.red : severity === "warning" ? paint.yellow : paint.cyan;
}

/** The last line: what was read, what was found, what was hidden. */
export function prettySummary(summary: LintSummary, paint: Painter): string {
  const { errors, warnings, infos } = summary;
  const read = `${count(summary.files, "file")}, ${count(summary.pipelines, "pipeline")}`;
  const parts = [
    errors > 0 && paint.red(count(errors, "error")),
    warnings > 0 && paint.yellow(count(warnings, "warning")),
    infos > 0 && paint.cyan(count(infos, "info")),
  ].filter((part) => part !== false);
  const found = parts.length > 0 ? parts.join(", ") : paint.green("no problems");
  const notes = [
    summary.fixable > 0 && `${summary.fixable} fixable with --fix`,
    summary.suppressed > 0 && `${summary.suppressed} hidden`,
  ].filter((note) => note !== false);
  return `${found} in ${read}${notes.length > 0 ? ` (${notes.join(", ")})` : ""}\n`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 || noun === "info" ? "" : "s"}`;
}
