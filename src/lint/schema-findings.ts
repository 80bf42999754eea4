import { isScalar, LocatedMapping, type Place, type Value, valueAt } from "../document/located.ts";
import type { Pipeline } from "../pipeline/model.ts";
import { misreadPattern, type UnquotedPattern } from "../pipeline/unquoted-patterns.ts";
import { type ShapeFinding, shapeFindings, withoutMisspelt } from "../schema/findings.ts";
import { shapeMessage } from "../schema/message.ts";
import type { Severity } from "./diagnostic.ts";
import { shapeFix } from "./fix/schema-fixes.ts";
import type { RuleContext } from "./rule.ts";

/** The findings of the schema about one spec, each with the rule that speaks of it where that is not the generic one. */
export function shapeOf(pipeline: Pipeline): ShapeFinding[] {
  const findings = withoutMisspelt(shapeFindings(pipeline.plain));
  return findings.map((finding) =>
    unquotedOf(finding, pipeline) ? { ...finding, owner: "unquoted-pattern" } : finding,
  );
}

/** The pattern without quotes that YAML took for a mapping or for nothing, where a finding of the schema is about one. */
export function unquotedOf(
  { kind, path }: ShapeFinding,
  { node, file }: Pipeline,
): (UnquotedPattern & Place) | undefined {
  if (kind !== "wrong-type" && kind !== "null-value") return undefined;
  const parent = valueAt(node, path.slice(0, -1));
  const entry = parent instanceof LocatedMapping ? parent.entry(String(path.at(-1))) : undefined;
  const found = entry && misreadPattern(file.source.text, entry);
  return found && { ...found, path: entry.value.path };
}

/**
 * Reports a finding of the schema in its own words at its own place: what most shape rules do. `severity` is for a rule whose own is
 * lighter than what the platform refuses deserves.
 */
export function reportShape(
  finding: ShapeFinding,
  pipeline: Pipeline,
  context: RuleContext,
  severity?: Severity,
): void {
  const place = shapePlace(finding, pipeline);
  const fix = place.anchor ? undefined : shapeFix(finding, pipeline, context.text);
  if (finding.kind === "missing-key" && endsInFault(finding, pipeline)) return;
  context.report(place, shapeMessage(finding), { ...(fix && { fix }), ...(severity && { severity }) });
}

/**
 * Where a finding of the schema is shown: an unknown key at that key; a missing key at the key of the mapping that lacks it, in a list at
 * the element's first key; a value that is not written at its key; all else at the value.
 */
export function shapePlace(finding: ShapeFinding, pipeline: Pipeline): Place {
  const { node } = pipeline;
  if (finding.kind === "unknown-key" || finding.kind === "forbidden-key")
    return keyPlace(node, finding.path) ?? node;
  const value = valueAt(node, finding.path);
  if (finding.kind === "missing-key") return placeOfLack(node, finding.path, value);
  return value && !isUnwritten(value) ? value : (keyPlace(node, finding.path) ?? value ?? node);
}

/** Of a mapping in which, or after which, the text could not be read, nobody knows what it lacks. */
function endsInFault({ path }: ShapeFinding, { node, file }: Pipeline): boolean {
  const end = valueAt(node, path)?.span.end ?? node.span.end;
  return file.faults.some(({ severity, span }) => severity === "error" && span.start <= end);
}

function placeOfLack(node: LocatedMapping, path: ShapeFinding["path"], value: Value | undefined): Place {
  const first = value instanceof LocatedMapping ? value.entries[0]?.key : undefined;
  return (typeof path.at(-1) === "string" ? keyPlace(node, path) : undefined) ?? first ?? value ?? node;
}

/** The key of the entry at a path; undefined for an item of a list. */
function keyPlace(node: LocatedMapping, path: ShapeFinding["path"]): Place | undefined {
  const parent = valueAt(node, path.slice(0, -1));
  const key = path.at(-1);
  return parent instanceof LocatedMapping && typeof key === "string" ? parent.entry(key)?.key : undefined;
}

function isUnwritten(value: Value): boolean {
  return isScalar(value) && value.node.kind === "scalar" && value.node.style === "empty";
}
