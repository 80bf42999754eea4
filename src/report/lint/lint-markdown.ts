import type { Diagnostic } from "../../lint/diagnostic.ts";
import { code, formatComment, sentenceCode, table } from "../text/markdown.ts";
import type { LintReport } from "./lint-report.ts";
import { PLAIN, prettySummary, suggestionsIn } from "./lint-report.ts";

/** The name of each severity, in the order of the table; errors are bold. */
const SEVERITIES = { error: "**error**", warning: "warning", info: "info" } as const;

/**
 * Returns Markdown for the comment of a pull request or a step summary: the counts, and a table of
 * the findings. Messages quote specs, so they are code.
 */
export function lintMarkdown({ files, summary }: LintReport): string {
  const found = files.flatMap(({ path, diagnostics }) => diagnostics.map((each) => ({ path, each })));
  // The last rows may be cut.
  const rows = Object.keys(SEVERITIES).flatMap((severity) =>
    found.filter(({ each }) => each.severity === severity).map(({ path, each }) => row(path, each)),
  );
  const counts = prettySummary(summary, suggestionsIn(files), PLAIN).trimEnd().replace("\n", "; ");
  return formatComment([
    ["### Codefresh specs: findings of dryfire"],
    [counts],
    table(["severity", "place", "finding", "rule"], rows),
  ]);
}

function row(path: string, { severity, message, range, rule, fix }: Diagnostic): string[] {
  const title = fix && `${fix.safe ? "fix" : "suggestion"}: ${sentenceCode(fix.title)}`;
  const place = code(`${path}:${range.start.line}:${range.start.column}`);
  return [
    SEVERITIES[severity],
    place,
    [sentenceCode(message), title].filter(Boolean).join("<br>"),
    code(rule),
  ];
}
