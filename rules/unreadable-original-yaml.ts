import { defineSchemaRule } from "../src/lint/schema-findings.ts";

export default defineSchemaRule({
  id: "unreadable-original-yaml",
  severity: "error",
  summary: "`metadata.originalYamlString` is not YAML that Codefresh can read",
  why: "Codefresh reads the text of the pipeline editor with js-yaml 3 when it validates a spec, and rejects the spec if that fails: the text must be one YAML document without repeated keys. Builds do not use it, so it can be removed.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: originalYamlString",
    "codefresh-io/service-base infra/validation.js, which reads the text with js-yaml 3 safeLoad",
  ],
});
