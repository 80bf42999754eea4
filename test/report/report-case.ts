import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Range, Source } from "../../src/document/source.ts";
import type { Diagnostic, Severity } from "../../src/lint/diagnostic.ts";
import { redactLintResult } from "../../src/lint/redact-lint.ts";
import { type LintedFile, type LintReport, summarize } from "../../src/report/lint/lint-report.ts";

/** A place by its text: the n-th occurrence, a span between two texts, or the end of one. */
interface PlaceByText {
  readonly at?: string | readonly [from: string, to: string];
  readonly after?: string;
  readonly nth?: number;
  readonly range?: Range;
}

interface FindingCase extends PlaceByText {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly pointer: string;
  readonly pipeline?: string;
  readonly document?: number;
  readonly related?: readonly (PlaceByText & { readonly message: string; readonly path?: string })[];
  readonly fix?: {
    readonly title: string;
    readonly safe: boolean;
    readonly edits: readonly (PlaceByText & { readonly text: string })[];
  };
}

interface FileCase {
  readonly path: string;
  readonly text?: readonly string[];
  readonly newline?: string;
  readonly secrets?: readonly string[];
  readonly diagnostics?: readonly FindingCase[];
}

interface ReportCase {
  readonly pipelines: number;
  readonly suppressed?: number;
  readonly files: readonly FileCase[];
}

/** Reads the lint report that a folder of `fixtures/reports` describes, redacted as in lint. */
export async function readReportCase(folder: string): Promise<LintReport> {
  const {
    files,
    pipelines,
    suppressed = 0,
  } = JSON.parse(readFileSync(join(folder, "case.json"), "utf8")) as ReportCase;
  const linted = await redactLintResult(files.map(lintedFile));
  return { files: linted, summary: summarize(linted, pipelines, suppressed) };
}

function lintedFile({ path, text, newline = "\n", secrets = [], diagnostics = [] }: FileCase): LintedFile {
  const source = new Source(path, (text ?? []).map((line) => line + newline).join(""));
  return {
    path,
    ...(text && { text: source.text }),
    secrets: secrets.map((secret) => spanOf(source, { at: secret })),
    diagnostics: diagnostics.map((finding) => diagnosticOf(source, finding)),
  };
}

function diagnosticOf(source: Source, finding: FindingCase): Diagnostic {
  const { rule, severity, message, pointer, pipeline, document, related = [], fix } = finding;
  return {
    rule,
    severity,
    message,
    range: rangeOf(source, finding),
    pointer,
    ...(document !== undefined && { document }),
    ...(pipeline !== undefined && { pipeline }),
    url: `https://example.com/rules#${rule}`,
    related: related.map((other) => ({
      message: other.message,
      range: rangeOf(source, other),
      ...(other.path !== undefined && { path: other.path }),
    })),
    ...(fix && {
      fix: { ...fix, edits: fix.edits.map((edit) => ({ range: rangeOf(source, edit), text: edit.text })) },
    }),
  };
}

function rangeOf(source: Source, place: PlaceByText): Range {
  return place.range ?? source.range(spanOf(source, place));
}

function spanOf({ text }: Source, { at, after, nth = 1 }: PlaceByText): { start: number; end: number } {
  if (after !== undefined) {
    const end = find(text, after, nth) + after.length;
    return { start: end, end };
  }
  const [from, to] = typeof at === "string" ? [at, at] : at!;
  const start = find(text, from, nth);
  return { start, end: text.indexOf(to, start) + to.length };
}

function find(text: string, part: string, nth: number): number {
  let at = -1;
  for (let count = 0; count < nth; count++) {
    at = text.indexOf(part, at + 1);
    if (at === -1) throw new Error(`the case has no ${nth}. ${JSON.stringify(part)}`);
  }
  return at;
}
