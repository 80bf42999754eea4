import { defineRule } from "../src/lint/rule.ts";
import { locateFinding } from "../src/schema/finding.ts";

export default defineRule({
  id: "variable-name",
  severity: "warning",
  summary: "the name of a variable is empty, or has white space or an equals sign",
  why: "The platform refuses an empty name and takes any other text, but `${{NAME}}` is looked up as written, and the environment of a step ends a name at its first equals sign.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: variables",
    "POSIX.1-2017, 8.1 Environment Variable Definition: no equals sign in a name",
  ],
  schemaFinding(finding, pipeline, { report }) {
    report(locateFinding(finding, pipeline.node), "the variable's name is empty; give it one", {
      severity: "error",
    });
  },
  variable({ key }, { report }) {
    if (!key) return;
    const fault = key.value.includes("=")
      ? "an equals sign"
      : /\s/.test(key.value)
        ? "white space"
        : undefined;
    if (fault) report(key, `variable name "${key.value}" has ${fault}; use letters, digits and underscores`);
  },
});
