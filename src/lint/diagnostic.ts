import type { Range } from "../document/source.ts";
import { HOME } from "../util/package-urls.ts";

/** What a gate fails on: error; what is almost surely not meant: warning; what is worth knowing: info. */
export type Severity = "error" | "warning" | "info";

/** The severities from the heaviest to the lightest. */
export const SEVERITIES: readonly Severity[] = ["error", "warning", "info"];

/** Another place that belongs to a finding. `path` is set where it lies in another file. */
export interface Related {
  readonly message: string;
  readonly range: Range;
  readonly path?: string;
}

/** A replacement of a stretch of the text; an empty range inserts. */
export interface TextEdit {
  readonly range: Range;
  readonly text: string;
}

/** A change that mends a finding. A safe one keeps what the platform does, or is plainly what was meant. */
export interface Fix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly TextEdit[];
}

/** One finding, as data: no reporter adds to it or decides about it. */
export interface Diagnostic {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  /** JSON Pointer from the root of the document. */
  readonly pointer: string;
  /** 0-based number of the document, where the file has several. */
  readonly document?: number;
  /** `metadata.name` of the pipeline. */
  readonly pipeline?: string;
  readonly url: string;
  readonly related: readonly Related[];
  readonly fix?: Fix;
}

/** Where a diagnostic is: in the text, and in the tree. */
export type DiagnosticPlace = Pick<Diagnostic, "range" | "pointer" | "document" | "pipeline">;

/** A rule with the severity that the user set for it, which outranks all others. */
interface RuleWithSeverity {
  readonly rule: { readonly id: string; readonly severity: Severity };
  readonly severity?: Severity;
}

/** Builds the diagnostic of a rule. Without a severity in `extra` it has the rule's own. */
export function buildDiagnostic(
  { rule, severity }: RuleWithSeverity,
  { range, pointer, document, pipeline }: DiagnosticPlace,
  message: string,
  extra: Partial<Pick<Diagnostic, "severity" | "related" | "fix">> = {},
): Diagnostic {
  return {
    rule: rule.id,
    severity: severity ?? extra.severity ?? rule.severity,
    message,
    range,
    pointer,
    ...(document !== undefined && { document }),
    ...(pipeline !== undefined && { pipeline }),
    url: ruleUrl(rule.id),
    related: extra.related ?? [],
    ...(extra.fix && { fix: extra.fix }),
  };
}

/** Whether a severity is as heavy as another, or heavier. */
export function atLeast(severity: Severity, threshold: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold);
}

/** The order of a report: by place, then by rule. */
export function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (
    a.range.start.offset - b.range.start.offset ||
    a.range.end.offset - b.range.end.offset ||
    (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)
  );
}

/** Where a rule is described. */
export function ruleUrl(id: string): string {
  return `${HOME.docs}/rules.md#${id}`;
}
