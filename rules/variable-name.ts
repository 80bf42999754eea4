import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "variable-name",
  severity: "warning",
  summary: "the name of a variable contains white space or an equals sign",
  why: "Codefresh accepts any text. But `${{NAME}}` is looked up exactly as written, and in the environment of a step a name ends at its first equals sign.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: variables",
    "POSIX.1-2017, 8.1 Environment Variable Definition: no equals sign in a name",
  ],
  variable({ key }, { report }) {
    if (!key) return;
    const fault = key.value.includes("=")
      ? "an equals sign"
      : /\s/.test(key.value)
        ? "white space"
        : undefined;
    if (fault)
      report(key, `variable name "${key.value}" contains ${fault}; use letters, digits and underscores`);
  },
});
