import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "variable-name-in-shell",
  severity: "warning",
  preset: "strict",
  summary: "the name of a variable cannot be used in a shell",
  why: "`${{my-key}}` works in the pipeline's YAML, and the documentation itself has such a name, but a command of a step cannot read it as `$my-key`: a shell takes letters, digits and underscores, and no digit first.",
  sources: [
    "POSIX.1-2017, 3.235 Name",
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Pipeline variables: my-key",
  ],
  variable({ key }, { report }) {
    if (!key?.value || /[\s=]/.test(key.value) || /^[A-Za-z_]\w*$/.test(key.value)) return;
    const other = key.value.replace(/\W/g, "_").replace(/^(?=\d)/, "_");
    report(key, `a shell cannot read variable "${key.value}"; write, for example, "${other}"`);
  },
});
