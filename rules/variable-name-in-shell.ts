import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "variable-name-in-shell",
  severity: "warning",
  preset: "strict",
  summary: "the name of a variable is not valid in a shell",
  why: "`${{my-key}}` works in the pipeline's YAML, and the documentation has such a name, but a shell command in a step cannot read it as `$my-key`: a shell name has only letters, digits and underscores, and does not begin with a digit.",
  sources: [
    "POSIX.1-2017, 3.235 Name",
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Pipeline variables: my-key",
  ],
  variable({ key }, { report }) {
    if (!key?.value || /[\s=]/.test(key.value) || /^[A-Za-z_]\w*$/.test(key.value)) return;
    const other = key.value.replace(/\W/g, "_").replace(/^(?=\d)/, "_");
    report(key, `variable name "${key.value}" is not valid in a shell; write, for example, "${other}"`);
  },
});
