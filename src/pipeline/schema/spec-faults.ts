import type { SchemaFinding } from "../../schema/finding.ts";
import type { JsonSchema } from "../../schema/json-schema.ts";
import { type KeyPath, schemaAt } from "../../schema/paths.ts";
import { findSchemaFaults } from "../../schema/schema-faults.ts";
import { annotatedSchema } from "./pipeline-schema.ts";
import { validate } from "./pipeline-validator.generated.ts";

/** Returns the faults of one spec, given as the plain value that js-yaml 3 reads it as; none for a valid spec. */
export function findSpecFaults(plain: unknown): SchemaFinding[] {
  return findSchemaFaults(plain, { validate, schema: annotatedSchema });
}

/** Returns the schema of the value at a path of a spec, or undefined where the schema says nothing about it. */
export function specSchemaAt(path: KeyPath): JsonSchema | undefined {
  return schemaAt(annotatedSchema(), path);
}
