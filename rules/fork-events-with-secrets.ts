import { findEvent } from "../src/catalogue/events/events.ts";
import { isScalar, type LocatedMapping, type Place } from "../src/document/located.ts";
import { defineRule } from "../src/lint/rule.ts";
import type { GitTrigger } from "../src/pipeline/model.ts";

export default defineRule({
  id: "fork-events-with-secrets",
  severity: "warning",
  summary: "pull requests from forks start a build that has secrets",
  why: "Anybody can open a pull request from a fork, and the build runs what stands in it with the pipeline's encrypted variables and shared configurations. The documentation's way is to let only the comment of a collaborator (`pullrequest.commentAdded`) start such builds. A template with a revision of its own keeps at least the steps out of the fork's hands.",
  sources: [
    "docs.codefresh.io _docs/ci-cd-guides/pull-request-branches.md: forks, and the restricted comment event",
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: pullRequestAllowForkEvents",
    "github.com/Soluto/kamus pull request 67: the template of a public repository pinned to its default branch",
  ],
  gitTrigger(trigger, { report }) {
    const { pullRequestAllowForkEvents: forks, disabled, pipeline } = trigger;
    if (forks?.value !== true || disabled?.value === true) return;
    const { specTemplate, spec } = pipeline;
    if (specTemplate ? hasRevision(specTemplate) : spec?.has("specTemplate")) return;
    const secret = secretOf(trigger);
    if (!secret || !letsForksIn(trigger)) return;
    report(
      forks,
      'pull requests from forks start this build, which has secrets; list "pullrequest.commentAdded" as their only event, or set this to false',
      { related: [{ place: secret, message: "a secret that the build gets" }] },
    );
  },
});

/** An empty revision is none; one of another type is the fault of the type. */
function hasRevision(template: LocatedMapping): boolean {
  const revision = template.get("revision");
  return (
    revision !== undefined && !(isScalar(revision) && (revision.value === null || revision.value === ""))
  );
}

/** Whether somebody outside the repository can start the build: not where only a collaborator's comment does. */
function letsForksIn({ events, skipCommentAuthorAssociationValidation: unchecked }: GitTrigger): boolean {
  return events.some(({ value }) => {
    const subject = findEvent(value)?.subject;
    if (subject === "restricted-comment") return unchecked?.value === true;
    return subject === "comment" || subject === "pull-request" || subject === "pull-request-commits";
  });
}

/** The first encrypted variable or shared configuration that a build of the trigger gets. */
function secretOf({ variables, contexts, pipeline }: GitTrigger): Place | undefined {
  const encrypted = [...variables, ...pipeline.variables].find(
    (variable) => variable.encrypted?.value === true,
  );
  return encrypted?.key ?? contexts[0] ?? pipeline.contexts[0];
}
