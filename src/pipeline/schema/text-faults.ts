import { idOfRefusal } from "../../document/error-messages.ts";
import { refusalAlone } from "../../document/js-yaml.ts";
import type { SchemaFinding } from "../../schema/finding.ts";
import { plainAt } from "../../schema/paths.ts";
import { jsonSchemaFault } from "./variables-schema.ts";

/**
 * Returns the faults of the texts that the platform reads: `metadata.originalYamlString` must be
 * YAML and `spec.variablesSchema` a JSON Schema (codefresh-io/service-base infra/validation.js).
 */
export function findTextFaults(plain: unknown): SchemaFinding[] {
  const original = plainAt(plain, ["metadata", "originalYamlString"]);
  const variables = plainAt(plain, ["spec", "variablesSchema"]);
  return [
    ...(original === undefined || original === null ? [] : originalYamlFaults(original)),
    ...(typeof variables === "string" && variables !== "" ? variablesSchemaFaults(variables) : []),
  ];
}

/** The platform converts a list or mapping here to text, as JavaScript does. */
function originalYamlFaults(original: unknown): SchemaFinding[] {
  const text = String(original);
  const refused = refusalAlone(text);
  if (!refused) return [];
  const line = text.slice(0, refused.offset).split(/\r\n|\n|\r/).length;
  const message = `"originalYamlString" ${inWords(refused.reason, line)}; correct it or remove the key`;
  return [finding(["metadata", "originalYamlString"], "unreadable-original-yaml", message)];
}

function inWords(reason: string, line: number): string {
  if (/single document/.test(reason)) return "has more than one document";
  if (/duplicated mapping key/.test(reason)) return `repeats a key on its line ${line}`;
  return `${idOfRefusal(reason) === "unknown-tag" ? "has an unknown tag" : "is not YAML"} on its line ${line}`;
}

function variablesSchemaFaults(text: string): SchemaFinding[] {
  const fault = jsonSchemaFault(text);
  if (fault === undefined) return [];
  const message = `"variablesSchema" ${fault}`;
  return [finding(["spec", "variablesSchema"], "invalid-variables-schema", message)];
}

function finding(path: SchemaFinding["path"], owner: string, message: string): SchemaFinding {
  return { kind: "pattern", path, owner, message };
}
