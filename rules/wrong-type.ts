import { defineSchemaRule } from "../src/lint/schema-findings.ts";

export default defineSchemaRule({
  id: "wrong-type",
  severity: "error",
  summary: "a value has the wrong type or form",
  why: 'Codefresh rejects the spec. A string that converts to the type, such as "true" or "3", is accepted; `yes`, `no`, `on` and `off` are strings in Codefresh\'s YAML and do not convert. The API documentation describes `runtimeEnvironment` and `options` as arrays and `metadata.template` as a boolean; Codefresh requires mappings for all three.',
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md",
    "docs.codefresh.io _docs/integrations/codefresh-api.md",
    "tested with joi 13.7, the published schema and default options (codefresh-io/service-base infra/validation.js)",
  ],
});
