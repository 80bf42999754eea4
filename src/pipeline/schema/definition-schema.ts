import { rootTable } from "../../catalogue/steps/common-keys.ts";
import { describeKey, rootDescriptions } from "../../catalogue/steps/descriptions.ts";
import type { Key, MappingShape, Shape, Table } from "../../catalogue/steps/shapes.ts";
import { commonTable, tabledTypes, tableOf } from "../../catalogue/steps/step-tables.ts";
import { PLANNER_TYPES } from "../../catalogue/steps/step-types.ts";
import type { JsonSchema } from "../../schema/json-schema.ts";

const PACKAGE = "@codefresh-io/yaml-validator 1.1.1 schema/1.0";

/** A text that JavaScript reads as a number. */
const NUMERIC = "^\\s*[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?\\s*$";

const WORDS: JsonSchema = {
  type: "string",
  pattern: "^(?:[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Nn][Oo]|[Oo][Nn]|[Oo][Ff][Ff]|[01])$",
};

const HOLDS_VARIABLE: JsonSchema = { type: "string", pattern: "\\$\\{\\{" };

/** Returns the JSON Schema of a shape. */
function ofShape(shape: Shape): JsonSchema {
  const schema = withoutVariables(shape);
  const takesVariables = "takesVariables" in shape && shape.takesVariables;
  return takesVariables ? { anyOf: [schema, HOLDS_VARIABLE] } : schema;
}

function withoutVariables(shape: Shape): JsonSchema {
  switch (shape.is) {
    case "text":
      return {
        type: shape.nullable ? ["string", "null"] : "string",
        minLength: 1,
        ...(shape.words && { enum: [...shape.words] }),
        ...(shape.pattern && { pattern: shape.pattern.source }),
        ...(shape.trimmed && { pattern: "\\S" }),
        ...(shape.maxLength !== undefined && { maxLength: shape.maxLength }),
      };
    case "number":
      return {
        anyOf: [
          { type: "number", ...(shape.positive && { exclusiveMinimum: 0 }) },
          { type: "string", pattern: NUMERIC },
        ],
      };
    case "boolean":
      return shape.strict ? { type: "boolean" } : { anyOf: [{ type: "boolean" }, { enum: [0, 1] }, WORDS] };
    case "list":
      return {
        type: "array",
        ...(shape.items && { items: ofShape(shape.items) }),
        ...((shape.minItems || shape.needsItem) && { minItems: shape.minItems ?? 1 }),
      };
    case "mapping":
      return ofMapping(shape);
    case "either":
      return { anyOf: shape.shapes.map(ofShape) };
    case "dependent":
      return { anyOf: [shape.passed, shape.failed].filter(({ is }) => is !== "forbidden").map(ofShape) };
    case "forbidden":
      return { not: {} };
    case "anything":
      return {};
  }
}

function ofMapping({ table, values, minKeys }: MappingShape): JsonSchema {
  return {
    type: "object",
    ...(table && ofTable(table)),
    ...(values && {
      patternProperties: { [values.names.source]: ofShape(values.shape) },
      additionalProperties: false,
    }),
    ...(minKeys !== undefined && { minProperties: minKeys }),
  };
}

/** The keys of a mapping that is not a step. */
function ofTable(table: Table): JsonSchema {
  const rows = Object.entries(table.keys);
  const required = rows.filter(([, row]) => row.required).map(([name]) => name);
  return {
    properties: Object.fromEntries(rows.map(([name, row]) => [name, ofShape(row.shape)])),
    ...(required.length > 0 && { required }),
    ...(!table.open && { additionalProperties: false }),
    ...(table.exactlyOne && {
      anyOf: table.exactlyOne.map((key) => ({ required: [key] })),
      not: { required: [...table.exactlyOne] },
    }),
  };
}

const ref = (name: string): JsonSchema => ({ $ref: `#/definitions/${name}` });

/** Keys in which a required key of the step may be. */
const HOLDERS = ["arguments", "scale", "matrix"];

/** The keys of a type of step, as `arguments` and the entries of `scale` have them too. */
function keysOf(type: string, { keys }: Table): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  for (const [name, row] of Object.entries(keys)) {
    const description = describeKey(type, name);
    const schema = ofKey(name, row);
    properties[name] = { ...(description !== undefined && { description }), ...schema };
    if (row.alias !== undefined) properties[row.alias] = schema;
  }
  return { type: "object", properties };
}

