import type { Located } from "../src/document/located.ts";
import { readYaml } from "../src/document/read.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { Pipeline } from "../src/pipeline/model.ts";

export default defineRule({
  id: "stale-original-yaml",
  severity: "info",
  summary: "`metadata.originalYamlString` is out of date: its steps or stages differ from the spec",
  why: "The text of the pipeline editor is kept for archival only: builds run the steps of `spec`. If the two differ, a person who opens the pipeline in Codefresh reads, and may save, outdated steps.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Metadata fields: originalYamlString is only kept for archival purposes",
    "codefresh-io/terraform-provider-codefresh issue 112: keys lost where a spec came from the original text",
  ],
  pipeline(pipeline, context) {
    const original = pipeline.metadata?.string("originalYamlString");
    if (!original?.value.trim() || pipeline.spec?.has("specTemplate") || !pipeline.steps?.entries.length)
      return;
    return compare(original, pipeline, context);
  },
});

async function compare(
  original: Located<string>,
  pipeline: Pipeline,
  { report }: RuleContext,
): Promise<void> {
  const { documents, faults } = await readYaml(original.value);
  const text = documents[0]?.value;
  if (faults.length > 0 || typeof text !== "object" || text === null) return;
  const spec = (pipeline.plain as { spec: Record<string, unknown> }).spec;
  const differing = ["steps", "stages"].filter((key) => differs(text as Record<string, unknown>, spec, key));
  if (differing.length === 0) return;
  const related = differing.flatMap((key) => {
    const place = pipeline.spec?.entry(key)?.key;
    return place ? [{ place, message: `the ${key} that builds run` }] : [];
  });
  report(
    original,
    `"originalYamlString" is out of date: builds run the ${differing.join(" and ")} of "spec"; remove it`,
    { related },
  );
}

/** True if two mappings differ in a key; a missing list equals an empty one. */
function differs(text: Record<string, unknown>, spec: Record<string, unknown>, key: string): boolean {
  const empty = key === "stages" ? [] : {};
  return canonical(text[key] ?? empty) !== canonical(spec[key] ?? empty);
}

/** Returns a text of the value that does not depend on the order of keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part) =>
    part && typeof part === "object" && !Array.isArray(part) && !(part instanceof Date)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
