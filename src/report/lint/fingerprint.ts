import type { Span } from "../../document/source.ts";
import type { Diagnostic } from "../../lint/diagnostic.ts";
import { fnv1a64 } from "../../util/hash.ts";
import { joinSpans, within } from "../../util/spans.ts";
import { numbered } from "../../util/text.ts";
import type { LintedFile } from "./lint-report.ts";

/** The parts of a finding for its fingerprint. */
export type Fingerprinted = Pick<Diagnostic, "rule" | "pointer" | "pipeline" | "range">;

/**
 * Returns the identity of a finding in its file from one run to the next: 16 hexadecimal digits
 * from the rule, the pipeline, the pointer without list indexes, and the text of the span without
 * white space. Moved lines, other triggers and another wording do not change it. `secrets` are the
 * spans of `text` to leave out, sorted and disjoint.
 */
export function fingerprint(diagnostic: Fingerprinted, text: string, secrets: readonly Span[] = []): string {
  const { rule, pipeline = "", pointer, range } = diagnostic;
  const span = { start: range.start.offset, end: range.end.offset };
  const written = outsideOf(text, span, secrets).replace(/\s+/g, " ").trim();
  const place = pointer.replace(/\/\d+(?=\/|$)/g, "/*");
  return fnv1a64([rule, pipeline, place, written].join("\0"));
}

/** The text of a span without its secrets, so that not even their length remains. */
function outsideOf(text: string, span: Span, secrets: readonly Span[]): string {
  let kept = "";
  let at = span.start;
  for (const secret of within(secrets, span)) {
    kept += `${text.slice(at, secret.start)}*`;
    at = secret.end;
  }
  return kept + text.slice(at, span.end);
}

/** Identifies a finding, or a fact that becomes one, in its file in this run. */
export function findingKey({ rule, range }: Pick<Fingerprinted, "rule" | "range">): string {
  return `${rule} ${range.start.offset} ${range.end.offset}`;
}

/** The fingerprints of a file's findings; equal ones get the suffixes `-2`, `-3`. */
export function fingerprints({ diagnostics, text = "", secrets, fingerprints: known }: LintedFile): string[] {
  const hidden = joinSpans(secrets);
  const own = diagnostics.map(
    (diagnostic) => known?.get(findingKey(diagnostic)) ?? fingerprint(diagnostic, text, hidden),
  );
  return numbered(own, (count) => `-${count}`);
}
