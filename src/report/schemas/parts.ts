/** A JSON Schema (draft 7), or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

/** A mapping whose keys are all there, but for the `optional` ones. More keys may come with a later version, so others are let through. */
export function object(
  description: string,
  properties: Readonly<Record<string, Schema>>,
  optional: readonly string[] = [],
): Schema {
  const required = Object.keys(properties).filter((key) => !optional.includes(key));
  return { type: "object", description, properties, ...(required.length > 0 && { required }) };
}

/** A text; of one of some values, where they are given. */
export function text(description: string, values?: readonly string[]): Schema {
  return { type: "string", description, ...(values && { enum: values }) };
}

/** A whole number that is not negative. */
export function count(description: string, minimum = 0): Schema {
  return { type: "integer", minimum, description };
}

/** True or false. */
export function flag(description: string): Schema {
  return { type: "boolean", description };
}

/** A list. */
export function list(description: string, items: Schema): Schema {
  return { type: "array", description, items };
}

/** A mapping from any names to values of one kind. */
export function record(description: string, values: Schema): Schema {
  return { type: "object", description, additionalProperties: values };
}

/** What may be null as well. */
export function orNull(schema: Schema): Schema {
  if (!("type" in schema)) return { anyOf: [schema, { type: "null" }] };
  const values = schema.enum as readonly unknown[] | undefined;
  return { ...schema, type: [schema.type, "null"], ...(values && { enum: [...values, null] }) };
}

/** A part that is defined once for the whole schema. */
export function ref(name: string): Schema {
  return { $ref: `#/definitions/${name}` };
}

const position = object("A point in the text.", {
  line: count("The line, from 1.", 1),
  column: count("The column in UTF-16 code units, from 1.", 1),
  offset: count("UTF-16 code units from the start of the text, from 0."),
});

/** Definitions of a range in a text, for schemas that refer to it. */
export const positions: Readonly<Record<string, Schema>> = {
  position,
  range: object("A stretch of the text; the end is exclusive.", {
    start: ref("position"),
    end: ref("position"),
  }),
};
