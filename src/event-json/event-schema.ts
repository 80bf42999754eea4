import { event } from "../report/schemas/event.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { factRows } from "../simulate/event/event.ts";

const [gitEvent, timeEvent] = event.oneOf as [JsonSchema, JsonSchema];

/** The names of options, and keys of cases, whose facts have other names. */
const synonyms = Object.fromEntries(
  Object.entries(factRows).flatMap(([key, { flag }]) =>
    flag && flag.name !== key ? [[flag.name, key]] : [],
  ),
);

/**
 * The schema of a Git event in a file: like the event of `simulate`, without other facts. Missing
 * names are reported after misspelled facts, of which `name` is one.
 */
export const gitEventSchema: JsonSchema = closed({
  ...gitEvent,
  required: ["kind"],
  "x-synonyms": synonyms,
});

/** The schema of a minute in a file. */
export const timeEventSchema: JsonSchema = closed({
  ...timeEvent,
  properties: {
    ...timeEvent.properties,
    at: {
      type: "string",
      pattern: "^[1-9]\\d{3}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?:Z|[+-]\\d{2}:\\d{2})$",
      "x-date": true,
      "x-expects": "a time such as 2026-05-01T03:00:00Z",
    },
  },
});

function closed(schema: JsonSchema): JsonSchema {
  const json = JSON.stringify({ ...schema, "x-noun": "the event" });
  return JSON.parse(json, (_key, value: JsonSchema) =>
    value?.type === "object" && value.properties
      ? { "x-noun": "the mapping", "x-key-noun": "fact", additionalProperties: false, ...value }
      : value,
  ) as JsonSchema;
}
