import { defineRule } from "../src/lint/rule.ts";
import { findSystemVariable } from "../src/spec/catalogue/system-variables.ts";

export default defineRule({
  id: "shadows-system-variable",
  severity: "warning",
  summary: "a variable has the name of one that the platform sets",
  why: "The platform sets this variable for every build that has it, so one of the two values is lost, and steps that rely on the platform's meaning go wrong without a word.",
  sources: ["docs.codefresh.io _docs/pipelines/variables.md"],
  variable({ key }, { report }) {
    const system = key && findSystemVariable(key.value);
    if (system) report(key, `the platform sets "${key.value}" (${system.description}); use another name`);
  },
});
