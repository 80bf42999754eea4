import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { limitedClosestMatch } from "../src/util/closest-match.ts";
import { onWaits } from "./support/step-waits.ts";

export default defineRule({
  id: "unknown-step-in-when",
  severity: "warning",
  summary: "a step waits for a step that does not exist",
  why: "An entry of `when.steps` with an unknown name never holds, so the step never runs. Nothing checks the names when a pipeline is saved.",
  sources: [
    "docs.codefresh.io _docs/pipelines/advanced-workflows.md: single step dependencies",
    "@codefresh-io/yaml-validator 1.1.1 schema/1.0/base-schema.js: the name of a step in when is any text",
  ],
  pipeline(pipeline, { report }) {
    return onWaits(pipeline, ({ byName, hasHiddenSteps, waits }) => {
      if (hasHiddenSteps) return;
      const nearStep = limitedClosestMatch([...byName.keys()]);
      for (const { name } of waits) {
        const { value } = name;
        if (byName.has(value) || value === "main_clone" || value.includes("${{")) continue;
        const near = nearStep(value);
        const hint = near === undefined ? "write the name of a step" : `did you mean "${near}"?`;
        const fix = near === undefined ? {} : { fix: replaceValue(name, near, false) };
        report(name, `there is no step "${value}"; ${hint}`, fix);
      }
    });
  },
});
