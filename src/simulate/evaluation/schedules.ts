import { sources } from "../../catalogue/citations.ts";
import type { Cells } from "./row.ts";

const { schema, cronTriggers } = sources;
const scheduler = "robfig/cron v2 be2e0b0, the version that codefresh-io/cronus 9461a26 pins";

/** When a cron trigger fires. */
export const scheduleRules = {
  "schedule-minute": [
    "schedule",
    "tried",
    scheduler,
    "A cron trigger fires in the given minute if the scheduler finds a run in it, in UTC.",
  ],
  "schedule-api-pattern": [
    "schedule",
    "schema",
    schema,
    "If the published pattern rejects an expression and the scheduler accepts it, the scheduler's result is used.",
  ],
  "schedule-interval": [
    "schedule",
    "inferred",
    cronTriggers,
    "An expression that runs more often than once a minute, or never, is rejected.",
  ],
} as const satisfies Record<string, Cells>;
