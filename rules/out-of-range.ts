import { limitOf } from "../src/catalogue/limits.ts";
import { defineRule } from "../src/lint/rule.ts";
import { reportFinding } from "../src/lint/schema-findings.ts";

export default defineRule({
  id: "out-of-range",
  severity: "error",
  summary: "a number or a length is out of range",
  why: "Codefresh rejects the spec. It accepts any whole number for `triggerConcurrency` and `branchConcurrency`, but its user interface only offers 1 to 15. Without these keys there is no limit.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md",
    "docs.codefresh.io _docs/pipelines/pipelines.md: concurrency limits",
  ],
  schemaFinding: reportFinding,
  pipeline({ spec }, { report }) {
    for (const key of ["triggerConcurrency", "branchConcurrency"]) {
      const number = spec?.number(key);
      const { minimum, maximum } = limitOf(`spec.${key}`) ?? {};
      if (!number || minimum === undefined || maximum === undefined || !Number.isInteger(number.value))
        continue;
      if (number.value >= minimum && number.value <= maximum) continue;
      report(
        number,
        `"${key}" is ${number.value}, but Codefresh offers ${minimum} to ${maximum}; write one of these, or remove the key for no limit`,
        { severity: "warning" },
      );
    }
  },
});
