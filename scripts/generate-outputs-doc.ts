import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SCHEMAS } from "../src/cli/commands/schema.ts";
import { EXIT_CODES } from "../src/cli/exit-codes.ts";
import { COMMAND_FORMATS } from "../src/cli/output/command-formats.ts";
import { formats } from "../src/cli/output/formats.ts";
import { RECIPES } from "../src/cli/recipes/recipes.ts";
import type { Schema } from "../src/report/schemas/event.ts";
import { withBlocks } from "./blocks.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { fenced, table } from "./markdown.ts";
import { outputOf } from "./run-program.ts";

/** The blocks of `docs/outputs.md`: every output with an executed example and its schema. */
export async function outputsDoc(root: string): Promise<GeneratedFile[]> {
  const drawing = "simulate - --push dev --format mermaid";
  const stdin = specOf(root, "steps");
  const blocks = {
    "exit-codes": table(
      ["exit code", ""],
      EXIT_CODES.map(([code, meaning]) => [`${code}`, meaning]),
    ),
    formats: await examples(root),
    "other-formats": otherFormats(),
    drawing: fenced("mermaid", await outputOf(drawing, { cwd: root, stdin })),
  };
  const reports = ["lint-report", "simulate-report", "schedule-report", "replay-report"];
  const fields = reports.map(async (name) => [name, schemaTable((await SCHEMAS[name]!.load()) as Schema)]);
  const recipes = RECIPES.map(({ title, language, lines }) => [`recipe ${title}`, fenced(language, lines)]);
  const all = { ...blocks, ...Object.fromEntries([...(await Promise.all(fields)), ...recipes]) };
  return [withBlocks(root, "docs/outputs.md", all)];
}

/** The formats of the commands with one report. */
function otherFormats(): string[] {
  const rows = Object.entries(COMMAND_FORMATS).flatMap(([command, formats]) =>
    Object.entries(formats).map(([format, about], index) => [
      `\`dryfire ${command}\``,
      `\`${format}\`${index === 0 ? ", the default" : ""}`,
      about,
    ]),
  );
  return table(["command", "format", ""], rows);
}

/** A spec of which the document has the outputs. */
function specOf(root: string, name: string): string {
  return readFileSync(join(root, "fixtures/outputs", `${name}.yml`), "utf8");
}

async function examples(cwd: string): Promise<string[]> {
  const stdin = specOf(cwd, "misspelled-event");
  const sections: string[] = [];
  for (const [format, { suffix, about }] of Object.entries(formats)) {
    const only = format === "sarif" ? " --only unknown-event" : "";
    const line = `lint - --stdin-filename pipelines/api.yml${only} --format ${format}`;
    sections.push(
      `### ${format}`,
      "",
      about,
      "",
      ...fenced("console", `$ dryfire ${line} < pipelines/api.yml`),
      ...fenced(suffix, await outputOf(line, { cwd, stdin, exit: 1 })),
    );
  }
  return sections;
}

interface Row {
  readonly path: string;
  readonly type: string;
  readonly description: string;
}

/** Returns a Markdown table of a schema's fields: path, type and description. */
function schemaTable(schema: Schema): string[] {
  const rows = [...rowsOf(schema, "", (schema.definitions ?? {}) as Record<string, Schema>, new Set())];
  return table(
    ["field", "type", ""],
    rows.map(({ path, type, description }) => [`\`${path}\``, type, description]),
  );
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