/** The steps of a parallel step may be a list; `fail_fast: $VARIABLE` is documented. */
function ofKey(name: string, { shape }: Key): JsonSchema {
  if (name === "steps") return { anyOf: [ref("steps"), { type: "array", items: ref("step") }] };
  const schema = ofShape(shape);
  return name === "fail_fast" ? { anyOf: [schema, { type: "string", pattern: "^\\$\\w+$" }] } : schema;
}

function ofStep(type: string, table: Table): JsonSchema {
  const rows = Object.entries(table.keys);
  const names = rows.flatMap(([name, { alias }]) => (alias === undefined ? [name] : [name, alias]));
  const keys = `${type}-keys`;
  const own = Object.fromEntries(names.map((name) => [name, ref(`${keys}/properties/${name}`)]));
  const rules = rows.flatMap(([name, row]) => rulesOf(name, row));
  return {
    $comment: `${PACKAGE}/${table.source}`,
    type: "object",
    properties: {
      ...own,
      // `timeout` in the arguments of a step of the marketplace is one of its inputs.
      arguments: PLANNER_TYPES.has(type) ? ref(keys) : { type: "object" },
      scale: { description: "Steps by name that run side by side.", additionalProperties: ref(keys) },
      matrix: {
        description: "Lists of values by key; each combination of them is a step.",
        type: "object",
        additionalProperties: { type: "array" },
      },
    },
    ...(!table.open && { additionalProperties: false }),
    ...(rules.length > 0 && { allOf: rules }),
  };
}

function rulesOf(name: string, { required, alias, excludedBy, shape }: Key): JsonSchema[] {
  const others = [...(alias === undefined ? [] : [alias]), ...HOLDERS];
  const needs = (keys: readonly string[]): JsonSchema => ({
    anyOf: keys.map((key) => ({ required: [key] })),
  });
  return [
    ...(required ? [needs([name, ...others])] : []),
    ...(shape.is === "dependent" && shape.failedIsRequired ? [needs([name, shape.on, ...others])] : []),
    ...(excludedBy ?? []).map((peer) => ({ not: { required: [name, peer] } })),
    ...(alias === undefined ? [] : [{ not: { required: [name, alias] } }]),
  ];
}

/** The schema of a step: that of its type, or the common keys for a type without one. */
function anyStep(): JsonSchema {
  const is = (type: string): JsonSchema => ({ required: ["type"], properties: { type: { const: type } } });
  const isFreestyle: JsonSchema = {
    anyOf: [{ not: { required: ["type"] } }, { properties: { type: { enum: ["freestyle", "", null] } } }],
  };
  return {
    type: "object",
    properties: { type: { description: describeKey("", "type")!, type: ["string", "null"] } },
    allOf: tabledTypes.map((type) => ({
      if: type === "freestyle" ? isFreestyle : is(type),
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, never awaited
      then: ref(type),
    })),
  };
}

/** Returns the parts of a schema that describe steps: `steps`, `step` and each type. */
export function stepDefinitions(): Record<string, JsonSchema> {
  const types = tabledTypes.flatMap((type): [string, JsonSchema][] => {
    const table = tableOf(type)!;
    return [
      [`${type}-keys`, keysOf(type, table)],
      [type, ofStep(type, table)],
    ];
  });
  return {
    steps: { type: "object", additionalProperties: ref("step") },
    step: anyStep(),
    "common-keys": keysOf("", commonTable),
    ...Object.fromEntries(types),
  };
}

/**
 * The JSON Schema (draft 7) of a `codefresh.yml`, for editors and other validators: every key of
 * every type of step with its shape, description and, as `$comment`, its source.
 */
export function definitionSchema(): JsonSchema {
  const rows = Object.entries(rootTable.keys);
  const properties = rows.map(([name, { shape }]): [string, JsonSchema] => [
    name,
    { description: rootDescriptions[name]!, ...(name === "steps" ? ref("steps") : ofShape(shape)) },
  ]);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Codefresh pipeline definition (codefresh.yml)",
    $comment: `${PACKAGE}/${rootTable.source}`,
    type: "object",
    properties: { ...Object.fromEntries(properties), version: { enum: ["1.0", "1", 1] } },
    required: ["version", "steps"],
    additionalProperties: false,
    definitions: stepDefinitions(),
  };
}
