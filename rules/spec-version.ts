import { fixOf, inQuotes } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { reportFinding } from "../src/lint/schema-findings.ts";
import { locateFinding } from "../src/schema/finding.ts";

export default defineRule({
  id: "spec-version",
  severity: "error",
  summary: "`version` is not the string '1.0'",
  why: "Without quotes, 1.0 is a number in YAML, and Codefresh rejects a number. The documentation states that the version is always '1.0'.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md",
    "tested with joi 13.7, the published schema and default options (codefresh-io/service-base infra/validation.js)",
  ],
  async schemaFinding(finding, pipeline, context) {
    if (pipeline.version?.value !== 1) return reportFinding(finding, pipeline, context);
    const place = locateFinding(finding, pipeline.node);
    const fix = fixOf("write '1.0'", true, { span: place.span, text: inQuotes("1.0", pipeline.file) });
    const { schemaMessage } = await import("../src/schema/message.ts");
    context.report(place, schemaMessage(finding), { fix });
  },
});
