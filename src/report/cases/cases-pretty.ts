import { specBlocks } from "../simulate/rejection-text.ts";
import type { SimulatePrettyOptions } from "../simulate/simulate-pretty.ts";
import { printable } from "../text/escape.ts";
import { type Painter, screenFor } from "../text/style.ts";
import type { CasesReport, ReportedCase, ReportedFailure } from "./cases-report.ts";
import { prettyCoverage, traceLines } from "./cases-text.ts";

/** The indentation of a failed case's trace. */
const INDENT = "    ";

/** A run of cases for people: a line for each, failures with their trace, the counts. */
export function casesPretty(report: CasesReport, options: SimulatePrettyOptions): string {
  const narrow = { ...options, columns: Math.max(40, options.columns - INDENT.length) };
  const screen = screenFor(narrow);
  const blocks = report.files.map(({ path, refused, cases }) => [
    screen.bold(printable(path)),
    ...specBlocks(refused, screen).flatMap((text) => [...indented(text.split("\n")), ""]),
    ...cases.flatMap((each) => caseLines(path, each, screen, narrow)),
  ]);
  if (report.coverage) blocks.push(prettyCoverage(report.coverage, screen));
  const all = [...blocks, [summaryLine(report.summary, screen)]];
  return `${all.map((lines) => lines.join("\n").trimEnd()).join("\n\n")}\n`;
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === "" ? "" : `${INDENT}${line}`));
}

function caseLines(
  path: string,
  each: ReportedCase,
  paint: Painter,
  options: SimulatePrettyOptions,
): string[] {
  const { name, range, outcome, failures } = each;
  if (outcome === "passed") return [`  ${paint.green("✓")} ${printable(name)}`];
  const place = paint.dim(printable(`${path}:${range.start.line}:${range.start.column}`));
  const trace = indented(traceLines(each, options));
  return [
    `  ${paint.red("✗")} ${paint.bold(printable(name))}  ${place}`,
    ...failures.flatMap((failure) => failureLines(failure, paint)),
    "",
    ...trace,
    "",
  ];
}

/** The width of the column of expectations. */
const keyWidth = 15;

function failureLines({ expectation, expected, actual, range }: ReportedFailure, paint: Painter): string[] {
  const { line, column } = range.start;
  const head = `${INDENT}${expectation.padEnd(keyWidth)}`;
  return [
    `${head}expected  ${paint.green(printable(expected))}  ${paint.dim(`${line}:${column}`)}`,
    `${" ".repeat(head.length)}got       ${paint.red(printable(actual))}`,
  ];
}

function summaryLine({ passed, failed, left }: CasesReport["summary"], paint: Painter): string {
  const parts = [
    passed > 0 ? paint.green(`${passed} passed`) : `${passed} passed`,
    failed > 0 ? paint.red(`${failed} failed`) : `${failed} failed`,
    ...(left > 0 ? [paint.dim(`${left} excluded by the filter`)] : []),
  ];
  return parts.join(", ");
}
