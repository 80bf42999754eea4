import type { Diagnostic, Fix } from "../lint/diagnostic.ts";
import type { LintedFile, LintReport } from "./lint-report.ts";
import { occurrences, secretShapes } from "./secret-shapes.ts";

/**
 * A report in which no secret is left to show: a file's secrets are also blanked out where they stand a second time (a password
 * repeated in a step), in messages and titles, and a fix whose edits would write one out loses its edits. Every report is printed from this.
 */
export function withoutSecrets(report: LintReport): LintReport {
  const all = report.files.flatMap(({ text, secrets }) => (text ? secretShapes(text, secrets) : []));
  if (all.length === 0) return report;
  const shapes = [...new Set(all)].sort((a, b) => b.length - a.length);
  return { ...report, files: report.files.map((file) => cleanFile(file, shapes)) };
}

function cleanFile(file: LintedFile, shapes: readonly string[]): LintedFile {
  const again = file.text ? occurrences(file.text, shapes) : [];
  return {
    ...file,
    secrets: [...file.secrets, ...again].sort((a, b) => a.start - b.start),
    diagnostics: file.diagnostics.map((diagnostic) => cleanDiagnostic(diagnostic, shapes)),
  };
}

function cleanDiagnostic(diagnostic: Diagnostic, shapes: readonly string[]): Diagnostic {
  const { message, related, fix } = diagnostic;
  return {
    ...diagnostic,
    message: blank(message, shapes),
    related: related.map((other) => ({ ...other, message: blank(other.message, shapes) })),
    ...(fix && { fix: cleanFix(fix, shapes) }),
  };
}

function cleanFix(fix: Fix, shapes: readonly string[]): Fix {
  const shows = fix.edits.some(({ text }) => shapes.some((shape) => text.includes(shape)));
  return { ...fix, title: blank(fix.title, shapes), edits: shows ? [] : fix.edits };
}

function blank(words: string, shapes: readonly string[]): string {
  return shapes.reduce((text, shape) => text.replaceAll(shape, "*****"), words);
}
