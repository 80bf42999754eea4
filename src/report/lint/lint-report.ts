import type { Range, Span } from "../../document/source.ts";
import type { Diagnostic, Severity } from "../../lint/diagnostic.ts";
import { plural } from "../../util/text.ts";

/** What a lint run found, as every reporter gets it. Reporters turn it into text and decide nothing. */
export interface LintReport {
  readonly files: readonly LintedFile[];
  readonly summary: LintSummary;
  /** What a run over a part of the files keeps for `merge-reports`; only the JSON report has it. */
  readonly shard?: object;
}

/** One file of a run. Clean files are listed too. */
export interface LintedFile {
  readonly path: string;
  readonly diagnostics: readonly Diagnostic[];
  /** The text, where there is something to show of it; for reporters that print a code frame. */
  readonly text?: string | undefined;
  /** Stretches of the text that no output may show. */
  readonly secrets: readonly Span[];
}

/** The counts of a run. */
export interface LintSummary {
  readonly files: number;
  readonly pipelines: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly fixable: number;
  readonly suppressed: number;
}

/** The last line of which a range covers something: one that ends in column 1 stops before that line. */
export function lastLine({ start, end }: Range): number {
  return end.column === 1 && end.line > start.line ? end.line - 1 : end.line;
}

/** Counts a run. `pipelines` and `suppressed` are sums that the diagnostics do not tell. */
export function summarize(
  files: readonly { readonly diagnostics: readonly Diagnostic[] }[],
  pipelines: number,
  suppressed: number,
): LintSummary {
  const all = files.flatMap(({ diagnostics }) => diagnostics);
  const count = (severity: string) => all.filter((diagnostic) => diagnostic.severity === severity).length;
  return {
    files: files.length,
    pipelines,
    errors: count("error"),
    warnings: count("warning"),
    infos: count("info"),
    fixable: all.filter(({ fix }) => fix?.safe).length,
    suppressed,
  };
}

/** What a report may tell of a rule. */
export interface RuleInfo {
  readonly id: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly why: string;
  /** Where the rule is described. */
  readonly url: string;
}

/** What colours the parts of a summary. */
export type SummaryPainter = Readonly<Record<"red" | "yellow" | "cyan" | "green", (text: string) => string>>;

const asIs = (text: string): string => text;

/** Leaves everything without colour. */
export const PLAIN: SummaryPainter = { red: asIs, yellow: asIs, cyan: asIs, green: asIs };

/** The last line of the report for people; `suggestions` is how many findings have a fix that is not safe. */
export function prettySummary(summary: LintSummary, suggestions: number, paint: SummaryPainter): string {
  const { errors, warnings, infos } = summary;
  const read = `${plural(summary.files, "file")}, ${plural(summary.pipelines, "pipeline")}`;
  const parts = [
    errors > 0 && paint.red(plural(errors, "error")),
    warnings > 0 && paint.yellow(plural(warnings, "warning")),
    infos > 0 && paint.cyan(plural(infos, "info", "info")),
  ].filter((part) => part !== false);
  const found = parts.length > 0 ? parts.join(", ") : paint.green("no problems");
  const notes = [
    fixableText(summary.fixable, suggestions),
    summary.suppressed > 0 && `${summary.suppressed} hidden`,
  ].filter((note) => note !== false && note !== "");
  return `${found} in ${read}\n${notes.length > 0 ? `${notes.join(", ")}\n` : ""}`;
}

function fixableText(safe: number, suggestions: number): string {
  const other =
    suggestions > 0 ? `${suggestions}${safe > 0 ? " more" : " fixable"} with --fix-suggestions` : "";
  return safe > 0 ? `${safe} fixable with --fix${other === "" ? "" : `, ${other}`}` : other;
}
