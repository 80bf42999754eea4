import type { Range } from "../src/document/source.ts";
import type { Diagnostic } from "../src/lint/diagnostic.ts";

/** Formats diagnostics for expected outputs, with related locations and fixes indented below. */
export function diagnosticLines(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((diagnostic) => `${lines(diagnostic).join("\n")}\n`).join("");
}

function lines({ range, severity, rule, message, pointer, related, fix }: Diagnostic): string[] {
  return [
    `${place(range)} ${severity} ${rule} ${pointer || "/"}: ${message}`,
    ...related.map(
      (other) => `  ${other.path ? `${other.path}:` : ""}${place(other.range)} ${other.message}`,
    ),
    ...(fix ? [`  ${fix.safe ? "fix" : "suggestion"}: ${fix.title}`] : []),
  ];
}

function place({ start, end }: Range): string {
  const until = end.line === start.line ? `${end.column}` : `${end.line}:${end.column}`;
  return `${start.line}:${start.column}-${until}`;
}
