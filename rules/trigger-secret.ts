import { defineRule } from "../src/lint/rule.ts";
import { isMask, isReference } from "../src/secrets/names.ts";

export default defineRule({
  id: "trigger-secret",
  severity: "warning",
  summary: "a trigger carries the secret of its webhook in plain text",
  why: "Whoever knows the secret and the endpoint can send the platform events that it takes for the provider's. Exports from before on-premises release 2.11 carry both; the schema has neither key, so nothing is lost by leaving them out.",
  sources: [
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: the endpoint and secret fields",
    "docs.codefresh.io _docs/whats-new/on-prem-release-notes.md, 2.11: trigger secrets are masked",
  ],
  gitTrigger({ node }, { report }) {
    const secret = node.string("secret");
    const endpoint = node.string("endpoint");
    if (secret && isPlain(secret.value)) {
      const related = endpoint ? [{ place: endpoint, message: "the endpoint that takes this secret" }] : [];
      report(
        secret,
        "the webhook's secret stands here in plain text; remove it, and renew it in the provider",
        {
          related,
        },
      );
    } else if (endpoint && /[?&][^=&]*(?:secret|token|key)=(?!\*)[^&]/i.test(endpoint.value)) {
      report(
        endpoint,
        "the endpoint has the webhook's secret in it; remove it, and renew the secret in the provider",
      );
    }
  },
});

const isPlain = (value: string): boolean => value !== "" && !isMask(value) && !isReference(value);
