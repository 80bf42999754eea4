import type { JsonSchema } from "../src/schema/json-schema.ts";

/** The keywords that do not validate, next to our own annotations. */
const DESCRIPTIONS = ["title", "description", "$comment", "default", "examples"];

/**
 * Returns a schema that accepts the same values, in which a schema that several values have is a
 * definition, so that the validator has one function for it. Parts of conditions are not shared,
 * because the path of a fault's keyword begins at the schema of the value.
 */
export function shareSchemas(schema: JsonSchema, annotations: readonly string[]): JsonSchema {
  const ignored = new Set([...DESCRIPTIONS, ...annotations]);
  const strip = ({ $ref, ...part }: JsonSchema): JsonSchema => {
    if ($ref !== undefined) return strip(schema.definitions![$ref.replace("#/definitions/", "")]!);
    const kept = Object.entries(part).filter(([keyword]) => !ignored.has(keyword));
    return mapValueSchemas(Object.fromEntries(kept), strip);
  };
  const { definitions = {}, ...plain } = strip(schema);
  const names = repeated(plain);
  const share = (part: JsonSchema): JsonSchema => {
    const at = names.indexOf(JSON.stringify(part));
    return at < 0 ? mapValueSchemas(part, share) : { $ref: `#/definitions/shared${at}` };
  };
  const shared = names.map((text, at) => [`shared${at}`, mapValueSchemas(JSON.parse(text), share)]);
  return { ...mapValueSchemas(plain, share), definitions: { ...definitions, ...Object.fromEntries(shared) } };
}

/** Returns the JSON of each schema that several values have, except the one of any value. */
function repeated(schema: JsonSchema): string[] {
  const uses = new Map<string, number>();
  const count = (part: JsonSchema): JsonSchema => {
    const text = JSON.stringify(part);
    const before = uses.get(text) ?? 0;
    uses.set(text, before + 1);
    return before === 0 ? mapValueSchemas(part, count) : part;
  };
  mapValueSchemas(schema, count);
  return [...uses].filter(([text, count]) => count > 1 && text !== "{}").map(([text]) => text);
}

/** Copies a schema with other schemas for the values in its values. */
function mapValueSchemas(schema: JsonSchema, change: (part: JsonSchema) => JsonSchema): JsonSchema {
  const each = <Part>(part: Part): Part | JsonSchema =>
    typeof part === "object" ? change(part as JsonSchema) : part;
  const { properties, items, additionalProperties } = schema;
  const named = Object.entries(properties ?? {}).map(([key, part]) => [key, each(part)]);
  return {
    ...schema,
    ...(properties && { properties: Object.fromEntries(named) }),
    ...(items && { items: Array.isArray(items) ? items.map(change) : change(items) }),
    ...(additionalProperties !== undefined && { additionalProperties: each(additionalProperties) }),
  };
}
