import { createRequire } from "node:module";
import { Ajv, type Options, type ValidateFunction } from "ajv";
import type { Schema } from "../../src/report/schemas/event.ts";

const require = createRequire(import.meta.url);
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const URI_REFERENCE = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/;

/**
 * Options to compile a schema for a few values: without optimization it takes 1.5 seconds instead
 * of 4 for the schemas of specs and definitions.
 */
export const QUICK_COMPILE: Options = { inlineRefs: false, code: { optimize: false } };

function ajv(strict: boolean): Ajv {
  return new Ajv({
    ...QUICK_COMPILE,
    strict: strict && "log",
    strictTypes: false,
    allErrors: true,
    unicodeRegExp: strict,
    formats: {
      "date-time": DATE_TIME,
      uri: { validate: (text: string) => URL.canParse(text) && URI_REFERENCE.test(text) },
      "uri-reference": URI_REFERENCE,
    },
  });
}

/** Returns a validator for one of our schemas that also rejects undescribed fields. */
export function closedValidator(schema: Schema): ValidateFunction {
  return ajv(true).compile(close(schema) as Schema);
}

function close(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(close);
  if (typeof schema !== "object" || schema === null) return schema;
  const closed = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, close(value)]));
  const isMapping = typeof closed.properties === "object" && [closed.type].flat().includes("object");
  return isMapping ? { additionalProperties: false, ...closed } : closed;
}

/**
 * Returns a validator for the schema of SARIF 2.1.0 (draft 4; only its `id` differs from draft 7).
 */
export function sarifValidator(): ValidateFunction {
  sarif ??= compileSarif();
  return sarif;
}

let sarif: ValidateFunction | undefined;

function compileSarif(): ValidateFunction {
  const { $schema, id, ...schema } = require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
  return ajv(false).compile(schema);
}

/** Formats the errors of a validator, for the message of a failing test. */
export function formatErrors(validate: ValidateFunction, data: unknown): string[] {
  if (validate(data)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
