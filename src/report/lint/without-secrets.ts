import type { Diagnostic, Fix } from "../../lint/diagnostic.ts";
import { spellings } from "../../secrets/variants.ts";
import { TextFinder } from "../../util/multi-search.ts";
import type { LintedFile, LintReport } from "./lint-report.ts";

/** Shorter texts stand in a spec by chance, such as `true`: blanking them everywhere would hide the spec and no secret. */
const SHORTEST = 6;

/**
 * A report in which no secret is left to show: a file's secrets are also blanked out where they stand a second time (a password
 * repeated in a step), in messages and titles, and a fix whose edits would write one out loses its edits. Every report is printed from this.
 */
export function withoutSecrets(report: LintReport): LintReport {
  const all = report.files.flatMap(({ text, secrets }) => (text ? [...spellings(text, secrets)] : []));
  const long = all.filter(({ length }) => length >= SHORTEST);
  if (long.length === 0) return report;
  const finder = new TextFinder(new Set(long));
  return { ...report, files: report.files.map((file) => cleanFile(file, finder)) };
}

function cleanFile(file: LintedFile, finder: TextFinder): LintedFile {
  const again = file.text ? finder.find(file.text) : [];
  return {
    ...file,
    secrets: [...file.secrets, ...again].sort((a, b) => a.start - b.start),
    diagnostics: file.diagnostics.map((diagnostic) => cleanDiagnostic(diagnostic, finder)),
  };
}

function cleanDiagnostic(diagnostic: Diagnostic, finder: TextFinder): Diagnostic {
  const { message, related, fix, pipeline } = diagnostic;
  return {
    ...diagnostic,
    message: blank(message, finder),
    pointer: blank(diagnostic.pointer, finder),
    ...(pipeline !== undefined && { pipeline: blank(pipeline, finder) }),
    related: related.map((other) => ({ ...other, message: blank(other.message, finder) })),
    ...(fix && { fix: cleanFix(fix, finder) }),
  };
}

function cleanFix(fix: Fix, finder: TextFinder): Fix {
  const shows = fix.edits.some(({ text }) => finder.find(text).length > 0);
  return { ...fix, title: blank(fix.title, finder), edits: shows ? [] : fix.edits };
}

function blank(words: string, finder: TextFinder): string {
  return finder.replace(words, "*****");
}
