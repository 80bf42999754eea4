import { defineRule } from "../src/lint/rule.ts";
import { isMask, isReference } from "../src/secrets/names.ts";

export default defineRule({
  id: "trigger-secret",
  severity: "warning",
  summary: "a trigger contains the secret of its webhook in plain text",
  why: "Anyone who knows the secret and the endpoint can send forged events that Codefresh accepts. Exports from before on-premises release 2.11 contain both. The schema has neither key, so you can safely remove them. `docs/secrets.md` shows what to keep in a repository.",
  sources: [
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: the endpoint and secret fields",
    "docs.codefresh.io _docs/whats-new/on-prem-release-notes.md, 2.11: trigger secrets are masked",
  ],
  gitTrigger({ node }, { report }) {
    const secret = node.string("secret");
    const endpoint = node.string("endpoint");
    if (secret && isPlain(secret.value)) {
      const related = endpoint ? [{ place: endpoint, message: "the endpoint that accepts this secret" }] : [];
      report(secret, "the webhook's secret is in plain text; remove it, and renew it at the Git provider", {
        related,
      });
    } else if (endpoint && hasSecret(endpoint.value)) {
      report(
        endpoint,
        "the endpoint contains the webhook's secret; remove it, and renew the secret at the Git provider",
      );
    }
  },
});

const isPlain = (value: string): boolean => value !== "" && !isMask(value) && !isReference(value);

/** True if an address has a parameter with a secret. */
function hasSecret(address: string): boolean {
  const parameters = address.replace(/^[^?&]*/, "").split("&");
  return parameters.some((parameter) => /^[^=]*(?:secret|token|key)=(?!\*)./i.test(parameter));
}
