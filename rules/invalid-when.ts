import type { Value } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { eachStep } from "./support/walk.ts";

export default defineRule({
  id: "invalid-when",
  severity: "error",
  summary: "the `when` of a step has an unknown key or a value of a wrong type",
  why: "Codefresh's validator refuses such a step. A `when` has `branch` (lists `only` and `ignore`), `condition` (`all` and `any`, each a mapping of names to expressions) and `steps` (a list of names with `on`).",
  sources: [
    "@codefresh-io/yaml-validator 1.1.1 schema/1.0/base-schema.js: when",
    "docs.codefresh.io _docs/pipelines/conditional-execution-of-steps.md",
  ],
  pipeline({ steps, spec }, { report }) {
    if (!steps || spec?.has("specTemplate")) return;
    const found: Value[] = [];
    eachStep(steps, (step) => {
      const when = step.get("when");
      // The validator checks neither parallel steps themselves nor steps of the marketplace.
      if (when && !when.anchor && !/[:/]|^parallel$/.test(step.string("type")?.value ?? "")) found.push(when);
    });
    if (found.length > 0) return check(found, report);
  },
});

async function check(found: readonly Value[], report: RuleContext["report"]): Promise<void> {
  const { checkWhen } = await import("../src/simulate/steps/when-shape.ts");
  for (const when of found) for (const { place, message } of checkWhen(when).faults) report(place, message);
}
