import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "unverified-trigger",
  severity: "info",
  summary: "a trigger was unverified when the spec was exported",
  why: "Unverified means that Codefresh could not create the webhook. The trigger still fires if the webhook was created manually; otherwise no event ever arrives.",
  sources: [
    "docs.codefresh.io _docs/kb/articles/unable-to-add-repo-or-verify-trigger.md",
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md",
  ],
  gitTrigger({ node }, { report }) {
    const verified = node.boolean("verified");
    const status = node.string("status");
    const doubt = "check that the Git provider has the webhook";
    if (verified?.value === false) report(verified, `this trigger was not verified; ${doubt}`);
    else if (status?.value && status.value !== "verified")
      report(status, `this trigger's status is "${status.value}", not "verified"; ${doubt}`);
  },
});
