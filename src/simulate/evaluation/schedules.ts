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
    "A cron trigger fires in the minute given if the scheduler finds a run in it, on the clock of UTC.",
  ],
  "schedule-api-pattern": [
    "schedule",
    "schema",
    schema,
    "An expression that the published pattern refuses and the scheduler takes is judged by the scheduler.",
  ],
  "schedule-interval": [
    "schedule",
    "inferred",
    cronTriggers,
    "An expression that runs more often than once a minute, or never, is refused.",
  ],
} as const satisfies Record<string, Cells>;
