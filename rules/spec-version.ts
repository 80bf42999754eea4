import { defineRule } from "../src/lint/rule.ts";
import { reportFinding } from "../src/lint/schema-findings.ts";
import { locateFinding } from "../src/schema/finding.ts";
import { schemaMessage } from "../src/schema/message.ts";

export default defineRule({
  id: "spec-version",
  severity: "error",
  summary: "`version` is not the text '1.0'",
  why: "Unquoted, 1.0 is a number to the YAML reader, and the platform refuses a number; the documentation says that the version is always '1.0'.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md",
    "joi 14, run with the published schema and its default options (codefresh-io/service-base infra/validation.js)",
  ],
  schemaFinding(finding, pipeline, context) {
    if (pipeline.version?.value !== 1) return reportFinding(finding, pipeline, context);
    const place = locateFinding(finding, pipeline.node);
    const fix = { title: "write '1.0'", safe: true, edits: [{ span: place.span, text: "'1.0'" }] };
    context.report(place, schemaMessage(finding), { fix });
  },
});
