import type { Schema } from "../src/report/schemas/parts.ts";

interface Row {
  readonly path: string;
  readonly type: string;
  readonly description: string;
}

/** Returns a Markdown table of a schema's fields: path, type and description. */
export function schemaTable(schema: Schema): string[] {
  const rows = [...rowsOf(schema, "", (schema.definitions ?? {}) as Record<string, Schema>, new Set())];
  return [
    "| field | type | |",
    "| --- | --- | --- |",
    ...rows.map(({ path, type, description }) => `| \`${path}\` | ${type} | ${description} |`),
  ];
}

function* rowsOf(
  schema: Schema,
  path: string,
  definitions: Readonly<Record<string, Schema>>,
  described: Set<string>,
): Generator<Row> {
  const name = definitionOf(schema);
  if (name !== undefined) {
    if (described.has(name)) return;
    described.add(name);
    yield* rowsOf(definitions[name]!, path, definitions, described);
    return;
  }
  for (const part of (schema.oneOf ?? schema.anyOf ?? []) as Schema[])
    yield* rowsOf(part, path, definitions, described);
  if (schema.items) yield* rowsOf(schema.items as Schema, `${path}[]`, definitions, described);
  if (typeof schema.additionalProperties === "object")
    yield* rowsOf(schema.additionalProperties as Schema, `${path}.*`, definitions, described);
  const required = new Set((schema.required ?? []) as string[]);
  for (const [key, value] of Object.entries((schema.properties ?? {}) as Record<string, Schema>)) {
    const below = path === "" ? key : `${path}.${key}`;
    const optional = required.has(key) ? "" : ", optional";
    yield {
      path: below,
      type: typeOf(value, definitions) + optional,
      description: describe(value, definitions),
    };
    yield* rowsOf(value, below, definitions, described);
  }
}

/** Returns the name of the definition that a value refers to, also if it may be null. */
function definitionOf(schema: Schema): string | undefined {
  const parts = ((schema.anyOf ?? []) as Schema[]).filter(({ type }) => type !== "null");
  const { $ref } = parts.length === 1 ? parts[0]! : schema;
  return $ref === undefined ? undefined : String($ref).replace("#/definitions/", "");
}

/** Returns the description of a value, or else that of the definition it refers to. */
function describe(schema: Schema, definitions: Readonly<Record<string, Schema>>): string {
  const name = definitionOf(schema);
  const { description = "", enum: values } = { ...(name && definitions[name]), ...schema };
  if (!Array.isArray(values)) return String(description);
  const list = values.filter((value) => value !== null).map((value) => `\`${value}\``);
  return `${description} One of ${list.join(", ")}.`;
}

function typeOf(schema: Schema, definitions: Readonly<Record<string, Schema>>): string {
  const name = definitionOf(schema);
  const orNull = (schema.anyOf as Schema[] | undefined)?.some(({ type }) => type === "null");
  if (name !== undefined) return `${typeOf(definitions[name]!, definitions)}${orNull ? " or null" : ""}`;
  if ("const" in schema) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.type === undefined) return "value";
  return [schema.type].flat().join(" or ");
}
