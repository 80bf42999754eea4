import { defineRule } from "../src/lint/rule.ts";
import { reportFinding } from "../src/lint/schema-findings.ts";

export default defineRule({
  id: "wrong-type",
  severity: "error",
  summary: "a value has a type or form that the platform refuses",
  why: 'The platform refuses it. Where a text converts to the type, as "true" and "3" do, it passes; `yes`, `no`, `on` and `off` are texts in the YAML of the platform and do not. The API page calls `runtimeEnvironment` and `options` arrays and `metadata.template` a boolean; the platform takes objects for all three.',
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md",
    "docs.codefresh.io _docs/integrations/codefresh-api.md",
    "joi 14, run with the published schema and its default options (codefresh-io/service-base infra/validation.js)",
  ],
  schemaFinding: reportFinding,
});
