import { defineRule } from "../src/lint/rule.ts";
import { isMask, isReference } from "../src/secrets/names.ts";

export default defineRule({
  id: "encrypted-value-in-plain-text",
  severity: "warning",
  summary: "the value of an encrypted variable stands in the file in plain text",
  why: "With `encrypted: true` the platform stores the value encrypted, but whoever reads this file reads the secret. Keep it out of the repository: set it in the platform or a shared configuration, or have a template fill it in.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Pipeline variables: an encrypted value cannot be read back by exporting",
  ],
  variable({ key, value, encrypted }, { report }) {
    if (encrypted?.value !== true || !value) return;
    const written = value.value;
    if (written === null || typeof written === "boolean" || written === "") return;
    if (typeof written === "string" && (isMask(written) || isReference(written))) return;
    const name = key ? ` "${key.value}"` : "";
    report(
      value,
      `the value of encrypted variable${name} stands here in plain text; keep the secret out of the file`,
    );
  },
});
