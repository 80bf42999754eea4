import { isUnwritten, LocatedMapping, type Place, type Value, valueAt } from "../document/located.ts";
import type { KeyPath } from "./paths.ts";

/** The kinds of fault that the schema finds. */
export type SchemaFindingKind =
  | "unknown-key"
  | "missing-key"
  | "forbidden-key"
  | "null-value"
  | "wrong-type"
  | "unknown-value"
  | "out-of-range"
  | "pattern";

/** A bound that a value breaks: of a number, or of the characters or items of a text or list. */
export interface Limit {
  readonly of: "number" | "characters" | "items";
  readonly minimum?: number;
  readonly maximum?: number;
}

/**
 * A mapping as the only item of a list, its pairs as items, one pair as an entry with a key and a
 * value, or the keys of items as a mapping.
 */
export type OtherForm = "item" | "pairs" | "pair" | "keys";

/** One fault that a schema finds in a plain value, in our terms and without a position. */
export interface SchemaFinding {
  readonly kind: SchemaFindingKind;
  /** The place of the refused value or key; for a missing key, that of the mapping. */
  readonly path: KeyPath;
  /** The unknown, forbidden or missing key; undefined where any of `allowed` would do. */
  readonly key?: string | undefined;
  /** All the keys that are forbidden for the same reason, `key` first. */
  readonly keys?: readonly string[];
  /** The only owner of a forbidden key: "type: git". */
  readonly only?: string;
  /** The key whose presence makes a missing one necessary. */
  readonly because?: string | undefined;
  /** A description of the allowed values. */
  readonly expected?: string;
  /** The values or keys that would do. */
  readonly allowed?: readonly string[] | undefined;
  /** The nearest of them, where one is near. */
  readonly suggestion?: string | undefined;
  /** The places where an unknown key or a type of entry is known, in words after "move it". */
  readonly places?: readonly string[] | undefined;
  /** Whether these places have the key too. */
  readonly isTwice?: boolean;
  /** Whether both have entries. */
  readonly hasEntries?: boolean;
  /** The boolean key that an unknown one means the opposite of, with its value. */
  readonly opposite?: { readonly key: string; readonly value: boolean };
  /** The keys after an empty mapping that belong in it. */
  readonly dedented?: readonly string[];
  readonly limit?: Limit;
  /** The text in place of a refused list, or the list in place of a refused text. */
  readonly write?: string | undefined;
  /** The form of the list in place of a refused mapping, or the reverse. */
  readonly form?: OtherForm | undefined;
  /** The value in words, fit to be shown. */
  readonly actual?: string;
  /** The message of the schema itself, in place of one made of the other fields. */
  readonly message?: string | undefined;
  /** The noun for an unknown key, if it is not "key": "question". */
  readonly keyNoun?: string | undefined;
  /** The noun for the mapping of an unknown or missing key: "the trigger". */
  readonly noun?: string;
  /** Whether the mapping around the value cannot do without it. */
  readonly required?: boolean;
  /** Whether the spec means the same without the key. */
  readonly unneeded?: boolean;
  /** Whether the platform writes the key itself. */
  readonly generated?: boolean;
  /** The rule that reports this fault instead of the generic one. */
  readonly owner?: string | undefined;
  /** True for a fault of the last key of the path, not of its value. */
  readonly ofKey?: boolean;
  /** The place that the platform's validator reports, if it is another one. */
  readonly about?: KeyPath;
  /** Other places where the platform's validator reports the same fault. */
  readonly also?: readonly KeyPath[];
}

/**
 * Returns the place of a finding in the located tree of `root`: an unknown key at that key; a
 * missing key at the key that requires it, else at that of its mapping, in a list at the item's
 * first key; a missing value and a fault of a key at the key; any other fault at the value. A fault
 * in JSON text is at that text.
 */
export function locateFinding({ kind, path, because, ofKey = false }: SchemaFinding, root: Value): Place {
  const around = kind === "missing-key" ? path : path.slice(0, -1);
  if (valueAt(root, around) === undefined) return nearestValue(root, around);
  if (kind === "unknown-key" || kind === "forbidden-key" || ofKey)
    return keyPlace(root, path) ?? nearestValue(root, path);
  const value = valueAt(root, path);
  if (kind === "missing-key") {
    const requiring = because === undefined ? undefined : keyPlace(root, [...path, because]);
    return requiring ?? placeOfLack(root, path, value);
  }
  return value && !isUnwritten(value) ? value : (keyPlace(root, path) ?? value ?? nearestValue(root, path));
}

/** Returns the path that a finding is about: of a missing key, that of the key. */
export function subjectOf({ kind, path, key }: SchemaFinding): KeyPath {
  return kind === "missing-key" && key !== undefined ? [...path, key] : path;
}

/** The value at the longest part of a path that exists. */
function nearestValue(root: Value, path: KeyPath): Value {
  for (let end = path.length - 1; end > 0; end--) {
    const value = valueAt(root, path.slice(0, end));
    if (value) return value;
  }
  return root;
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
