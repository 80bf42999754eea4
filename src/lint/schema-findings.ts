import { isScalar, valueAt } from "../document/located.ts";
import type { Pipeline } from "../pipeline/model.ts";
import { findSpecFaults } from "../pipeline/schema/spec-faults.ts";
import { findUnquoted } from "../pipeline/unquoted-patterns.ts";
import { locateFinding, type SchemaFinding } from "../schema/finding.ts";
import { schemaMessage } from "../schema/message.ts";
import { schemaFix } from "./fix/schema-fixes.ts";
import type { RuleContext } from "./rule.ts";

/** The schema findings of one spec, each with its rule if that is not the generic one. */
export function schemaFindingsOf(pipeline: Pipeline): SchemaFinding[] {
  const findings = findSpecFaults(pipeline.plain);
  return findings.map((finding) =>
    findUnquoted(finding, pipeline) ? { ...finding, owner: "unquoted-pattern" } : finding,
  );
}

/**
 * Reports a schema finding with its default message and place, as most of these rules do. After an
 * unreadable part a key is not reported as missing.
 */
export function reportFinding(finding: SchemaFinding, pipeline: Pipeline, context: RuleContext): void {
  const place = locateFinding(finding, pipeline.node);
  const fix = place.anchor ? undefined : schemaFix(finding, pipeline, context.text);
  if (finding.kind === "missing-key" && endsInFault(finding, pipeline)) return;
  context.report(place, schemaMessage(finding), fix && { fix });
}

/**
 * Like `reportFinding`, for a rule that judges the text of a field itself: reports only a value
 * that it cannot read as text, which is a date or a part of a text of JSON.
 */
export function reportUnread(finding: SchemaFinding, pipeline: Pipeline, context: RuleContext): void {
  const value = valueAt(pipeline.node, finding.path);
  if (value === undefined || (isScalar(value) && value.value instanceof Date))
    reportFinding(finding, pipeline, context);
}

/** After an unreadable part of a mapping it is unknown which keys are missing. */
function endsInFault({ path }: SchemaFinding, { node, file }: Pipeline): boolean {
  const end = valueAt(node, path)?.span.end ?? node.span.end;
  return file.faults.some(({ severity, span }) => severity === "error" && span.start <= end);
}
