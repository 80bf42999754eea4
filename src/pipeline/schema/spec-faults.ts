import { eventNames, nearestEventNames } from "../../catalogue/events/events.ts";
import type { SchemaFinding } from "../../schema/finding.ts";
import type { JsonSchema } from "../../schema/json-schema.ts";
import { type KeyPath, schemaAt } from "../../schema/paths.ts";
import { findSchemaFaults } from "../../schema/schema-faults.ts";
import { closestMatch } from "../../util/closest-match.ts";
import { annotatedSchema } from "./pipeline-schema.ts";
import { validate } from "./pipeline-validator.generated.ts";
import { findTextFaults } from "./text-faults.ts";

/** Event names have misspellings of their own, such as `pull_request` for `pullrequest`. */
const suggest = (word: string, allowed: readonly string[]): string | undefined =>
  allowed[0] === eventNames[0] ? nearestEventNames(word)[0] : closestMatch(word, allowed);

/** Returns the faults of one spec, given as js-yaml's plain value; none for a valid spec. */
export function findSpecFaults(plain: unknown): SchemaFinding[] {
  const faults = findSchemaFaults(plain, { validate, schema: annotatedSchema, suggest, readsJsonText: true });
  return [...faults, ...findTextFaults(plain)];
}

/** Returns the schema of the value at a path of a spec, or undefined. */
export function specSchemaAt(path: KeyPath): JsonSchema | undefined {
  return schemaAt(annotatedSchema(), path);
}
