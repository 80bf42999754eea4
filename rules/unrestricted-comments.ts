import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "unrestricted-comments",
  severity: "warning",
  summary: "a comment by anyone starts a build",
  why: "The documentation recommends the unrestricted comment event for private repositories only: in a public repository, everyone with an account at the Git provider can start builds at any time. `skipCommentAuthorAssociationValidation` probably lifts the restriction of the other event.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Git triggers: we recommend using only on private repositories",
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: skipCommentAuthorAssociationValidation",
  ],
  gitTrigger({ events, skipCommentAuthorAssociationValidation: unchecked, disabled }, { report }) {
    if (disabled?.value === true) return;
    for (const event of events) {
      if (event.value !== "pullrequest.commentAddedUnrestricted") continue;
      report(
        event,
        'a comment by anyone starts this build; write "pullrequest.commentAdded" unless the repository is private',
      );
    }
    if (unchecked?.value === true && events.some(({ value }) => value === "pullrequest.commentAdded"))
      report(
        unchecked,
        "a comment by anyone starts this build; set this to false unless the repository is private",
      );
  },
});
