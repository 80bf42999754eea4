import { isSequence, isText, type Located, LocatedMapping } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { limitedClosestMatch } from "../src/util/closest-match.ts";
import { stepsIn } from "./support/walk.ts";

export default defineRule({
  id: "unknown-step-in-criteria",
  severity: "warning",
  summary: "`success_criteria` name a step that does not exist",
  why: "The names in `only` and `ignore` decide which steps count for the result of a parallel step or of the pipeline. Nothing checks them when a pipeline is saved, and the effect of an unknown name is not documented.",
  sources: [
    "docs.codefresh.io _docs/pipelines/advanced-workflows.md: defining success criteria for a parallel step",
    "@codefresh-io/yaml-validator 1.1.1 schema/1.0/base-schema.js: the names are any text",
  ],
  pipeline(pipeline, { report }) {
    const { spec } = pipeline;
    if (!spec || spec.has("specTemplate")) return;
    for (const owner of [spec, ...stepsIn(pipeline)]) {
      const criteria = owner === spec || owner.string("type")?.value === "parallel" ? namesOf(owner) : [];
      if (criteria.length === 0) continue;
      const names = new Set(owner === spec ? ["main_clone"] : []);
      const named = names.size;
      // Other rules report that there are no steps.
      if (!addNames(owner, names) || names.size === named) continue;
      const near = limitedClosestMatch([...names]);
      const where = owner === spec ? "" : " in this parallel step";
      for (const name of criteria) {
        if (names.has(name.value) || name.value.includes("${{")) continue;
        const meant = near(name.value);
        const remedy = meant === undefined ? "write the name of a step" : `did you mean "${meant}"?`;
        const fix = replaceValue(name, meant, false);
        report(name, `there is no step "${name.value}"${where}; ${remedy}`, { fix });
      }
    }
  },
});

/** The names in the `success_criteria` of a step or of the pipeline, without aliased ones. */
function namesOf(owner: LocatedMapping): readonly Located<string>[] {
  const steps = owner.mapping("success_criteria")?.get("steps");
  if (!steps || steps.anchor) return [];
  const lists = steps instanceof LocatedMapping ? [steps.get("only"), steps.get("ignore")] : [steps];
  return lists.flatMap((list) =>
    list && isSequence(list) && !list.anchor
      ? list.items.filter((item): item is Located<string> => isText(item) && !item.anchor)
      : [],
  );
}

/** Adds the names of all steps in a step; false if the spec does not show all of them. */
function addNames(owner: LocatedMapping, names: Set<string>): boolean {
  const steps = owner.get("steps");
  if (steps && !(steps instanceof LocatedMapping)) return false;
  const made = owner.mapping("scale")?.entries ?? [];
  return [...made, ...(steps?.entries ?? [])].every(({ name, value }) => {
    names.add(name);
    return !(value instanceof LocatedMapping) || (!value.has("matrix") && addNames(value, names));
  });
}
