import { LocatedMapping, type Place } from "../src/document/located.ts";
import { defineRule } from "../src/lint/rule.ts";
import type { Pipeline } from "../src/pipeline/model.ts";
import { closestMatch } from "../src/util/closest-match.ts";

/** The parts of a spec with steps, and the one around them. */
const KEYS = ["spec", "steps", "specTemplate"];

export default defineRule({
  id: "nothing-to-run",
  severity: "warning",
  summary: "a pipeline has neither steps nor a template to read them from",
  why: "Codefresh accepts such a spec, but every build of the pipeline does nothing or fails.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: steps and specTemplate are optional",
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Spec fields: the pipeline steps to be executed",
  ],
  pipeline(pipeline, { report }) {
    const place = emptyPlace(pipeline);
    if (!place) return;
    const { node, metadata, spec, isDefinition } = pipeline;
    // A block that is indented too deeply has a finding of its own.
    if (KEYS.some((key) => metadata?.has(key))) return;
    if (!isDefinition && (hasMeant(node, "spec") || (spec && hasMeant(spec, "steps")))) return;
    const remedy = isDefinition ? "a step" : '"steps" or "specTemplate"';
    report(place, `this pipeline has nothing to run; add ${remedy}`);
  },
});

/** The place to name for a pipeline without steps; undefined if it has them, or may have them. */
function emptyPlace({ node, spec, isDefinition }: Pipeline): Place | undefined {
  if (!spec)
    return node.has("spec") ? undefined : (node.entry("metadata")?.key ?? node.entries[0]?.key ?? node);
  // A definition without steps lacks a required key.
  if (spec.has("specTemplate") || (isDefinition && !spec.has("steps"))) return undefined;
  const steps = spec.get("steps");
  // In a definition, missing steps are a fault of their own.
  if (!steps) return node.entry("spec")?.key;
  return steps instanceof LocatedMapping && steps.entries.length === 0 ? steps : undefined;
}

/** True for a mapping with another key than its `own` one that means the steps or their place. */
function hasMeant({ entries }: LocatedMapping, own: string): boolean {
  return entries.some(
    ({ name }) => name !== own && (name === "template" || closestMatch(name, KEYS) !== undefined),
  );
}
