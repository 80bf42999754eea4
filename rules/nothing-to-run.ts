import { LocatedMapping } from "../src/document/located.ts";
import { defineRule } from "../src/lint/rule.ts";
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
  pipeline({ node, spec, isDefinition }, { report }) {
    if (!isDefinition && (hasMeant(node, "spec") || (spec && hasMeant(spec, "steps")))) return;
    const remedy = isDefinition ? "a step" : '"steps" or "specTemplate"';
    const message = `this pipeline has nothing to run; add ${remedy}`;
    if (!spec) {
      const place = node.entry("metadata")?.key ?? node.entries[0]?.key ?? node;
      if (!node.has("spec")) report(place, message);
      return;
    }
    // A definition without steps lacks a required key.
    if (spec.has("specTemplate") || (isDefinition && !spec.has("steps"))) return;
    const steps = spec.get("steps");
    const key = node.entry("spec")?.key;
    // In a definition, missing steps are a fault of their own.
    if (!steps && key) report(key, message);
    else if (steps instanceof LocatedMapping && steps.entries.length === 0) report(steps, message);
  },
});

/** True for a mapping with another key than its `own` one that means the steps or their place. */
function hasMeant({ entries }: LocatedMapping, own: string): boolean {
  return entries.some(
    ({ name }) => name !== own && (name === "template" || closestMatch(name, KEYS) !== undefined),
  );
}
