import { sources } from "../../catalogue/citations.ts";
import {
  bySchema,
  documented,
  inferred,
  type RulesByCondition,
  tried,
  unknown,
  withoutEvidence,
} from "./row.ts";

const { schema, cronTriggers, api } = sources;
const scheduler = "robfig/cron v2 be2e0b0, the version that codefresh-io/cronus 9461a26 pins";

/** When a cron trigger fires. */
export const scheduleRules = {
  schedule: {
    "schedule-minute": tried(
      scheduler,
      "A cron trigger fires in the given minute if the scheduler finds a run in it, in UTC.",
    ),
    "schedule-api-pattern": bySchema(
      "If the published pattern rejects an expression and the scheduler accepts it, the scheduler's result is used.",
    ),
    "schedule-interval": inferred(
      cronTriggers,
      "An expression that runs more often than once a minute, or never, is rejected.",
    ),
    "schedule-second-run": withoutEvidence(
      "The scheduler compares the next two runs. If no run follows another within five years, whether it accepts the expression depends on the date, and is unknown.",
    ),
    "schedule-six-fields": inferred(
      `${scheduler}; ${schema}`,
      "The scheduler reads the first of six fields as seconds, and the published pattern the last as a year. If the two differ in the given minute, or the scheduler rejects its own, the condition is unknown.",
    ),
    "schedule-message": unknown(
      "codefresh-io/cronus 9461a26, pkg/types/event.go",
      "The published scheduler rejects an event address that a colon in the message splits into more than five parts; whether such a trigger runs is unknown.",
    ),
  },
  "git-trigger": {
    "git-trigger-none": bySchema("A cron trigger need not simulate a Git trigger."),
    "git-trigger-linked": documented(
      api,
      "A cron trigger simulates the Git trigger of its pipeline whose `id` is `gitTriggerId`.",
    ),
    "git-trigger-missing": withoutEvidence(
      "If `gitTriggerId` is not the `id` of a Git trigger in the spec, it is unknown whether a build starts; the schema does not check it.",
    ),
    "git-trigger-disabled": withoutEvidence(
      "If the Git trigger whose `id` is `gitTriggerId` is disabled, it is unknown whether a build starts; only its own activation is documented.",
    ),
  },
} as const satisfies RulesByCondition;
