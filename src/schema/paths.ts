import { annotatedSchema } from "../pipeline/schema/pipeline-schema.ts";
import type { JsonSchema } from "./json-schema.ts";

/** A path into a value: keys and indexes. */
export type Path = (string | number)[];

/** The keys and indexes that a JSON Pointer names in a value. */
export function pathOf(pointer: string, value: unknown): Path {
  const path: Path = [];
  let at = value;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    const step = Array.isArray(at) ? Number(key) : key;
    path.push(step);
    at = valueAt(at, [step]);
  }
  return path;
}

/** The value at a path, or undefined where the path leads nowhere. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce(
    (at: unknown, step) => (at as Record<string | number, unknown> | null | undefined)?.[step],
    value,
  );
}

const isSchema = (schema: JsonSchema | boolean | undefined): schema is JsonSchema =>
  typeof schema === "object";

function resolve(schema: JsonSchema): JsonSchema {
  if (schema.$ref === undefined) return schema;
  return annotatedSchema().definitions![schema.$ref.replace("#/definitions/", "")]!;
}

function below(schema: JsonSchema | undefined, step: string | number): JsonSchema | undefined {
  if (schema === undefined) return undefined;
  const child =
    typeof step === "number" ? schema.items : (schema.properties?.[step] ?? schema.additionalProperties);
  return isSchema(child) ? resolve(child) : undefined;
}

/** The schema of the value at a path, or undefined where the schema says nothing about it. */
export function schemaAt(path: Path): JsonSchema | undefined {
  return path.reduce(below, annotatedSchema() as JsonSchema | undefined);
}

/** The schema that holds a keyword and the keyword itself: `allOf/0/then/required` lies in the condition's `then`. */
export interface KeywordPlace {
  readonly keyword: string;
  readonly holder: JsonSchema;
}

/**
 * Where a fault's keyword lies: `path` is the place of the refused value, `keyword` the path from the schema that the
 * value, or the mapping around it, has by its place.
 */
export function placeOf(path: Path, keyword: string): KeywordPlace {
  const steps = keyword.split("/");
  const name = steps.pop()!;
  const inner = steps.filter((step) => step === "properties").length;
  let holder: unknown = schemaAt(inner === 0 ? path : path.slice(0, -inner));
  const way = name === "false schema" ? steps.slice(0, -2) : steps;
  for (const step of way) holder = (holder as Record<string, unknown>)[step];
  return { keyword: name, holder: holder as JsonSchema };
}
