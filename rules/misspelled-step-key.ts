import { defineSchemaRule } from "../src/lint/schema-findings.ts";

export default defineSchemaRule({
  id: "misspelled-step-key",
  severity: "warning",
  summary: "a key of a step is misspelled",
  why: "Steps of the types freestyle, composition, deploy and helm, and those of the marketplace, may have any keys, so Codefresh ignores a misspelled one without a message: `comands` runs no command, and `When` is never evaluated.",
  sources: [
    "@codefresh-io/yaml-validator 1.1.1 schema/1.0/steps: unknown() in freestyle.js, composition.js, deploy.js, helm.js",
  ],
});
