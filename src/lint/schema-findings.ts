import { findReplaced } from "../catalogue/placeholders.ts";
import type { BuildOptions } from "../catalogue/steps/step-tables.ts";
import { isScalar, isText, valueAt } from "../document/located.ts";
import type { Pipeline } from "../pipeline/model.ts";
import { validate } from "../pipeline/schema/pipeline-validator.generated.ts";
import { findDefinitionFaults } from "../pipeline/steps/check-definition.ts";
import type { DefinitionFault } from "../pipeline/steps/definition-fault.ts";
import { findUnquoted } from "../pipeline/unquoted-patterns.ts";
import { locateFinding, type SchemaFinding, subjectOf } from "../schema/finding.ts";
import { plainAt } from "../schema/paths.ts";
import type { FixProposal, LintSettings, Rule, RuleContext } from "./rule.ts";

/** A schema finding, with the id of the rule that reports it. */
export type RuledFinding = readonly [rule: string, SchemaFinding];

/**
 * Returns the schema findings of one spec or definition; undefined without any. The code that finds
 * and words them is loaded for a pipeline that has some.
 */
export function schemaFindingsOf(
  pipeline: Pipeline,
  { assume }: Pick<LintSettings, "assume">,
): Promise<readonly RuledFinding[]> | undefined {
  const { spec, isDefinition, plain } = pipeline;
  const options = assume["build-options"] as BuildOptions | undefined;
  const faults =
    !spec || spec.has("specTemplate")
      ? []
      : findDefinitionFaults(spec, isDefinition ? "file" : "spec", options);
  const isValid = faults.length === 0 && (isDefinition || isSurelyValid(plain));
  return isValid ? undefined : findingsOf(pipeline, faults);
}

/** True if a spec surely has no schema finding. */
export function isSurelyValid(plain: unknown): boolean {
  if (TEXTS_WITH_FAULTS.some((path) => plainAt(plain, path) !== undefined)) return false;
  try {
    return validate(plain).length === 0;
  } catch (error) {
    // A pattern may overflow the stack on megabytes.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The texts whose content the platform reads; a validator does not. */
const TEXTS_WITH_FAULTS = [
  ["metadata", "originalYamlString"],
  ["spec", "variablesSchema"],
];

async function findingsOf(
  pipeline: Pipeline,
  faults: readonly DefinitionFault[],
): Promise<readonly RuledFinding[]> {
  const [{ findSpecFaults }, { ruleFor }] = await Promise.all([
    import("../pipeline/schema/spec-faults.ts"),
    import("../schema/message.ts"),
  ]);
  const own = pipeline.isDefinition ? [] : findSpecFaults(pipeline.plain);
  const steps = faults.length === 0 ? [] : await describe(faults, pipeline);
  return [
    ...own.map(
      (finding): RuledFinding => [
        findUnquoted(finding, pipeline) ? "unquoted-pattern" : ruleFor(finding),
        finding,
      ],
    ),
    ...steps.map((finding): RuledFinding => [ruleFor(finding), finding]),
  ];
}

async function describe(
  faults: readonly DefinitionFault[],
  { node, spec }: Pipeline,
): Promise<readonly SchemaFinding[]> {
  const { describeFaults } = await import("../pipeline/steps/describe-faults.ts");
  const stages = spec?.strings("stages").map(({ value }) => value) ?? [];
  return describeFaults(faults, node, stages);
}

/** Declares a rule that only reports schema findings, with their default messages and fixes. */
export function defineSchemaRule(rule: Omit<Rule, "schemaFinding">): Rule {
  return { ...rule, schemaFinding: reportFinding };
}

/**
 * Reports a schema finding with its default message and place, as most of these rules do, and with
 * the rule's own fix or the default one. After an unreadable part a key is not reported as missing.
 */
export async function reportFinding(
  finding: SchemaFinding,
  pipeline: Pipeline,
  context: RuleContext,
  ownFix?: FixProposal,
): Promise<void> {
  const place = locateFinding(finding, pipeline.node);
  const [{ schemaMessage }, { schemaFix }] = await Promise.all([
    import("../schema/message.ts"),
    import("./fix/schema-fixes.ts"),
  ]);
  if (finding.kind === "missing-key" && endsInFault(finding, pipeline)) return;
  const fix = ownFix ?? (place.anchor ? undefined : schemaFix(finding, pipeline, context.text));
  context.report(place, schemaMessage(finding), {
    fix,
    about: finding.about ?? subjectOf(finding),
    ...(finding.also && { also: finding.also }),
  });
}

/**
 * Like `reportFinding`, for a rule that judges the text of a field itself: reports only a value
 * that it cannot read as text, which is a date, a part of a text of JSON, or has a placeholder.
 */
export async function reportUnread(
  finding: SchemaFinding,
  pipeline: Pipeline,
  context: RuleContext,
): Promise<void> {
  const value = valueAt(pipeline.node, finding.path);
  const isReplaced = value && isText(value) && findReplaced(value.value) !== undefined;
  if (!value || isReplaced || (isScalar(value) && value.value instanceof Date))
    await reportFinding(finding, pipeline, context);
}

/** After an unreadable part of a mapping it is unknown which keys are missing. */
function endsInFault({ path }: SchemaFinding, { node, file }: Pipeline): boolean {
  const end = valueAt(node, path)?.span.end ?? node.span.end;
  return file.faults.some(({ severity, span }) => severity === "error" && span.start <= end);
}
