import type { JsonSchema } from "./json-schema.ts";

/** A text that must not be empty. */
export const text = (more: JsonSchema = {}): JsonSchema => ({
  type: "string",
  minLength: 1,
  ...more,
});

/** A text that may be empty. */
export const anyText = (more: JsonSchema = {}): JsonSchema => ({
  type: "string",
  ...more,
});

/** One of some words. */
export const oneOf = (words: string[], more: JsonSchema = {}): JsonSchema => ({
  type: "string",
  enum: words,
  ...more,
});

/** A list whose items have one schema. */
export const list = (items: JsonSchema, more: JsonSchema = {}): JsonSchema => ({
  type: "array",
  items,
  ...more,
});

/** A mapping with the given keys and no others; `noun` is its name in messages. */
export const mapping = (
  noun: string,
  properties: Record<string, JsonSchema>,
  required: string[] = [],
  more: JsonSchema = {},
): JsonSchema => ({
  type: "object",
  "x-mapping": true,
  "x-noun": noun,
  properties,
  additionalProperties: false,
  ...(required.length > 0 ? { required } : {}),
  ...more,
});

/** A mapping with any keys. */
export const anyMapping = (more: JsonSchema = {}): JsonSchema => ({
  type: "object",
  "x-mapping": true,
  ...more,
});

/** If the condition matches, the consequence must match too. */
export const when = (condition: JsonSchema, consequence: JsonSchema): JsonSchema => ({
  if: condition,
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, never awaited
  then: consequence,
});
