import { sources } from "../../catalogue/citations.ts";
import { type Cells, none } from "./row.ts";

const { schema, gitTriggers, api, gitProviders } = sources;

/** Whether a trigger is enabled, and whether it lists the event and its repository. */
export const reachRules = {
  "trigger-disabled": ["enabled", "documented", api, "A trigger with `disabled: true` never fires."],
  "trigger-enabled": ["enabled", "documented", api, "A trigger is enabled unless `disabled` is true."],
  "repository-same": [
    "repository",
    "documented",
    gitTriggers,
    "A trigger listens to the webhooks of the repository in `repo` alone.",
  ],
  "repository-assumed": [
    "repository",
    "documented",
    gitTriggers,
    "Where no repository is given, each trigger is judged as if the event came from its own.",
  ],
  "repository-case": [
    "repository",
    "unknown",
    none,
    "It is not known whether names of repositories that differ in letter case only are the same to the platform.",
  ],
  "repository-alias": [
    "repository",
    "inferred",
    gitProviders,
    "Bitbucket Server names a repository by its project's key, the platform's own Git layer by its project's name: either is taken; where only one is known, the other may be meant.",
  ],
  "repository-address": [
    "repository",
    "unknown",
    none,
    "It is not known what the platform makes of a whole address in `repo`, which its schema lets through.",
  ],
  "provider-differs": [
    "repository",
    "documented",
    gitTriggers,
    "A trigger receives the webhooks of its own Git provider only.",
  ],
  "provider-cannot-send": [
    "repository",
    "documented",
    gitTriggers,
    "Each Git provider offers its own set of events; an event that it never sends cannot reach the trigger.",
  ],
  "event-listed": ["event", "schema", schema, "A trigger that lists a name of the event hears it."],
  "event-covered": [
    "event",
    "schema",
    schema,
    "A wide name covers its narrower ones: `push` every push, `pullrequest` every event of a pull request but comments, `pullrequest.closed` a merge too.",
  ],
  "event-not-listed": [
    "event",
    "schema",
    schema,
    "A trigger that lists no name of the event does not hear it.",
  ],
  "event-too-wide": [
    "event",
    "unknown",
    none,
    "An event described by a wide name alone may or may not be the narrower one that a trigger lists.",
  ],
  "event-open": [
    "event",
    "unknown",
    none,
    "It is not known whether `push` covers the deletion of a branch, nor whether `pullrequest` covers comments.",
  ],
  "events-empty": ["event", "inferred", schema, "A trigger with an empty list of events never fires."],
} as const satisfies Record<string, Cells>;
