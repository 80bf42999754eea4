import { createHash } from "node:crypto";
import type { JsonSchema } from "../src/schema/json-schema.ts";

/** The keywords that do not validate, next to our own annotations. */
const DESCRIPTIONS = ["title", "description", "$comment", "default", "examples"];

/**
 * Returns a schema that accepts the same values, in which each mapping, and each schema that
 * several values have, is a definition, so that the validator has one function for it. Parts of
 * conditions are not shared, because the path of a fault's keyword begins at the schema of the
 * value.
 */
export function shareSchemas(whole: JsonSchema, annotations: readonly string[]): JsonSchema {
  const schema = withBriefConditions(whole);
  const ignored = new Set([...DESCRIPTIONS, ...annotations]);
  const strip = ({ $ref, ...part }: JsonSchema): JsonSchema => {
    if ($ref !== undefined) return strip(schema.definitions![$ref.replace("#/definitions/", "")]!);
    const kept = Object.entries(part).filter(([keyword]) => !ignored.has(keyword));
    return mapValueSchemas(Object.fromEntries(kept), strip);
  };
  const { definitions = {}, ...plain } = strip(schema);
  const names = namesOfShared(plain);
  const share = (part: JsonSchema): JsonSchema => {
    const name = names.get(JSON.stringify(part));
    return name === undefined ? mapValueSchemas(part, share) : { $ref: `#/definitions/${name}` };
  };
  const shared = [...names].map(([text, name]) => [name, mapValueSchemas(JSON.parse(text), share)]);
  return { ...mapValueSchemas(plain, share), definitions: { ...definitions, ...Object.fromEntries(shared) } };
}

/** Replaces "has one of these keys" in conditions, for which ajv writes a block for each key. */
function withBriefConditions(schema: JsonSchema): JsonSchema {
  const brief = (_keyword: string, part: JsonSchema | null): unknown => {
    const keys = part?.anyOf?.flatMap(({ required = [] }) => (required.length === 1 ? required : []));
    return keys && keys.length === part!.anyOf!.length ? { "x-has-any": keys } : part;
  };
  return JSON.parse(JSON.stringify(schema), (keyword, part) =>
    keyword === "if" ? JSON.parse(JSON.stringify(part), brief) : part,
  );
}

/** Returns names for the JSON of the schemas to share; changes of other schemas keep them. */
function namesOfShared(schema: JsonSchema): Map<string, string> {
  const uses = new Map<string, number>();
  const names = new Map<string, string>();
  const add = (part: JsonSchema, path: string): JsonSchema => {
    const text = JSON.stringify(part);
    const count = (uses.get(text) ?? 0) + 1;
    uses.set(text, count);
    if (part.properties && count === 1) names.set(text, path);
    else if (count === 2 && text !== "{}" && !part.properties) names.set(text, nameOf(part, text));
    return count === 1 ? mapValueSchemas(part, add, path) : part;
  };
  mapValueSchemas(schema, add);
  return names;
}

/** The types of a schema with a hash of its JSON. */
function nameOf({ type = "any" }: JsonSchema, text: string): string {
  return [type, shortHash(text)].flat().join("_");
}

/** Returns a short text that depends on all of another one. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 4);
}

/** Copies a schema, which is at a path, with other schemas for the values in its values. */
function mapValueSchemas(
  schema: JsonSchema,
  change: (part: JsonSchema, path: string) => JsonSchema,
  path = "",
): JsonSchema {
  const each = <Part>(part: Part, key: string | number): Part | JsonSchema =>
    typeof part === "object" ? change(part as JsonSchema, path === "" ? `${key}` : `${path}_${key}`) : part;
  const { properties, items, additionalProperties } = schema;
  const named = Object.entries(properties ?? {}).map(([key, part]) => [key, each(part, key)]);
  return {
    ...schema,
    ...(properties && { properties: Object.fromEntries(named) }),
    ...(items && { items: Array.isArray(items) ? items.map(each) : each(items, "item") }),
    ...(additionalProperties !== undefined && { additionalProperties: each(additionalProperties, "value") }),
  };
}
