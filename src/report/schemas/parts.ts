/** A JSON Schema (draft 7), or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

/**
 * A mapping that requires all keys but the `optional` ones. Other keys are allowed, since a later
 * version may add some.
 */
export function object(
  description: string,
  properties: Readonly<Record<string, Schema>>,
  optional: readonly string[] = [],
): Schema {
  const required = Object.keys(properties).filter((key) => !optional.includes(key));
  return { type: "object", description, properties, ...(required.length > 0 && { required }) };
}

/** A text, or one of some values. */
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
