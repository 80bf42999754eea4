import type { Schema } from "../../src/report/schemas/event.ts";

const position = (...required: string[]): Schema => ({
  type: "object",
  required,
  additionalProperties: false,
  properties: { line: { type: "integer", minimum: 1 }, column: { type: "integer", minimum: 1 } },
});
const object = (properties: Readonly<Record<string, Schema>>, required: readonly string[]): Schema => ({
  type: "object",
  additionalProperties: false,
  properties,
  required,
});
const range = object({ start: position("line"), end: position("line") }, ["start", "end"]);

/**
 * The input of `reviewdog -f=rdjson` as JSON Schema: the fields of `proto/rdf/reviewdog.proto` and
 * `proto/rdf/jsonschema/DiagnosticResult.json` of github.com/reviewdog/reviewdog that dryfire uses.
 * Unlike there, other fields are refused.
 */
export const rdjsonSchema: Schema = object(
  {
    source: object({ name: { type: "string" } }, ["name"]),
    diagnostics: {
      type: "array",
      items: object(
        {
          message: { type: "string", minLength: 1 },
          location: object({ path: { type: "string", minLength: 1 }, range }, ["path", "range"]),
          severity: { enum: ["ERROR", "WARNING", "INFO"] },
          code: object({ value: { type: "string", minLength: 1 } }, ["value"]),
          suggestions: {
            type: "array",
            items: object(
              {
                range: object({ start: position("line", "column"), end: position("line", "column") }, [
                  "start",
                  "end",
                ]),
                text: { type: "string" },
              },
              ["range", "text"],
            ),
          },
        },
        ["message", "location", "severity", "code"],
      ),
    },
  },
  ["source", "diagnostics"],
);
