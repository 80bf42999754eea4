import { sources } from "../../catalogue/citations.ts";
import { bySchema, documented, inferred, type RulesByCondition, unknown, withoutEvidence } from "./row.ts";

const { gitTriggers, gitProviders, releaseNotes } = sources;

/** Reasons to exclude an event that the trigger lists: forks and skip strings. */
export const permissionRules = {
  fork: {
    "fork-no-pull-request": inferred(
      gitTriggers,
      "Forks matter only for pull requests and comments on them; a push to a fork never reaches the upstream's webhook.",
    ),
    "fork-none": documented(
      gitTriggers,
      "A pull request from a branch of the repository itself needs no permission.",
    ),
    "fork-refused": bySchema(
      "Events of pull requests from forks do not fire unless `pullRequestAllowForkEvents` is true; its default is false.",
    ),
    "fork-allowed": documented(
      gitTriggers,
      "With `pullRequestAllowForkEvents: true`, pull requests from forks fire like others.",
    ),
    "fork-outsider": unknown(
      gitTriggers,
      "According to the documentation, only pushes by collaborators fire from a fork; the result for an outsider's own commits is unknown.",
    ),
    "fork-test": inferred(
      gitProviders,
      "A pull request is from a fork if its head repository has another name; the other possible test is the provider's fork flag.",
    ),
  },
  "skip-message": {
    "skip-string": documented(
      gitTriggers,
      "A skip string in brackets anywhere in the commit message prevents a push from firing.",
    ),
    "skip-string-absent": documented(
      gitTriggers,
      "A commit message without a skip string passes; a message that was not given is assumed to have none.",
    ),
    "skip-string-pull-request": inferred(
      releaseNotes,
      "A skip string in the head commit's message prevents events of its pull request from firing.",
    ),
    "skip-string-tag": withoutEvidence(
      "It is unknown whether a skip string in the tagged commit's message prevents a tag push from firing.",
    ),
    "skip-string-other-events": inferred(
      gitTriggers,
      "Skip strings do not apply to releases, comments and other events.",
    ),
    "skip-string-case": inferred(gitTriggers, "Skip strings are case-sensitive."),
    "skip-string-earlier": inferred(
      gitTriggers,
      "In a push of several commits, the head commit's message is read.",
    ),
  },
} as const satisfies RulesByCondition;
