import { defineRule } from "../src/lint/rule.ts";
import { reportShape } from "../src/lint/shape.ts";

export default defineRule({
  id: "branch-regex-input",
  severity: "error",
  summary: "`branchRegexInput` is none of the three values that the platform knows",
  why: "The setting tells the product how to draw a branch filter: as a regex, or as lists of branches to include or exclude. It does not change what the filter matches.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md",
    "docs.codefresh.io _docs/integrations/codefresh-api.md",
  ],
  shape: reportShape,
});
