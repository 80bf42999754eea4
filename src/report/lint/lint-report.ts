import type { Range, Span } from "../../document/source.ts";
import type { ProjectEntry } from "../../lint/context.ts";
import type { Diagnostic, Severity, SeveritySetting } from "../../lint/diagnostic.ts";
import type { IgnoreEntry } from "../../lint/suppress/suppress.ts";
import { plural } from "../../util/text.ts";

/** The result of a lint run, the input of every report. Reports decide nothing. */
export interface LintReport {
  readonly files: readonly LintedFile[];
  readonly summary: LintSummary;
  readonly shard?: ShardField;
}

/**
 * With `--shard` only: the input of `dryfire merge-reports` for the rules across files and the
 * ignore comments. It may change with any version.
 */
export interface ShardField {
  /** The number of the part, from 1. */
  readonly index: number;
  /** How many parts there are. */
  readonly count: number;
  /** True if inputs or configs could not be used, which is exit code 2. */
  readonly failed: boolean;
  /** A digest of the paths of all parts, without JSON files that were only found: reports. */
  readonly found: string;
  /** A digest of the version, the options and the configs of all parts. */
  readonly settings: string;
  /** The sets of rules that ran. */
  readonly sets: readonly (readonly RuleInSet[])[];
  /** The files of the part, in the order of the report. */
  readonly files: readonly ShardFile[];
}

/** A rule that ran. */
export interface RuleInSet {
  /** The id of the rule. */
  readonly rule: string;
  /** The user's severity of the rule; `raised` makes its warnings errors. */
  readonly severity?: SeveritySetting;
}

/** A file of a part. */
export interface ShardFile {
  /** The path as it was found. */
  readonly path: string;
  /** The index of its set of rules. */
  readonly set: number;
  /** The number of pipeline specs in it. */
  readonly pipelines: number;
  /** The facts of it for the rules across files. */
  readonly facts: readonly ProjectEntry[];
  /** The rules that its ignore comments name. */
  readonly ignores: readonly IgnoreEntry[];
  /** Its findings; no ignore comment has been applied to them. */
  readonly diagnostics: readonly Diagnostic[];
  /** Fingerprints, made from the text, of findings, facts, and findings about ignore comments. */
  readonly fingerprints?: readonly string[];
  /** The lowest severity that fails the run, if a config gives one. */
  readonly failOn?: Severity;
}

/** One file of a run. Clean files are listed too. */
export interface LintedFile {
  /** The path as it was found, from the working folder. */
  readonly path: string;
  /** The findings, in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
  /** The text, for code frames, if there are findings to show. */
  readonly text?: string | undefined;
  /** Spans of the text that no output may show. */
  readonly secrets: readonly Span[];
  /** Fingerprints by `findingKey`, where the text is not at hand. */
  readonly fingerprints?: ReadonlyMap<string, string | undefined>;
  /** The lowest severity that fails the run, if a config gives one; never printed. */
  readonly failOn?: Severity | undefined;
}

/** The counts of a run. */
export interface LintSummary {
  /** Files that were read. */
  readonly files: number;
  /** Pipeline specs in them. */
  readonly pipelines: number;
  /** Findings that are errors. */
  readonly errors: number;
  /** Findings that are warnings. */
  readonly warnings: number;
  /** Findings that are infos. */
  readonly infos: number;
  /** Findings that `--fix` fixes. */
  readonly fixable: number;
  /** Findings that comments, the baseline or an earlier version hide. */
  readonly suppressed: number;
  /** Warnings and infos that --quiet hides; absent if there is none. */
  readonly notShown?: number;
}

/** The last line of a range: one that ends in column 1 ends on the line before. */
export function lastLine({ start, end }: Range): number {
  return end.column === 1 && end.line > start.line ? end.line - 1 : end.line;
}

/** Counts a run. `pipelines` and `suppressed` are given, since the diagnostics do not show them. */
export function summarize(
  files: readonly { readonly diagnostics: readonly Diagnostic[] }[],
  pipelines: number,
  suppressed: number,
  notShown = 0,
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
    ...(notShown > 0 && { notShown }),
  };
}

/** The colours of the parts of a summary. */
export type SummaryPainter = Readonly<Record<"red" | "yellow" | "cyan" | "green", (text: string) => string>>;

const asIs = (text: string): string => text;

/** No colours. */
export const PLAIN: SummaryPainter = { red: asIs, yellow: asIs, cyan: asIs, green: asIs };

/** The last line for people; `suggestions` counts fixes that are not safe. */
export function prettySummary(summary: LintSummary, suggestions: number, paint: SummaryPainter): string {
  const { errors, warnings, infos } = summary;
  const read = `${plural(summary.files, "file")}, ${plural(summary.pipelines, "pipeline")}`;
  const parts = [
    errors > 0 && paint.red(plural(errors, "error")),
    warnings > 0 && paint.yellow(plural(warnings, "warning")),
    infos > 0 && paint.cyan(plural(infos, "info", "info")),
  ].filter((part) => part !== false);
  const none = summary.notShown === undefined ? "no problems" : "no errors";
  const found = parts.length > 0 ? parts.join(", ") : paint.green(none);
  const notes = [
    fixableText(summary.fixable, suggestions),
    summary.suppressed > 0 && `${summary.suppressed} hidden`,
    summary.notShown !== undefined &&
      `${plural(summary.notShown, "warning or info", "warnings or infos")} not shown (--quiet)`,
  ].filter((note) => note !== false && note !== "");
  return `${found} in ${read}\n${notes.length > 0 ? `${notes.join(", ")}\n` : ""}`;
}

/** The number of fixes that may change the intended meaning. */
export function suggestionsIn(files: LintReport["files"]): number {
  return files.reduce(
    (sum, { diagnostics }) => sum + diagnostics.filter(({ fix }) => fix?.safe === false).length,
    0,
  );
}

function fixableText(safe: number, suggestions: number): string {
  const other =
    suggestions > 0 ? `${suggestions}${safe > 0 ? " more" : " fixable"} with --fix-suggestions` : "";
  return safe > 0 ? `${safe} fixable with --fix${other === "" ? "" : `, ${other}`}` : other;
}
