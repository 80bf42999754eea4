import type { JsonSchema } from "../../schema/json-schema.ts";

/** The remedy for every fault of a baseline, which only dryfire writes. */
export const WRITE_AGAIN = "delete it and write a new one with --update-baseline";

const byName = (values: JsonSchema): JsonSchema => ({ type: "object", additionalProperties: values });

/** The JSON Schema of a baseline: the number of known findings by file, rule and fingerprint. */
export const baselineSchema: JsonSchema = {
  type: "object",
  "x-noun": "the baseline",
  "x-message": `this is not a baseline; ${WRITE_AGAIN}`,
  additionalProperties: false,
  required: ["version"],
  properties: {
    version: { const: 1, "x-message": `this is not a baseline of version 1; ${WRITE_AGAIN}` },
    files: byName(byName(byName({ type: "integer", minimum: 1 }))),
  },
};
