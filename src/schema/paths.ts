import { unescapeKey } from "../util/json-pointer.ts";
import type { JsonSchema, SchemaFault } from "./json-schema.ts";

/** The keys and indexes from a plain value to a part of it. */
export type KeyPath = (string | number)[];

/** Returns the keys and indexes of a JSON Pointer into a value. */
export function pathOf(pointer: string, value: unknown): KeyPath {
  const path: KeyPath = [];
  let at = value;
  for (const part of pointer.split("/").slice(1)) {
    const key = unescapeKey(part);
    const step = Array.isArray(at) ? Number(key) : key;
    path.push(step);
    at = plainAt(at, [step]);
  }
  return path;
}

/** Returns the part of a plain value at a path, or undefined. */
export function plainAt(value: unknown, path: KeyPath): unknown {
  return path.reduce(
    (at: unknown, step) => (at as Record<string | number, unknown> | null | undefined)?.[step],
    value,
  );
}

/** True for a mapping, or a list, with a key. */
export function hasKey(value: unknown, key: string): boolean {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key);
}

/** The keys of a mapping; none for any other value. */
export function keysOf(value: unknown): string[] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

/** Returns the schema of the value at a path, or undefined. */
export function schemaAt(root: JsonSchema, path: KeyPath): JsonSchema | undefined {
  return path.reduce((schema: JsonSchema | undefined, step) => below(root, schema, step), root);
}

function below(
  root: JsonSchema,
  schema: JsonSchema | undefined,
  step: string | number,
): JsonSchema | undefined {
  const child = typeof step === "number" ? itemSchema(schema, step) : propertySchema(schema, step);
  if (typeof child !== "object" || child.$ref === undefined)
    return typeof child === "object" ? child : undefined;
  return root.definitions![child.$ref.replace("#/definitions/", "")]!;
}

function itemSchema(schema: JsonSchema | undefined, index: number): JsonSchema | undefined {
  const items = schema?.items;
  return Array.isArray(items) ? items[index] : items;
}

function propertySchema(schema: JsonSchema | undefined, key: string): JsonSchema | boolean | undefined {
  const { properties = {}, additionalProperties } = schema ?? {};
  return Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
}

/** The place of a fault in a document and in its schema. */
export interface FaultPlace {
  readonly fault: SchemaFault;
  readonly path: KeyPath;
  readonly value: unknown;
  /** The value around it. */
  readonly around: unknown;
  readonly document: unknown;
  /** The schema of the value. */
  readonly schema: JsonSchema;
  /** The schema of the value around it. */
  readonly outer: JsonSchema;
  /** The schema of the whole document. */
  readonly root: JsonSchema;
  readonly keyword: string;
  /** The schema with the keyword: `allOf/0/then/required` is in the condition's `then`. */
  readonly holder: JsonSchema;
}

/** Finds the place of a fault, whose keyword may be that of the mapping around the value. */
export function placeOfFault(fault: SchemaFault, document: unknown, root: JsonSchema): FaultPlace {
  const path = pathOf(fault.at, document);
  const steps = fault.keyword.split("/");
  const keyword = steps.pop()!;
  const inner = steps.filter((step) => step === "properties").length;
  let holder: unknown = schemaAt(root, inner === 0 ? path : path.slice(0, -inner));
  const way = keyword === "false schema" ? steps.slice(0, -2) : steps;
  for (const step of way) holder = (holder as Record<string, unknown>)[step];
  return {
    fault,
    path,
    value: plainAt(document, path),
    around: plainAt(document, path.slice(0, -1)),
    document,
    schema: schemaAt(root, path) ?? {},
    outer: schemaAt(root, path.slice(0, -1)) ?? {},
    root,
    keyword,
    holder: holder as JsonSchema,
  };
}
