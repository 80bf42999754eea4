import type { JsonSchema } from "../../schema/json-schema.ts";

/** The page that documents the field for users. */
const apiPage = "docs.codefresh.io _docs/integrations/codefresh-api.md";

/** The published validation schema of the platform. */
const publishedSchema = "docs.codefresh.io _docs/pipelines/specifications-latest-version.md";

/**
 * A field with its description; the source of `documented` fields is the API page, of others the
 * published schema.
 */
export function field(description: string, schema: JsonSchema, documented = false): JsonSchema {
  return { description, $comment: documented ? apiPage : publishedSchema, ...schema };
}

/** A field that the API page documents. */
export const documented = (description: string, schema: JsonSchema): JsonSchema =>
  field(description, schema, true);

/** A field that only Codefresh writes. */
export const generated = (schema: JsonSchema): JsonSchema =>
  field("Set by Codefresh.", { ...schema, "x-generated": true });

/** A boolean; the platform also accepts the words as text, in any letter case. */
export const flag = (more: JsonSchema = {}): JsonSchema => ({
  type: ["boolean", "string"],
  pattern: "^(?:[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$",
  "x-expects": "true or false",
  ...more,
});

/** The numbers that JavaScript holds exactly; joi 13 refuses other whole numbers. */
const [lowest, highest] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];

/** A whole number within bounds; the platform also accepts it as text. */
export function integer(
  bounds: "any" | "fromZero" | "fromOne" | "hundred",
  more: JsonSchema = {},
): JsonSchema {
  const limits = {
    any: { minimum: lowest, maximum: highest },
    fromZero: { minimum: 0, maximum: highest },
    fromOne: { minimum: 1, maximum: highest },
    hundred: { minimum: -100, maximum: 100 },
  };
  return {
    type: ["integer", "string"],
    ...limits[bounds],
    "x-integer-text": limits[bounds],
    "x-expects": "a whole number",
    ...more,
  };
}

/**
 * An identifier of the platform's database: 24 hexadecimal digits. It also accepts any 12
 * characters and any number (bson 1.1 `ObjectID.isValid`, in codefresh-io/service-base).
 */
export const id = (): JsonSchema => ({
  type: ["string", "number"],
  pattern: "^(?:[0-9a-fA-F]{24}|[\\s\\S]{12})$",
  "x-expects": "an id of 24 hexadecimal digits",
});

/** A date of YAML, or a text or number that JavaScript reads as one. */
export const date = (): JsonSchema => ({ "x-date": true, "x-expects": "a date" });

/** A reference to the schema's `definitions`. */
export const shared = (name: string): JsonSchema => ({ $ref: `#/definitions/${name}` });

/** The mapping has at least one of the keys. */
export const hasAny = (...keys: string[]): JsonSchema => ({
  anyOf: keys.map((key) => ({ required: [key] })),
});

/** The mapping has all of the keys. */
export const has = (...keys: string[]): JsonSchema => ({ required: keys });

/** The mapping lacks the key, or has one of the words there. */
export const absentOr = (key: string, ...words: string[]): JsonSchema => ({
  properties: { [key]: { enum: words } },
});

/** The mapping has the key, with this word. */
export const is = (key: string, word: string): JsonSchema => ({
  required: [key],
  properties: { [key]: { const: word } },
});

/** The keys are forbidden; `only` is what they belong to: "type: git". */
export const forbid = (rule: string, only: string, ...keys: string[]): JsonSchema => ({
  "x-rule": rule,
  "x-only": only,
  properties: Object.fromEntries(keys.map((key) => [key, false])),
});

/** The keys are required, with the id of the rule about their absence if there is one. */
export const require = (keys: string[], rule?: string): JsonSchema => ({
  required: keys,
  ...(rule === undefined ? {} : { "x-rule": rule }),
});
