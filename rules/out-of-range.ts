import { defineRule } from "../src/lint/rule.ts";
import { reportShape } from "../src/lint/shape.ts";

export default defineRule({
  id: "out-of-range",
  severity: "error",
  summary: "a number or a length is outside the bounds of the platform",
  why: "The platform refuses the spec.",
  sources: ["docs.codefresh.io _docs/pipelines/specifications-latest-version.md"],
  shape: reportShape,
});
