import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "encrypted-empty",
  severity: "warning",
  summary: "an encrypted variable has no value",
  why: "The platform does not encrypt an empty value, so the variable is stored empty and in plain text; replacing a pipeline with such a spec may empty a value that was set in the product.",
  sources: [
    "docs.codefresh.io _docs/pipelines/variables.md: encryption is not supported for empty variables",
    "codefresh-io/terraform-provider-codefresh issue 177: encrypted values become empty",
  ],
  variable({ key, value, encrypted, node }, { report }) {
    if (encrypted?.value !== true) return;
    const name = key ? ` "${key.value}"` : "";
    const message = `encrypted variable${name} has no value; give it one, or leave the variable out`;
    if (!node.has("value")) report(node.entries[0]!.key, message);
    else if (value?.value === "") report(value, message);
  },
});
