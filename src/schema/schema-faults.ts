import { jsonContainer } from "../util/json.ts";
import { dedupe } from "./dedupe.ts";
import type { SchemaFinding } from "./finding.ts";
import type { CompiledSchema, JsonSchema, SchemaFault, Validator } from "./json-schema.ts";
import { type KeyPath, pathOf, plainAt, schemaAt } from "./paths.ts";
import { toFinding } from "./to-finding.ts";

/**
 * Returns every fault of a plain value against a schema, each once; a valid value costs one call of
 * the compiled validator. A date in place of a text is read as its ISO text, since the platform's
 * command line sends JSON. With `readsJsonText`, JSON text is read as its value; a path may lead
 * into that value.
 */
export function findSchemaFaults(value: unknown, compiled: CompiledSchema): SchemaFinding[] {
  const faults = validated(value, compiled.validate);
  if (faults.some((fault) => isAtDate(fault, value)))
    return findSchemaFaults(mapScalars(value, dateAsText), compiled);
  const schema = compiled.schema();
  const parsed = compiled.readsJsonText ? withJsonTexts(value, faults, schema) : value;
  if (!Object.is(parsed, value)) return findSchemaFaults(parsed, compiled);
  return dedupe(
    faults.flatMap((fault) => toFinding(fault, value, schema, compiled.suggest) ?? []),
    value,
  );
}

const isAtDate = (fault: SchemaFault, value: unknown): boolean =>
  plainAt(value, pathOf(fault.at, value)) instanceof Date;

const dateAsText = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value);

/**
 * Replaces each refused text by its value if that is JSON of the list or mapping that the schema
 * requires, as joi 13 does.
 */
function withJsonTexts(value: unknown, faults: readonly SchemaFault[], schema: JsonSchema): unknown {
  let replaced = value;
  for (const { at } of faults) {
    const path = pathOf(at, replaced);
    const part = jsonValue(plainAt(replaced, path), schemaAt(schema, path)?.type);
    if (part !== undefined) replaced = withPart(replaced, path, part);
  }
  return replaced;
}

/** The list or mapping in a JSON text; undefined for another value or type. */
function jsonValue(text: unknown, type: JsonSchema["type"]): object | undefined {
  if (typeof text !== "string") return undefined;
  const types = [type].flat();
  if (types.includes("array")) return jsonContainer(text, "list");
  return types.includes("object") ? jsonContainer(text, "mapping") : undefined;
}

/** Copies a value with another part at a path. */
function withPart(value: unknown, [step, ...rest]: KeyPath, part: unknown): unknown {
  if (step === undefined) return part;
  const entries = Object.entries(value as object);
  const copied = entries.map(([key, item]) => [
    key,
    key === String(step) ? withPart(item, rest, part) : item,
  ]);
  return Array.isArray(value) ? copied.map(([, item]) => item) : Object.fromEntries(copied);
}

/** A pattern may overflow the stack on megabytes; then only both ends are validated. */
function validated(value: unknown, validate: Validator): SchemaFault[] {
  try {
    return validate(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return validate(mapScalars(value, shortened));
  }
}

/** Longer than any text that a schema allows, so that a text that is too long stays too long. */
const END = 100_000;

function shortened(value: unknown): unknown {
  return typeof value === "string" && value.length > 2 * END
    ? value.slice(0, END) + value.slice(-END)
    : value;
}

/** Copies a plain value with its scalars and dates replaced; a shared part is copied once. */
function mapScalars(
  value: unknown,
  replace: (scalar: unknown) => unknown,
  seen = new Map<object, unknown>(),
): unknown {
  if (typeof value !== "object" || value === null || value instanceof Date) return replace(value);
  if (seen.has(value)) return seen.get(value);
  const copy: unknown[] | Record<string, unknown> = Array.isArray(value) ? [] : {};
  seen.set(value, copy);
  for (const [key, item] of Object.entries(value)) {
    // An assignment would not set a key named `__proto__`.
    const own = { value: mapScalars(item, replace, seen), enumerable: true };
    Object.defineProperty(copy, key, { ...own, writable: true, configurable: true });
  }
  return copy;
}
