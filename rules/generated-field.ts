import { type GeneratedOwner, generatedFields } from "../src/catalogue/generated-fields.ts";
import type { Located, LocatedMapping } from "../src/document/located.ts";
import { defineRule } from "../src/lint/rule.ts";
import type { Pipeline } from "../src/pipeline/model.ts";

/** Small marks of a trigger's state, which mean something only beside the rest of an export. */
const STATE = new Set(["verified", "status"]);

export default defineRule({
  id: "generated-field",
  severity: "info",
  summary: "a spec carries fields that the platform generates",
  why: "Ids and dates of an export belong to the pipeline that was exported: they cannot be edited, go stale in the repository, and mean nothing in another pipeline. The `id` of a Git trigger that a cron trigger simulates has to stay.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Full pipeline specification: generated fields, dates and internal ids",
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md",
  ],
  pipeline(pipeline, { report }) {
    const keys = generatedKeys(pipeline).sort((a, b) => a.span.start - b.span.start);
    const names = [...new Set(keys.map(({ value }) => value))];
    if (names.every((name) => STATE.has(name))) return;
    const list = names.map((name) => `"${name}"`).join(", ");
    const them = keys.length === 1 ? "it" : "them";
    report(keys[0]!, `the platform generates ${list}; leave ${them} out`);
  },
});

function generatedKeys({ node, metadata, spec, triggers, cronTriggers }: Pipeline): Located<string>[] {
  const simulated = new Set(cronTriggers.map(({ gitTriggerId }) => gitTriggerId?.value.toLowerCase()));
  const isSimulated = (id: string | undefined) => id !== undefined && simulated.has(id.toLowerCase());
  const found: Located<string>[] = [];
  addKeys(found, "pipeline", node);
  addKeys(found, "metadata", metadata);
  addKeys(found, "spec", spec);
  for (const trigger of triggers)
    addKeys(found, "gitTrigger", trigger.node, isSimulated(trigger.id?.value) ? "id" : undefined);
  for (const trigger of cronTriggers) addKeys(found, "cronTrigger", trigger.node, "event");
  for (const resource of spec?.mappings("externalResources") ?? [])
    addKeys(found, "externalResource", resource);
  return found;
}

/** Adds the generated keys that a mapping has of its own, save one. */
function addKeys(
  found: Located<string>[],
  owner: GeneratedOwner,
  mapping: LocatedMapping | undefined,
  but?: string,
): void {
  if (!mapping || mapping.anchor) return;
  for (const name of generatedFields[owner]) {
    const key = name === but ? undefined : mapping.entry(name)?.key;
    if (key && !key.anchor) found.push(key);
  }
}
