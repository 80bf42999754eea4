import { isScalar, isSequence, type Value } from "../document/located.ts";
import type { Pipeline, SpecFile } from "../pipeline/model.ts";
import { stepDefinition } from "../simulate/steps/step-definition.ts";

/** A mapping of plain values. */
export type Mapping = Readonly<Record<string, unknown>>;

/** The steps of a pipeline, and the other keys of the file that has them. */
export interface Workflow {
  readonly steps: Mapping;
  /** The keys next to the steps; none where they are in the spec, which is compared anyway. */
  readonly others: Mapping;
  readonly isParallel: boolean;
}

/**
 * Returns the steps of a pipeline as plain values: those of its spec, or of the file that its
 * `specTemplate` names. Where that is not possible, why in a clause.
 */
export function workflowOf(pipeline: Pipeline, definition: SpecFile | undefined): Workflow | string {
  const found = stepDefinition(pipeline, definition);
  if (typeof found === "string") return found;
  const root = plainOf(found.root) as Mapping;
  const { steps, stages: _, version: __, ...others } = root;
  return {
    steps: isMapping(steps) ? steps : {},
    others: definition ? others : {},
    isParallel: root.mode === "parallel",
  };
}

/** True for a plain mapping. */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function plainOf(value: Value): unknown {
  if (isScalar(value)) return value.value;
  if (isSequence(value)) return value.items.map(plainOf);
  return Object.fromEntries(value.entries.map((entry) => [entry.key.value, plainOf(entry.value)]));
}
