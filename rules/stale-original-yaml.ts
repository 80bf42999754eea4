import type { Located } from "../src/document/located.ts";
import { readYaml } from "../src/document/read.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { Pipeline } from "../src/pipeline/model.ts";

export default defineRule({
  id: "stale-original-yaml",
  severity: "info",
  summary: "`metadata.originalYamlString` says other steps or stages than the spec",
  why: "The text of the pipeline editor is kept for archival only: builds run the steps of `spec`. Where the two differ, whoever opens the pipeline in the product reads, and may save, the old ones.",
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
    `the original text has other ${differing.join(" and ")} than "spec", and builds run those of "spec"; leave it out`,
    { related },
  );
}

/** Whether two mappings disagree about a key; a list that is absent is an empty one. */
function differs(text: Record<string, unknown>, spec: Record<string, unknown>, key: string): boolean {
  const empty = key === "stages" ? [] : {};
  return canonical(text[key] ?? empty) !== canonical(spec[key] ?? empty);
}

/** A value as text that does not depend on the order of keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part) =>
    part && typeof part === "object" && !Array.isArray(part) && !(part instanceof Date)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
