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

/** A bound that a value breaks: of a number, or of the characters of a text. */
export interface Limit {
  readonly of: "number" | "characters";
  readonly minimum?: number;
  readonly maximum?: number;
}

/** One fault that a schema finds in a plain value, in our terms and without a position. */
export interface SchemaFinding {
  readonly kind: SchemaFindingKind;
  /** The place of the refused value (of an unknown or forbidden key, with the key); for a missing key, of the mapping. */
  readonly path: KeyPath;
  /** The unknown, forbidden or missing key; undefined where any of `allowed` would do. */
  readonly key?: string;
  /** All the keys that are forbidden for the same reason, `key` first. */
  readonly keys?: readonly string[];
  /** What a forbidden key goes with: "type: git". */
  readonly only?: string;
  /** The key whose presence makes a missing one necessary. */
  readonly because?: string;
  /** What the value must be, in words. */
  readonly expected?: string;
  /** The values or keys that would do. */
  readonly allowed?: readonly string[];
  /** The nearest of them, where one is near. */
  readonly suggestion?: string;
  readonly limit?: Limit;
  /** The value in words, fit to be shown. */
  readonly actual?: string;
  /** What people call the mapping that a key is unknown to or missing from: "the trigger". */
  readonly noun?: string;
  /** Whether the mapping around the value cannot do without it. */
  readonly required?: boolean;
  /** The rule that speaks of this fault instead of the generic one. */
  readonly owner?: string;
}
