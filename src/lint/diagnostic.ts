import type { Range } from "../document/source.ts";
import { HOME } from "../util/package-urls.ts";

/** What a gate fails on: error; what is almost surely not meant: warning; what is worth knowing: info. */
export type Severity = "error" | "warning" | "info";

/** The severities from the heaviest to the lightest. */
export const SEVERITIES: readonly Severity[] = ["error", "warning", "info"];

/** Another place that belongs to a finding. `path` is set where it lies in another file. */
export interface Related {
  /** What the place is. */
  readonly message: string;
  readonly range: Range;
  /** The file, if it is another one. */
  readonly path?: string;
}

/** A replacement of a stretch of the text; an empty range inserts. */
export interface TextEdit {
  readonly range: Range;
  /** The text after the edit. */
  readonly text: string;
}

/** A change that mends a finding. A safe one keeps what the platform does, or is plainly what was meant. */
export interface Fix {
  /** What the fix does. */
  readonly title: string;
  /** True if `--fix` applies it; the others are applied by `--fix-suggestions`. */
  readonly safe: boolean;
  /** Empty if one of the edits would show a secret. */
  readonly edits: readonly TextEdit[];
}

/** One finding, as data: no reporter adds to it or decides about it. */
export interface Diagnostic {
  /** The id of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  /** What is wrong and what to do, in one sentence. */
  readonly message: string;
  readonly range: Range;
  /** JSON Pointer from the root of the document. */
  readonly pointer: string;
  /** 0-based number of the document, where the file has several. */
  readonly document?: number;
  /** `metadata.name` of the pipeline. */
  readonly pipeline?: string;
  /** The page that describes the rule. */
  readonly url: string;
  /** Other places that belong to the finding. */
  readonly related: readonly Related[];
  /** A change that fixes the finding. */
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
