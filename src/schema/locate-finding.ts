import { LocatedMapping, type Place, type Value, valueAt } from "../document/located.ts";
import type { SchemaFinding } from "./finding.ts";
import type { KeyPath } from "./paths.ts";

/**
 * Returns where a finding is shown in the located tree that `root` is the top of: an unknown key at that key; a missing
 * key at the key of the mapping that lacks it, in a list at the item's first key; a value that is not written at its
 * key; all else at the value.
 */
export function locateFinding({ kind, path }: SchemaFinding, root: Value): Place {
  if (kind === "unknown-key" || kind === "forbidden-key") return keyPlace(root, path) ?? root;
  const value = valueAt(root, path);
  if (kind === "missing-key") return placeOfLack(root, path, value);
  return value && !isUnwritten(value) ? value : (keyPlace(root, path) ?? value ?? root);
}

function placeOfLack(root: Value, path: KeyPath, value: Value | undefined): Place {
  const first = value instanceof LocatedMapping ? value.entries[0]?.key : undefined;
  return keyPlace(root, path) ?? first ?? value ?? root;
}

/** The key of the entry at a path; undefined for an item of a list. */
function keyPlace(root: Value, path: KeyPath): Place | undefined {
  const parent = valueAt(root, path.slice(0, -1));
  const key = path.at(-1);
  return parent instanceof LocatedMapping && typeof key === "string" ? parent.entry(key)?.key : undefined;
}

/** True for a key without a value, as in `key:`. */
function isUnwritten({ node }: Value): boolean {
  return node.kind === "scalar" && node.style === "empty";
}
