import { isSequence } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { closestMatch } from "../src/util/closest-match.ts";
import { eachStep } from "./support/walk.ts";

/** The maximum number of comparisons of an undeclared stage with a declared one in a pipeline. */
const MAX_COMPARISONS = 20_000;

export default defineRule({
  id: "undeclared-stage",
  severity: "warning",
  summary: "a step is in a stage that `stages` does not declare",
  why: "The build view only has the declared stages; a step in another stage is shown in the default stage.",
  sources: ["docs.codefresh.io _docs/pipelines/stages.md"],
  pipeline({ spec, steps }, { report }) {
    const list = spec?.get("stages");
    if (!spec || spec.has("specTemplate") || (list && !isSequence(list))) return;
    const declared = new Set(spec.strings("stages").map(({ value }) => value));
    let comparisons = MAX_COMPARISONS;
    eachStep(steps, (step) => {
      const stage = step.string("stage");
      if (!stage?.value || stage.anchor || stage.value.includes("${{") || declared.has(stage.value)) return;
      comparisons -= declared.size;
      const near = comparisons < 0 ? undefined : closestMatch(stage.value, declared);
      const hint = near === undefined ? 'add it to "stages"' : `did you mean "${near}"?`;
      const fix = near === undefined ? {} : { fix: replaceValue(stage, near, false) };
      report(stage, `stage "${stage.value}" is not declared; ${hint}`, fix);
    });
  },
});
