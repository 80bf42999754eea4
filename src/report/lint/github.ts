import type { Range } from "../../document/source.ts";
import type { Diagnostic, Severity } from "../../lint/diagnostic.ts";
import { printable, withoutCommands } from "../text/escape.ts";
import type { LintReport } from "./lint-report.ts";
import { lastLine } from "./lint-report.ts";

const COMMANDS: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

/**
 * Returns workflow commands of GitHub Actions, one per finding, which become annotations ("Workflow
 * commands for GitHub Actions"; escapes as in `actions/toolkit`, `packages/core/src/command.ts`).
 * Empty without findings.
 */
export function githubReport({ files }: LintReport): string {
  return files.flatMap(({ path, diagnostics }) => diagnostics.map((each) => command(path, each))).join("");
}

function command(path: string, { rule, severity, message, range }: Diagnostic): string {
  const properties = { file: path, ...place(range), title: `dryfire: ${rule}` };
  return workflowCommand(COMMANDS[severity], properties, `${message} [${rule}]`);
}

/** One workflow command on its own line, escaped. */
export function workflowCommand(
  name: string,
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name} ${list.join(",")}::${escapeData(message)}\n`;
}

/** Columns are given for a single line only, as the runner requires; ends are inclusive. */
function place(range: Range): Record<string, number> {
  const { start, end } = range;
  const endLine = lastLine(range);
  if (endLine > start.line) return { line: start.line, endLine };
  const endColumn = end.line === start.line ? Math.max(start.column, end.column - 1) : start.column;
  return { line: start.line, endLine, col: start.column, endColumn };
}

/** Line breaks become `%0A`; other control characters would reach a terminal. */
function escapeData(text: string): string {
  return withoutCommands(text)
    .replaceAll("%", "%25")
    .replaceAll("\r", "%0D")
    .replaceAll("\n", "%0A")
    .replace(/[^%]+/g, printable);
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
