import { LocatedMapping, type Place, valueAt } from "../document/located.ts";
import type { Pipeline } from "../pipeline/model.ts";
import { findSpecFaults } from "../pipeline/schema/spec-faults.ts";
import { misreadPattern, type UnquotedPattern } from "../pipeline/unquoted-patterns.ts";
import { locateFinding, type SchemaFinding } from "../schema/finding.ts";
import { schemaMessage } from "../schema/message.ts";
import { schemaFix } from "./fix/schema-fixes.ts";
import type { RuleContext } from "./rule.ts";

/** The schema findings of one spec, each with its rule if that is not the generic one. */
export function schemaFindingsOf(pipeline: Pipeline): SchemaFinding[] {
  const findings = findSpecFaults(pipeline.plain);
  return findings.map((finding) =>
    unquotedOf(finding, pipeline) ? { ...finding, owner: "unquoted-pattern" } : finding,
  );
}

/** The pattern without quotes that a schema finding is about, if YAML misread one. */
export function unquotedOf(
  { kind, path }: SchemaFinding,
  { node, file }: Pipeline,
): (UnquotedPattern & Place) | undefined {
  if (kind !== "wrong-type" && kind !== "null-value") return undefined;
  const parent = valueAt(node, path.slice(0, -1));
  const entry = parent instanceof LocatedMapping ? parent.entry(String(path.at(-1))) : undefined;
  const found = entry && misreadPattern(file.source.text, entry);
  return found && { ...found, path: entry.value.path };
}

/** Reports a schema finding with its default message and place, as most of these rules do. */
export function reportFinding(finding: SchemaFinding, pipeline: Pipeline, context: RuleContext): void {
  const place = locateFinding(finding, pipeline.node);
  const fix = place.anchor ? undefined : schemaFix(finding, pipeline, context.text);
  if (finding.kind === "missing-key" && endsInFault(finding, pipeline)) return;
  context.report(place, schemaMessage(finding), fix && { fix });
}

/** After an unreadable part of a mapping it is unknown which keys are missing. */
function endsInFault({ path }: SchemaFinding, { node, file }: Pipeline): boolean {
  const end = valueAt(node, path)?.span.end ?? node.span.end;
  return file.faults.some(({ severity, span }) => severity === "error" && span.start <= end);
}
