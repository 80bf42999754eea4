import { defineSchemaRule } from "../src/lint/schema-findings.ts";

export default defineSchemaRule({
  id: "conflicting-keys",
  severity: "error",
  summary: "a step has a key that another key, its type or its place excludes",
  why: "Codefresh's validator refuses the step: `cmd` excludes `commands` and `shell`, `service` excludes `file_path`, `platform` requires `buildx`, a key excludes its other spelling with hyphens, and `hooks` excludes `on_success`, `on_fail` and `on_finish`.",
  sources: [
    "@codefresh-io/yaml-validator 1.1.1 schema/1.0/steps/freestyle.js, build.js, deploy.js, composition.js",
    "@codefresh-io/yaml-validator 1.1.1 schema/1.0/validator.js: hooks",
  ],
});
