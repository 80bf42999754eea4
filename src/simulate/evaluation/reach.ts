import { sources } from "../../catalogue/citations.ts";
import { bySchema, documented, inferred, none, type RulesByCondition, withoutEvidence } from "./row.ts";

const { schema, gitTriggers, api, gitProviders, releaseNotes } = sources;

/** Whether a trigger is enabled, and whether it lists the event and its repository. */
export const reachRules = {
  enabled: {
    "trigger-disabled": documented(api, "A trigger with `disabled: true` never fires."),
    "trigger-enabled": documented(api, "A trigger is enabled unless `disabled` is true."),
  },
  repository: {
    "repository-same": documented(
      gitTriggers,
      "A trigger listens only to the webhooks of the repository in `repo`.",
    ),
    "repository-assumed": documented(
      gitTriggers,
      "If no repository is given, the event is assumed to come from each trigger's own repository.",
    ),
    "repository-case": withoutEvidence(
      "It is unknown whether Codefresh treats repository names that differ only in letter case as the same.",
    ),
    "repository-alias": inferred(
      gitProviders,
      "Bitbucket Server names a repository by its project's key, Codefresh's Git layer by its project's name; both are accepted, and if only one is known, the other may be meant.",
    ),
    "repository-address": withoutEvidence(
      "It is unknown how Codefresh reads a whole URL in `repo`, or a name with the organization of Azure DevOps; its schema accepts both.",
    ),
    "provider-differs": documented(
      gitTriggers,
      "A trigger receives only the webhooks of its own Git provider.",
    ),
    "provider-cannot-send": documented(
      gitTriggers,
      "Each Git provider has its own set of events; an event that it never sends cannot reach the trigger.",
    ),
  },
  event: {
    "event-of-definition": inferred(
      schema,
      "A definition alone (`codefresh.yml`) has no triggers: the event is assumed to start a build of it.",
    ),
    "event-listed": bySchema("A trigger listens to an event if it lists a name of the event."),
    "event-covered": bySchema(
      "A wide name covers narrower ones: `push` covers every push, `pullrequest` every pull request event except comments, `pullrequest.closed` also a merge.",
    ),
    "event-not-listed": bySchema("A trigger does not listen to an event if it lists no name of the event."),
    "webhook-without-event": bySchema(
      "No trigger listens to a webhook for which Codefresh has no event, such as a ping.",
    ),
    "event-deletion": inferred(
      releaseNotes,
      "The deletion of a branch or tag starts no build; only `push.deleteBranch` is for it, and perhaps `push`.",
    ),
    "event-draft": inferred(
      none,
      "The events of a draft pull request start builds like those of others; no document mentions drafts.",
    ),
    "event-too-wide": withoutEvidence(
      "An event described only by a wide name may or may not be the narrower one that a trigger lists.",
    ),
    "event-open": withoutEvidence(
      "It is unknown whether `push` covers the deletion of a branch, whether `pullrequest` covers comments and events without a name of their own, and whether other Git providers have GitHub's names for comments.",
    ),
    "events-empty": inferred(schema, "A trigger with an empty list of events never fires."),
  },
} as const satisfies RulesByCondition;
