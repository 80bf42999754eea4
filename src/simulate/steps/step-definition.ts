import { LocatedMapping } from "../../document/located.ts";
import type { Source } from "../../document/source.ts";
import { definitionPath, type Pipeline, type SpecFile } from "../../pipeline/model.ts";
import type { StepResult } from "./status.ts";
import { stepsOf, withChildren } from "./step-model.ts";

/** The mapping with `steps`, `mode` and the other keys of a workflow, and its text. */
export interface StepDefinition {
  readonly root: LocatedMapping;
  readonly source: Source;
}

/**
 * Returns the definition of a pipeline's steps: the spec, or the file that its `specTemplate` names
 * (docs.codefresh.io, what-is-the-codefresh-yaml). Where that is not possible, why in a clause.
 */
export function stepDefinition(pipeline: Pipeline, file: SpecFile | undefined): StepDefinition | string {
  const found = file ? definitionIn(file) : ownDefinition(pipeline);
  const steps = typeof found === "string" ? undefined : found.root.get("steps");
  return !steps || steps instanceof LocatedMapping ? found : '"steps" is not a mapping of steps by name';
}

function ownDefinition(pipeline: Pipeline): StepDefinition | string {
  // With a `specTemplate` the steps of the spec are not the ones that run.
  if (pipeline.specTemplate) return `its steps are ${placeOf(pipeline)}, which dryfire cannot see`;
  const { spec, file: own } = pipeline;
  return spec ? { root: spec, source: own.source } : "it has no spec";
}

function placeOf(pipeline: Pipeline): string {
  const template = pipeline.specTemplate!;
  const found = definitionPath(pipeline);
  if (found) return `in "${found.path}" of ${found.repository}`;
  return template.string("location")?.value === "git"
    ? "in a repository that its specTemplate does not show"
    : "at the URL of its specTemplate";
}

function definitionIn({ source, documents, faults, content }: SpecFile): StepDefinition | string {
  const { path } = source;
  if (faults.length > 0) return `its steps are in "${path}", which has a syntax error`;
  const [first, second] = documents;
  if (content !== "pipeline-definition" || second || !(first?.root instanceof LocatedMapping))
    return `its steps are in "${path}", which is not a pipeline definition`;
  return { root: first.root, source };
}

/** Returns the names that can have a result: steps, and the hooks whose failure ends a build. */
export function resultNames(pipeline: Pipeline, file: SpecFile | undefined): readonly string[] {
  return [...possibleResults(pipeline, file).keys()];
}

/**
 * Returns the results that each step, and each hook whose failure ends a build, can have. Only an
 * approval is approved or denied (docs.codefresh.io, steps/approval).
 */
export function possibleResults(
  pipeline: Pipeline,
  file: SpecFile | undefined,
): ReadonlyMap<string, readonly StepResult[]> {
  const definition = stepDefinition(pipeline, file);
  if (typeof definition === "string") return new Map();
  const { root } = definition;
  const elected = (hooks: LocatedMapping | undefined, prefix: string) =>
    hooks?.has("on_elected") ? [[`${prefix}hooks.on_elected`, OF_HOOK] as const] : [];
  return new Map([
    ...withChildren(stepsOf(root))
      // The name of a step that `matrix` makes is not known.
      .filter(({ matrix }) => matrix === undefined)
      .flatMap(({ name: { value }, node, type }) => [
        [value, type === "pending-approval" ? OF_APPROVAL : OF_STEP] as const,
        ...elected(node.mapping("hooks"), `${value}.`),
      ]),
    ...elected(root.mapping("hooks"), ""),
  ]);
}

const OF_STEP: readonly StepResult[] = ["success", "failure", "terminated", "skipped"];
const OF_APPROVAL: readonly StepResult[] = ["approved", "denied", "terminated", "skipped"];
const OF_HOOK: readonly StepResult[] = ["success", "failure"];
