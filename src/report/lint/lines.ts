import { printable } from "../text/escape.ts";
import type { LintReport } from "./lint-report.ts";

/** One line per finding: `path:line:column: severity message [rule]`. Empty without findings. */
export function linesReport({ files }: LintReport): string {
  const lines = files.flatMap(({ path, diagnostics }) =>
    diagnostics.map(({ range, severity, message, rule }) =>
      printable(`${path}:${range.start.line}:${range.start.column}: ${severity} ${message} [${rule}]`),
    ),
  );
  return lines.map((line) => `${line}\n`).join("");
}
