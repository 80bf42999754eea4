import type { Span } from "../../document/source.ts";
import type { Diagnostic } from "../../lint/diagnostic.ts";
import { apart, within } from "../../secrets/redact.ts";
import { fnv1a64 } from "../../util/hash.ts";
import type { LintedFile } from "./lint-report.ts";

/** What of a finding its fingerprint is made from. */
export type Fingerprinted = Pick<Diagnostic, "rule" | "pointer" | "pipeline" | "range">;

/**
 * What a finding is known by from one run to the next, within its file: 16 hexadecimal digits made from the rule, the pipeline, the
 * pointer without the indexes of lists, and the text of the span, white space aside. Moving lines keeps it, and so does another trigger
 * above it or another wording of the message. `secrets` are the stretches of `text` that are left out of it, in order and apart.
 */
export function fingerprint(diagnostic: Fingerprinted, text: string, secrets: readonly Span[] = []): string {
  const { rule, pipeline = "", pointer, range } = diagnostic;
  const span = { start: range.start.offset, end: range.end.offset };
  const written = outsideOf(text, span, secrets).replace(/\s+/g, " ").trim();
  const place = pointer.replace(/\/\d+(?=\/|$)/g, "/*");
  return fnv1a64([rule, pipeline, place, written].join("\0"));
}

/** A stretch of a text with every secret in it cut out, so that not even its length is left. */
function outsideOf(text: string, span: Span, secrets: readonly Span[]): string {
  let kept = "";
  let at = span.start;
  for (const secret of within(secrets, span)) {
    kept += `${text.slice(at, secret.start)}*`;
    at = secret.end;
  }
  return kept + text.slice(at, span.end);
}

/** The fingerprints of a file's findings, in their order; where several would be equal, the later ones carry `-2`, `-3` and so on. */
export function fingerprints({ diagnostics, text = "", secrets }: LintedFile): string[] {
  const seen = new Map<string, number>();
  const hidden = apart(secrets);
  return diagnostics.map((diagnostic) => {
    const own = fingerprint(diagnostic, text, hidden);
    const count = (seen.get(own) ?? 0) + 1;
    seen.set(own, count);
    return count === 1 ? own : `${own}-${count}`;
  });
}
