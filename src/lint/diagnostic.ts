import type { Range } from "../document/source.ts";

/** error: fails a gate; warning: almost surely not meant; info: worth knowing. */
export type Severity = "error" | "warning" | "info";

/** The severities from the highest to the lowest. */
export const SEVERITIES: readonly Severity[] = ["error", "warning", "info"];

/** Another place that belongs to a finding. `path` is set if it is in another file. */
export interface Related {
  /** The description of the place. */
  readonly message: string;
  readonly range: Range;
  /** The file, if it is another one. */
  readonly path?: string;
}

/** A replacement of a span of the text; an empty range inserts. */
export interface TextEdit {
  readonly range: Range;
  /** The text after the edit. */
  readonly text: string;
}

/** A change that fixes a finding. A safe one keeps the behaviour or is clearly meant. */
export interface Fix {
  /** The effect of the fix. */
  readonly title: string;
  /** True if `--fix` applies it; the others are applied by `--fix-suggestions`. */
  readonly safe: boolean;
  /** Empty if an edit would show a secret. */
  readonly edits: readonly TextEdit[];
}

/** One finding, as data: reports add nothing to it. */
export interface Diagnostic {
  /** The id of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  /** The fault and the remedy, in one sentence. */
  readonly message: string;
  readonly range: Range;
  /** JSON Pointer from the root of the document. */
  readonly pointer: string;
  /** The 0-based number of the document, if the file has several. */
  readonly document?: number;
  /** `metadata.name` of the pipeline. */
  readonly pipeline?: string;
  /** The step that the finding is about: the innermost one around its place. */
  readonly step?: string;
  /**
   * The path of a finding in a step or a definition, without `arguments`: `steps.api.image_name`.
   * For a missing key it is the path of that key.
   */
  readonly path?: string;
  /** Other paths at which the platform's own validator reports the same fault. */
  readonly also?: readonly string[];
  /** A page that describes the rule. Absent until the project has an address of its own. */
  readonly url?: string;
  /** Other places that belong to the finding. */
  readonly related: readonly Related[];
  /** A change that fixes the finding. */
  readonly fix?: Fix;
}

/** The place of a diagnostic in the text and in the tree. */
export type DiagnosticPlace = Pick<
  Diagnostic,
  "range" | "pointer" | "document" | "pipeline" | "step" | "path" | "also"
>;

/** The user's severity of a rule, which overrides all others; `raised` makes warnings errors. */
export type SeveritySetting = "error" | "warning" | "info" | "raised";

/** All settings of a severity. */
export const SEVERITY_SETTINGS: readonly SeveritySetting[] = [...SEVERITIES, "raised"];

/** A rule with the user's setting for it. */
interface RuleWithSeverity {
  readonly rule: { readonly id: string; readonly severity: Severity };
  readonly severity?: SeveritySetting;
}

/** Returns the severity of a finding of a rule, whose `own` one is by default that of the rule. */
export function severityOf({ rule, severity }: RuleWithSeverity, own = rule.severity): Severity {
  if (severity !== "raised") return severity ?? own;
  return own === "warning" ? "error" : own;
}

/** Builds the diagnostic of a rule, with the rule's own severity unless `extra` has one. */
export function buildDiagnostic(
  active: RuleWithSeverity,
  { range, pointer, document, pipeline, step, path, also }: DiagnosticPlace,
  message: string,
  extra: Partial<Pick<Diagnostic, "severity" | "related" | "fix">> = {},
): Diagnostic {
  return {
    rule: active.rule.id,
    severity: severityOf(active, extra.severity),
    message,
    range,
    pointer,
    ...(document !== undefined && { document }),
    ...(pipeline !== undefined && { pipeline }),
    ...(step !== undefined && { step }),
    ...(path !== undefined && { path }),
    ...(also !== undefined && { also }),
    related: extra.related ?? [],
    ...(extra.fix && { fix: extra.fix }),
  };
}

/** True if a severity is at least as high as another. */
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
