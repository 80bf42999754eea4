import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "encrypted-empty",
  severity: "warning",
  summary: "an encrypted variable has no value",
  why: "Codefresh does not encrypt an empty value, so the variable is stored empty and unencrypted. Replacing a pipeline with such a spec may delete a value that was set in Codefresh. `docs/secrets.md` shows the forms for a repository.",
  sources: [
    "docs.codefresh.io _docs/pipelines/variables.md: encryption is not supported for empty variables",
    "codefresh-io/terraform-provider-codefresh issue 177: encrypted values become empty",
  ],
  variable({ key, value, encrypted, node }, { report }) {
    // Without a key the variable is refused, and written as a pair has its value elsewhere.
    if (encrypted?.value !== true || !key) return;
    const message = `encrypted variable "${key.value}" has no value; write '*****', which probably keeps the stored one, or remove the variable`;
    if (!node.has("value")) report(node.entries[0]!.key, message);
    else if (value?.value === "") report(value, message);
  },
});
