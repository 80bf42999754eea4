import { anyMapping } from "../../catalogue/steps/shapes.ts";
import {
  isNull,
  type Located,
  LocatedMapping,
  type Path,
  type Place,
  type Value,
} from "../../document/located.ts";
import type { ShapeFault } from "./check-shape.ts";

/** The faults of a definition other than those of its shapes. */
export type StepProblem =
  /** A step, a hook or a step's type that crashes the validator. */
  | "no-value"
  | "version"
  | "step-name"
  | "long-step-name"
  | "repeated-step-name"
  | "no-parallel-steps"
  | "approval-in-parallel"
  | "scale-and-matrix"
  | "stage"
  | "in-hook"
  | "old-operation"
  | "no-step-version"
  | "step-version";

/** A fault of a definition, without words. */
export type DefinitionFault = (
  | ShapeFault
  | { readonly problem: StepProblem; readonly value: Value | Located<string>; readonly key?: string }
) & {
  /** True if the published validator does not check this place, or only warns. */
  readonly warns?: true;
  /** Faults that the remedy for this one removes. */
  readonly others?: readonly DefinitionFault[];
};

/** The fault of a value in place of a step or a hook. */
export function notMapping(value: Value): DefinitionFault {
  return isNull(value) ? { problem: "no-value", value } : { problem: "type", value, shape: anyMapping };
}

/** The place of a fault: of one about a key that is there, the key. */
function placeOf({ problem, value, key }: DefinitionFault): Place {
  const isKey = (problem === "unknown" || problem === "stray") && value instanceof LocatedMapping;
  return (isKey && value.entry(key!)?.key) || value;
}

/**
 * The faults of the steps that `scale` and `matrix` make, each once; a key that all of them lack is
 * missing in the parent.
 */
export function mergeFaults(
  faults: readonly DefinitionFault[],
  made: ReadonlySet<Path | undefined>,
  parent: LocatedMapping,
): readonly DefinitionFault[] {
  const lacking = new Map<string, number>();
  const kept = new Map<string, DefinitionFault>();
  for (const fault of faults) {
    const key = fault.key ?? "";
    kept.set(`${fault.problem} ${key} ${placeOf(fault).span.start}`, fault);
    if (fault.problem !== "missing" || made.size < 2 || !made.has(fault.value.path)) continue;
    const count = (lacking.get(key) ?? 0) + 1;
    lacking.set(key, count);
    if (count < made.size) continue;
    for (const [id, { problem, key: other, value }] of kept)
      if (problem === "missing" && other === key && made.has(value.path)) kept.delete(id);
    kept.set(`missing ${key}`, { ...fault, value: parent });
  }
  return [...kept.values()];
}
