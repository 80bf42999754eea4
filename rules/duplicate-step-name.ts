import { defineSchemaRule } from "../src/lint/schema-findings.ts";

export default defineSchemaRule({
  id: "duplicate-step-name",
  severity: "error",
  summary: "two steps of a pipeline have the same name",
  why: "Names are unique among all steps, including those in parallel steps: a step in a parallel step may not have the name of that step, nor of one elsewhere.",
  sources: ["@codefresh-io/yaml-validator 1.1.1 schema/1.0/validator.js: _validateUniqueStepNames"],
});
