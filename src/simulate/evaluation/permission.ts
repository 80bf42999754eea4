import { sources } from "../../catalogue/citations.ts";
import { type Cells, none } from "./row.ts";

const { schema, gitTriggers, gitProviders, releaseNotes } = sources;

/** Reasons to exclude an event that the trigger lists: forks and skip strings. */
export const permissionRules = {
  "fork-no-pull-request": [
    "fork",
    "inferred",
    gitTriggers,
    "Forks matter only for pull requests and comments on them; a push to a fork never reaches the upstream's webhook.",
  ],
  "fork-none": [
    "fork",
    "documented",
    gitTriggers,
    "A pull request from a branch of the repository itself needs no permission.",
  ],
  "fork-refused": [
    "fork",
    "schema",
    schema,
    "Events of pull requests from forks do not fire unless `pullRequestAllowForkEvents` is true; its default is false.",
  ],
  "fork-allowed": [
    "fork",
    "documented",
    gitTriggers,
    "With `pullRequestAllowForkEvents: true`, pull requests from forks fire like others.",
  ],
  "fork-outsider": [
    "fork",
    "unknown",
    gitTriggers,
    "According to the documentation, only pushes by collaborators fire from a fork; the result for an outsider's own commits is unknown.",
  ],
  "fork-test": [
    "fork",
    "inferred",
    gitProviders,
    "A pull request is from a fork if its head repository has another name; the other possible test is the provider's fork flag.",
  ],
  "skip-string": [
    "skip-message",
    "documented",
    gitTriggers,
    "A skip string in brackets anywhere in the commit message prevents a push from firing.",
  ],
  "skip-string-absent": [
    "skip-message",
    "documented",
    gitTriggers,
    "A commit message without a skip string passes; a message that was not given is assumed to have none.",
  ],
  "skip-string-pull-request": [
    "skip-message",
    "inferred",
    releaseNotes,
    "A skip string in the head commit's message prevents events of its pull request from firing.",
  ],
  "skip-string-tag": [
    "skip-message",
    "unknown",
    none,
    "It is unknown whether a skip string in the tagged commit's message prevents a tag push from firing.",
  ],
  "skip-string-other-events": [
    "skip-message",
    "inferred",
    gitTriggers,
    "Skip strings do not apply to releases, comments and other events.",
  ],
  "skip-string-case": ["skip-message", "inferred", gitTriggers, "Skip strings are case-sensitive."],
  "skip-string-earlier": [
    "skip-message",
    "inferred",
    gitTriggers,
    "In a push of several commits, the head commit's message is read.",
  ],
} as const satisfies Record<string, Cells>;
