import { unescapeKey } from "../util/json-pointer.ts";
import type { JsonSchema } from "./json-schema.ts";

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

/** The schema with a keyword: `allOf/0/then/required` is in the condition's `then`. */
export interface KeywordPlace {
  readonly keyword: string;
  readonly holder: JsonSchema;
}

/**
 * Finds a fault's keyword: `path` is the place of the refused value, `keyword` the path from the
 * schema of the value, or of the mapping around it.
 */
export function findKeyword(root: JsonSchema, path: KeyPath, keyword: string): KeywordPlace {
  const steps = keyword.split("/");
  const name = steps.pop()!;
  const inner = steps.filter((step) => step === "properties").length;
  let holder: unknown = schemaAt(root, inner === 0 ? path : path.slice(0, -inner));
  const way = name === "false schema" ? steps.slice(0, -2) : steps;
  for (const step of way) holder = (holder as Record<string, unknown>)[step];
  return { keyword: name, holder: holder as JsonSchema };
}
