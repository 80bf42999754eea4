import type { LintSummary } from "./lint-report.ts";

/** What colours the parts of a summary. */
export type SummaryPainter = Readonly<Record<"red" | "yellow" | "cyan" | "green", (text: string) => string>>;

const asIs = (text: string): string => text;

/** Leaves everything without colour. */
export const PLAIN: SummaryPainter = { red: asIs, yellow: asIs, cyan: asIs, green: asIs };

/** The last line of the report for people; `suggestions` is how many findings have a fix that is not safe. */
export function prettySummary(summary: LintSummary, suggestions: number, paint: SummaryPainter): string {
  const { errors, warnings, infos } = summary;
  const read = `${count(summary.files, "file")}, ${count(summary.pipelines, "pipeline")}`;
  const parts = [
    errors > 0 && paint.red(count(errors, "error")),
    warnings > 0 && paint.yellow(count(warnings, "warning")),
    infos > 0 && paint.cyan(count(infos, "info")),
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

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 || noun === "info" ? "" : "s"}`;
}
