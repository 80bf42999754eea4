import type { Range } from "../../document/source.ts";
import type { Diagnostic, Severity } from "../../lint/diagnostic.ts";
import { printable } from "../text/escape.ts";
import type { LintReport } from "./lint-report.ts";
import { lastLine } from "./lint-report.ts";

const COMMANDS: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

/**
 * Workflow commands of GitHub Actions, one per finding, which the runner turns into annotations ("Workflow commands for GitHub
 * Actions"; escapes as `actions/toolkit`, `packages/core/src/command.ts`). Empty without findings.
 */
export function githubReport({ files }: LintReport): string {
  return files.flatMap(({ path, diagnostics }) => diagnostics.map((each) => command(path, each))).join("");
}

function command(path: string, { rule, severity, message, range }: Diagnostic): string {
  const properties = { file: path, ...place(range), title: `dryfire: ${rule}` };
  return workflowCommand(COMMANDS[severity], properties, `${message} [${rule}]`);
}

/** One workflow command on a line of its own, escaped. */
export function workflowCommand(
  name: string,
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name} ${list.join(",")}::${escapeData(message)}\n`;
}

/** Columns are told on one line only, as the runner demands; there, as for lines, the end is the last one that is covered. */
function place(range: Range): Record<string, number> {
  const { start, end } = range;
  const endLine = lastLine(range);
  if (endLine > start.line) return { line: start.line, endLine };
  const endColumn = end.line === start.line ? Math.max(start.column, end.column - 1) : start.column;
  return { line: start.line, endLine, col: start.column, endColumn };
}

/** Line breaks survive as `%0A`; other control characters would reach the terminal of whoever reads the log. */
function escapeData(text: string): string {
  return text
    .replaceAll("%", "%25")
    .replaceAll("\r", "%0D")
    .replaceAll("\n", "%0A")
    .replace(/[^%]+/g, printable);
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
