import { isText, type Located, pathWithin } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { Pipeline } from "../src/pipeline/model.ts";
import type { JsonSchema } from "../src/schema/json-schema.ts";
import { parseJson } from "../src/util/json.ts";
import { eachScalar, textOf } from "./support/walk.ts";

/** A text that may be JSON of a list or mapping, in quotes or as a block; no glob with braces. */
const QUICK = /["'][ \t]*(?:\[|\{\s*["\\}])|\n[ \t]*[[{]/;

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
    const texts: Located<string>[] = [];
    for (const { key, value } of sections(pipeline.node))
      if (!FREE.has(key.value))
        eachScalar(value, (scalar) => {
          if (isText(scalar) && /^\s*[[{]/.test(scalar.value) && parseJson(scalar.value)) texts.push(scalar);
        });
    if (texts.length > 0) return check(texts, pipeline, context);
  },
});

async function check(
  texts: readonly Located<string>[],
  { node, plain }: Pipeline,
  { report }: RuleContext,
): Promise<void> {
  const { findSpecFaults, specSchemaAt } = await import("../src/pipeline/schema/spec-faults.ts");
  const faults = findSpecFaults(plain);
  for (const text of texts) {
    const path = pathWithin(node, text);
    const expected = typeInWords(specSchemaAt(path));
    // A fault in the text is reported anyway.
    const isReported = faults.some((fault) => path.every((step, index) => fault.path[index] === step));
    if (expected === undefined || isReported) continue;
    const key = String(path.findLast((step) => typeof step === "string"));
    report(text, `"${key}" is ${expected} written as text; write it as ${expected}`);
  }
}

/** Keys below which everything is allowed. */
const FREE = new Set(["steps", "hooks", "services", "success_criteria"]);

/** The entries of a spec and of the mapping at its key `spec`. */
function sections(node: Pipeline["node"]) {
  return node.entries.flatMap((entry) =>
    entry.key.value === "spec" ? (node.mapping("spec")?.entries ?? [entry]) : [entry],
  );
}

/** The type that the schema requires, in words; undefined unless it is a list or a mapping. */
function typeInWords(schema: JsonSchema | undefined): string | undefined {
  const type = schema?.type;
  return type === "array" ? "a list" : type === "object" ? "a mapping" : undefined;
}
