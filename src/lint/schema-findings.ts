import { isScalar, valueAt } from "../document/located.ts";
import type { Pipeline } from "../pipeline/model.ts";
import { findSpecFaults } from "../pipeline/schema/spec-faults.ts";
import { type DefinitionFault, findDefinitionFaults } from "../pipeline/steps/check-definition.ts";
import { findUnquoted } from "../pipeline/unquoted-patterns.ts";
import { locateFinding, type SchemaFinding } from "../schema/finding.ts";
import { schemaMessage } from "../schema/message.ts";
import { schemaFix } from "./fix/schema-fixes.ts";
import type { FixProposal, RuleContext } from "./rule.ts";

/**
 * The schema findings of one spec or definition, each with its rule if that is not the generic one.
 * The words for faults of steps are loaded for a pipeline that has some.
 */
export function schemaFindingsOf(
  pipeline: Pipeline,
): readonly SchemaFinding[] | Promise<readonly SchemaFinding[]> {
  const { spec, isDefinition } = pipeline;
  const own = isDefinition ? [] : findSpecFaults(pipeline.plain);
  const findings = own.map((finding) =>
    findUnquoted(finding, pipeline) ? { ...finding, owner: "unquoted-pattern" } : finding,
  );
  if (!spec || spec.has("specTemplate")) return findings;
  const faults = findDefinitionFaults(spec, isDefinition ? "file" : "spec");
  return faults.length === 0 ? findings : withDefinition(findings, faults, pipeline);
}

async function withDefinition(
  findings: readonly SchemaFinding[],
  faults: readonly DefinitionFault[],
  { node, spec }: Pipeline,
): Promise<readonly SchemaFinding[]> {
  const { describeFaults } = await import("../pipeline/steps/describe-faults.ts");
  const stages = spec?.strings("stages").map(({ value }) => value) ?? [];
  return [...findings, ...describeFaults(faults, node, stages)];
}

/**
 * Reports a schema finding with its default message and place, as most of these rules do. Its fix is
 * the default one unless the rule has its own. After an unreadable part a key is not reported as
 * missing.
 */
export function reportFinding(
  finding: SchemaFinding,
  pipeline: Pipeline,
  context: RuleContext,
  ownFix?: FixProposal,
): void {
  const place = locateFinding(finding, pipeline.node);
  const fix = ownFix ?? (place.anchor ? undefined : schemaFix(finding, pipeline, context.text));
  const { kind, path, key } = finding;
  if (kind === "missing-key" && endsInFault(finding, pipeline)) return;
  const about = finding.about ?? (kind === "missing-key" && key !== undefined ? [...path, key] : path);
  context.report(place, schemaMessage(finding), {
    ...(fix && { fix }),
    about,
    ...(finding.also && { also: finding.also }),
  });
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
