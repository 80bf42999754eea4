import type { Diagnostic, Fix, Related, Severity } from "../../lint/diagnostic.ts";
import { printable } from "../text/escape.ts";
import { type Painter, type Screen, type ScreenOptions, screenFor } from "../text/style.ts";
import { wrap } from "../text/width.ts";
import { codeFrame, type FramedText, framedText } from "./code-frame.ts";
import type { LintedFile, LintReport } from "./lint-report.ts";
import { prettySummary, suggestionsIn } from "./lint-report.ts";

/** How a report for people is formatted. */
export interface PrettyOptions extends ScreenOptions {
  /** Returns the address of the documentation of a rule, where a terminal shows hyperlinks. */
  readonly linkOf?: (rule: string) => string | undefined;
}

/** The report for people: by file, each finding with rule, message and underlined span. */
export function prettyReport({ files, summary }: LintReport, options: PrettyOptions): string {
  const screen = screenFor(options);
  const blocks = files
    .filter(({ diagnostics }) => diagnostics.length > 0)
    .map((file) => prettyFile(file, screen, options.linkOf));
  return [...blocks, prettySummary(summary, suggestionsIn(files), screen)].join("\n");
}

function prettyFile(file: LintedFile, screen: Screen, linkOf: PrettyOptions["linkOf"]): string {
  const source = file.text === undefined ? undefined : framedText(file.text, file.secrets);
  const findings = file.diagnostics.map((each) => {
    const rule = hyperlink(screen.dim(printable(each.rule)), linkOf?.(each.rule));
    return prettyDiagnostic(each, source, rule, screen);
  });
  return `${screen.underline(printable(file.path))}\n${findings.join("\n")}`;
}

function prettyDiagnostic(
  diagnostic: Diagnostic,
  source: FramedText | undefined,
  rule: string,
  screen: Screen,
): string {
  const { start } = diagnostic.range;
  const head = `  ${start.line}:${start.column}  ${severityWord(diagnostic.severity, screen)}  ${rule}`;
  const message = indented(diagnostic.message, screen.columns);
  const frame = source ? frameLines(diagnostic, source, screen) : [];
  const notes = [
    ...diagnostic.related.map(relatedLine),
    ...(diagnostic.fix ? [fixLine(diagnostic.fix)] : []),
  ];
  const below = notes.flatMap((note) => indented(note, screen.columns, screen.dim));
  return [head, ...message, ...frame, ...below, ""].join("\n");
}

/** The escape sequence of a hyperlink (OSC 8). */
function hyperlink(text: string, address: string | undefined): string {
  const to = (target: string): string => `\u001b]8;;${target}\u001b\\`;
  return address === undefined ? text : `${to(address)}${text}${to("")}`;
}

/** A sentence below the first line of a finding, wrapped. */
function indented(sentence: string, columns: number, color = (line: string) => line): string[] {
  return wrap(printable(sentence), columns - 4).map((line) => `    ${color(line)}`);
}

function frameLines(
  diagnostic: Diagnostic,
  source: FramedText,
  screen: Screen,
): [code: string, marker: string] {
  const frame = codeFrame(source, diagnostic.range, screen.columns - 4);
  const color = severityColor(diagnostic.severity, screen);
  return [
    `    ${screen.dim(frame.gutter)}${frame.code}`,
    `    ${screen.dim(frame.blank)}${color(frame.marker)}`,
  ];
}

function relatedLine({ message, range, path }: Related): string {
  return `${path === undefined ? "" : `${path}:`}${range.start.line}:${range.start.column}  ${message}`;
}

function fixLine({ safe, title }: Fix): string {
  return `${safe ? "fix" : "suggestion"}: ${title}`;
}

function severityWord(severity: Severity, paint: Painter): string {
  return severityColor(severity, paint)(severity);
}

function severityColor(severity: Severity, paint: Painter): (text: string) => string {
  return severity === "error" ? paint.red : severity === "warning" ? paint.yellow : paint.cyan;
}
