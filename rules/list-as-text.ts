import { isText, pathKeys, type Value } from "../src/document/located.ts";
import { defineRule } from "../src/lint/rule.ts";
import type { Pipeline } from "../src/pipeline/model.ts";
import { findSpecFaults, specSchemaAt } from "../src/pipeline/schema/spec-faults.ts";
import type { SchemaFinding } from "../src/schema/finding.ts";
import { parseJson } from "../src/util/json.ts";
import { eachScalar, textOf } from "./support/walk.ts";

/** A text that may be JSON of a list or mapping, in quotes or as a block. */
const QUICK = /["'][ \t]*[[{]|\n[ \t]*[[{]/;

export default defineRule({
  id: "list-as-text",
  severity: "warning",
  summary: "a list or a mapping is written as a text of JSON",
  why: "Codefresh converts a text of JSON where the schema requires a list or a mapping. dryfire and other tools see a text there: its content is validated, but no other rule and no simulation reads it.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md",
    "tested with joi 13.7, the published schema and default options (codefresh-io/service-base infra/validation.js)",
  ],
  pipeline(pipeline, context) {
    if (!QUICK.test(textOf(pipeline))) return;
    const { node, plain } = pipeline;
    let faults: readonly SchemaFinding[] | undefined;
    const from = pathKeys(node.path).length;
    const check = (value: Value): void => {
      if (!isText(value) || !/^\s*[[{]/.test(value.value)) return;
      const path = pathKeys(value.path).slice(from);
      const expected = expectedType(path);
      if (expected === undefined || !parseJson(value.value)) return;
      faults ??= findSpecFaults(plain);
      // A fault in the text is reported anyway.
      if (faults.some((fault) => path.every((step, index) => fault.path[index] === step))) return;
      const key = String(path.findLast((step) => typeof step === "string"));
      context.report(value, `"${key}" is ${expected} written as text; write it as ${expected}`);
    };
    for (const { key, value } of sections(node)) if (!FREE.has(key.value)) eachScalar(value, check);
  },
});

/** Keys below which everything is allowed. */
const FREE = new Set(["steps", "hooks", "services", "success_criteria"]);

/** The entries of a spec and of the mapping at its key `spec`. */
function sections(node: Pipeline["node"]) {
  return node.entries.flatMap((entry) =>
    entry.key.value === "spec" ? (node.mapping("spec")?.entries ?? [entry]) : [entry],
  );
}

/** The type that the schema requires, in words; undefined unless it is a list or a mapping. */
function expectedType(path: (string | number)[]): string | undefined {
  const type = specSchemaAt(path)?.type;
  return type === "array" ? "a list" : type === "object" ? "a mapping" : undefined;
}
