import { defineRule } from "../src/lint/rule.ts";
import { isMask, isReference } from "../src/secrets/names.ts";

export default defineRule({
  id: "encrypted-value-in-plain-text",
  severity: "warning",
  summary: "the value of an encrypted variable is written in plain text",
  why: "With `encrypted: true` Codefresh stores the value encrypted, but everyone who can read this file can read the secret. Keep it out of the repository: set it in Codefresh or in a shared configuration, or insert it with a template.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Pipeline variables: an encrypted value cannot be read back by exporting",
  ],
  variable({ key, value, encrypted }, { report }) {
    if (encrypted?.value !== true || !value) return;
    const written = value.value;
    if (written === null || typeof written === "boolean" || written === "") return;
    if (typeof written === "string" && (isMask(written) || isReference(written))) return;
    const name = key ? ` "${key.value}"` : "";
    report(value, `encrypted variable${name} has its value in plain text; remove the secret from the file`);
  },
});
