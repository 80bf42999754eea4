import type { Position, Range, Span } from "../../document/source.ts";
import type { Diagnostic, Fix, Severity } from "../../lint/diagnostic.ts";
import { printableJson } from "../../util/json.ts";
import { joinSpans, overlaps } from "../../util/spans.ts";
import { sentenceCode } from "../text/markdown.ts";
import { type LintedFile, type LintReport, lastLine } from "./lint-report.ts";

/** A position; without a column the whole line is meant. */
interface RdjsonPosition {
  readonly line: number;
  readonly column?: number;
}

interface RdjsonRange {
  readonly start: RdjsonPosition;
  readonly end: RdjsonPosition;
}

interface RdjsonSuggestion {
  readonly range: RdjsonRange;
  readonly text: string;
}

/** One finding, with the fields of reviewdog's `Diagnostic`. */
interface RdjsonDiagnostic {
  readonly message: string;
  readonly location: { readonly path: string; readonly range: RdjsonRange };
  readonly severity: "ERROR" | "WARNING" | "INFO";
  readonly code: { readonly value: string };
  readonly suggestions?: readonly RdjsonSuggestion[];
}

const SEVERITIES: Readonly<Record<Severity, RdjsonDiagnostic["severity"]>> = {
  error: "ERROR",
  warning: "WARNING",
  info: "INFO",
};

/**
 * The input of reviewdog with `-f=rdjson` (reviewdog, `proto/rdf/reviewdog.proto`,
 * `DiagnosticResult`), with fixes as suggestions.
 */
export function rdjsonReport({ files }: LintReport): string {
  const report = { source: { name: "dryfire" }, diagnostics: files.flatMap(diagnosticsOf) };
  return `${printableJson(report, 2)}\n`;
}

/** A text with its secrets, sorted and disjoint. */
interface Known {
  readonly text: string;
  readonly secrets: readonly Span[];
}

function diagnosticsOf({ path, diagnostics, text, secrets }: LintedFile): RdjsonDiagnostic[] {
  const known = text === undefined ? undefined : { text, secrets: joinSpans(secrets) };
  return diagnostics.map((diagnostic) => rdjsonDiagnostic(path, diagnostic, known));
}

function rdjsonDiagnostic(
  path: string,
  { rule, severity, message, range, fix }: Diagnostic,
  known: Known | undefined,
): RdjsonDiagnostic {
  const suggestion = fix && known && suggestionOf(fix, known);
  return {
    // Reviewdog shows it as Markdown in a comment, under the name of a bot.
    message: sentenceCode(message),
    location: { path, range: known ? bytesRange(range, known.text) : linesOf(range) },
    severity: SEVERITIES[severity],
    code: { value: rule },
    ...(suggestion && { suggestions: [suggestion] }),
  };
}

/**
 * Merges the edits of a fix into one suggestion, because reviewdog offers each suggestion by
 * itself. Undefined if the text between the edits has a secret.
 */
function suggestionOf({ edits }: Fix, { text, secrets }: Known): RdjsonSuggestion | undefined {
  const sorted = [...edits].sort((a, b) => a.range.start.offset - b.range.start.offset);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last) return undefined;
  const range = { start: first.range.start, end: last.range.end };
  let [kept, at] = ["", range.start.offset];
  for (const edit of sorted) {
    const between = { start: at, end: edit.range.start.offset };
    if (overlaps(secrets, between)) return undefined;
    kept += text.slice(between.start, between.end) + edit.text;
    at = edit.range.end.offset;
  }
  return { range: bytesRange(range, text), text: kept };
}

/** Whole lines, where the text is not at hand. */
function linesOf(range: Range): RdjsonRange {
  return { start: { line: range.start.line }, end: { line: lastLine(range) } };
}

/** Columns are bytes of UTF-8, from 1; the end is exclusive. */
function bytesRange({ start, end }: Range, text: string): RdjsonRange {
  return { start: bytesPosition(start, text), end: bytesPosition(end, text) };
}

function bytesPosition({ line, column, offset }: Position, text: string): RdjsonPosition {
  const before = text.slice(offset - (column - 1), offset);
  return { line, column: new TextEncoder().encode(before).length + 1 };
}
