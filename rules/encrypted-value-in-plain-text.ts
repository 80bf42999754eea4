import { defineRule } from "../src/lint/rule.ts";
import { isMask, isReference } from "../src/secrets/names.ts";
import { certainty } from "./support/certain-secrets.ts";

export default defineRule({
  id: "encrypted-value-in-plain-text",
  severity: "warning",
  summary: "the value of an encrypted variable is written in plain text",
  why: "With `encrypted: true` Codefresh stores the value encrypted, but everyone who can read this file can read the secret. Write the mask `'*****'` as an export does, and set the value in Codefresh; or keep the secret in a shared configuration and remove the variable: `docs/secrets.md` shows both. Renew a secret that was in the repository.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Pipeline variables: an encrypted value cannot be read back by exporting",
  ],
  variable({ key, value, encrypted }, context) {
    if (encrypted?.value !== true || !value) return;
    const written = value.value;
    if (written === null || typeof written === "boolean" || written === "") return;
    if (typeof written === "string" && (isMask(written) || isReference(written))) return;
    const name = key ? ` "${key.value}"` : "";
    const message = `encrypted variable${name} has its value in plain text; write '*****' here, and set the value in Codefresh`;
    context.report(value, message, certainty(value, context));
  },
});
