import { sources } from "../../catalogue/citations.ts";
import { type Cells, none } from "./row.ts";

const { schema, gitTriggers, gitProviders, releaseNotes } = sources;

/** What may exclude an event that the trigger lists: forks and skip strings. */
export const permissionRules = {
  "fork-no-pull-request": [
    "fork",
    "inferred",
    gitTriggers,
    "Forks matter to pull requests and to comments on them; a push to a fork never reaches the upstream's webhook.",
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
    "With `pullRequestAllowForkEvents: true`, pull requests from forks fire as others do.",
  ],
  "fork-outsider": [
    "fork",
    "unknown",
    gitTriggers,
    "The documentation says that only pushes by collaborators fire from a fork; what that means for an outsider's own commits is not known.",
  ],
  "fork-test": [
    "fork",
    "inferred",
    gitProviders,
    "A fork is told by a head repository of another name; the provider's own flag for forks is the other possible test.",
  ],
  "skip-string": [
    "skip-message",
    "documented",
    gitTriggers,
    "A skip string in brackets anywhere in the commit message keeps a push from firing.",
  ],
  "skip-string-absent": [
    "skip-message",
    "documented",
    gitTriggers,
    "A commit message without a skip string keeps nothing from firing; a message that was not given is taken for one.",
  ],
  "skip-string-pull-request": [
    "skip-message",
    "inferred",
    releaseNotes,
    "A skip string in the head commit's message keeps events of its pull request from firing.",
  ],
  "skip-string-tag": [
    "skip-message",
    "unknown",
    none,
    "It is not known whether a skip string in the tagged commit's message keeps a tag push from firing.",
  ],
  "skip-string-other-events": [
    "skip-message",
    "inferred",
    gitTriggers,
    "Skip strings do not act on releases, comments and other events.",
  ],
  "skip-string-case": [
    "skip-message",
    "inferred",
    gitTriggers,
    "Skip strings are compared with regard to letter case.",
  ],
  "skip-string-earlier": [
    "skip-message",
    "inferred",
    gitTriggers,
    "Of a push of several commits the head commit's message is read.",
  ],
} as const satisfies Record<string, Cells>;
