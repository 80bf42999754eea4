import { commonTable, tabledTypes, tableOf } from "../../catalogue/steps/step-tables.ts";
import { type DuplicateKeyFault, duplicateKeyFaults } from "../../document/duplicate-keys.ts";
import { type Entry, isUnwritten, type LocatedMapping, type Value } from "../../document/located.ts";
import type { ResolvedNode } from "../../document/node.ts";
import { quote } from "../../util/text.ts";

/**
 * Finds the name of a step that is indented as a key of another step: an empty key that no step
 * has, with keys of one step above it and of another one below it.
 */
export function swallowedStep({ entries, kept, path }: LocatedMapping): Entry | undefined {
  if (path?.parent?.key !== "steps" || kept.length === entries.length) return undefined;
  const at = entries.findIndex(({ name, value }) => isUnwritten(value) && !isKeyOfStep(name));
  const [above, below] = [entries.slice(0, at), entries.slice(at + 1)];
  return at > 0 && isStep(above) && isStep(below) ? entries[at] : undefined;
}

/** True for keys without duplicates, of which one shows what the step does. */
function isStep(entries: readonly Entry[]): boolean {
  const names = new Set(entries.map(({ name }) => name));
  return names.size === entries.length && (names.has("type") || names.has("image"));
}

function isKeyOfStep(name: string): boolean {
  const tables = [commonTable, ...tabledTypes.map((type) => tableOf(type)!)];
  return tables.some(({ keys }) => Object.hasOwn(keys, name));
}

/** The duplicate keys of a spec or of a part of it; those of a swallowed step are one fault. */
export function duplicateKeysOfSpec(root: Value, skipped?: Iterable<ResolvedNode>): DuplicateKeyFault[] {
  return duplicateKeyFaults(root, skipped, swallowedStepFault);
}

function swallowedStepFault(mapping: LocatedMapping): DuplicateKeyFault | undefined {
  const step = swallowedStep(mapping);
  if (!step) return undefined;
  const above = quote(String(mapping.path!.key));
  return {
    key: step.key,
    message: `${quote(step.name)} is followed by the keys of another step; indent it like ${above}`,
  };
}
