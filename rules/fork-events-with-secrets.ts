import { findEvent } from "../src/catalogue/events/events.ts";
import type { LocatedMapping, Place } from "../src/document/located.ts";
import { defineRule } from "../src/lint/rule.ts";
import type { GitTrigger } from "../src/pipeline/model.ts";
import { isBlank } from "./support/walk.ts";

export default defineRule({
  id: "fork-events-with-secrets",
  severity: "warning",
  summary: "a pull request from a fork starts a build that has secrets",
  why: "Anyone can open a pull request from a fork, and the build runs the code of that fork with the pipeline's encrypted variables and shared configurations. The documentation recommends that only a collaborator's comment (`pullrequest.commentAdded`) starts such builds. A `specTemplate` with a fixed `revision` at least prevents the fork from changing the steps.",
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
      'a pull request from a fork starts this build, which has secrets; list only the event "pullrequest.commentAdded", or write false here',
      { related: [{ place: secret, message: "a secret that the build gets" }] },
    );
  },
});

/** An empty revision counts as missing; `wrong-type` reports one of another type. */
function hasRevision(template: LocatedMapping): boolean {
  const revision = template.get("revision");
  return revision !== undefined && !isBlank(revision);
}

/** True if a person outside the repository can start the build. */
function letsForksIn({ events, skipCommentAuthorAssociationValidation: unchecked }: GitTrigger): boolean {
  return events.some(({ value }) => {
    const subject = findEvent(value)?.subject;
    if (subject === "restricted-comment") return unchecked?.value === true;
    return subject === "comment" || subject === "pull-request" || subject === "pull-request-commits";
  });
}

/** Returns the first encrypted variable or shared configuration of a build of the trigger. */
function secretOf({ variables, contexts, pipeline }: GitTrigger): Place | undefined {
  const encrypted = [...variables, ...pipeline.variables].find(
    (variable) => variable.encrypted?.value === true,
  );
  return encrypted?.key ?? contexts[0] ?? pipeline.contexts[0];
}
