import { count, list, object, orNull, positions, ref, type Schema, text } from "./parts.ts";

const number = (description: string): Schema => ({ type: "number", minimum: 0, description });

const instant = (description: string): Schema => ({ type: "string", format: "date-time", description });

const whose = {
  pipeline: text("The name of the pipeline."),
  path: text("Its file."),
  trigger: text("The name of the cron trigger, or its place in the spec."),
  range: ref("range"),
};

const scheduled = object("A cron trigger that runs.", {
  ...whose,
  index: count("The place of the trigger in the list of its spec, from 0."),
  message: orNull(text("The message that reaches the build.")),
  expression: text("The cron expression."),
  words: text("The expression in words."),
  runsPerDay: object("How many runs a day has.", {
    min: number("On the day with the fewest."),
    max: number("On the day with the most."),
    average: number("On average over 400 years."),
  }),
  frequency: text("The same in words."),
  smallestGap: orNull(count("The fewest seconds between two runs; null where none follows another.", 1)),
  gitTrigger: orNull(
    object("The Git trigger that it simulates.", {
      id: text("The id that the cron trigger names."),
      name: orNull(text("The name; null where no trigger of the pipeline has the id.")),
    }),
  ),
  branch: orNull(text("The branch that it simulates.")),
  notes: list("What else to know of it.", { type: "string" }),
});

const leftOut = object("A cron trigger whose runs are not listed.", {
  ...whose,
  expression: orNull(text("The cron expression.")),
  reason: text("Why it is left out.", [
    "disabled",
    "no-expression",
    "refused",
    "never-fires",
    "too-frequent",
    "unknown-start",
  ]),
  message: text("The reason in a sentence."),
});

const run = object(
  "One run.",
  {
    at: instant("When, in UTC."),
    local: instant("When, by the clock of the zone; only where one was asked for."),
    pipeline: text("The name of the pipeline."),
    trigger: text("The name of the cron trigger."),
    triggerIndex: count("Its place in `triggers`, from 0."),
    message: orNull(text("The message that reaches the build.")),
    gitTrigger: orNull(text("The name of the simulated Git trigger; its id where the pipeline has none.")),
    branch: orNull(text("The simulated branch.")),
    pipelinesAtOnce: count("How many pipelines run at this instant.", 1),
    triggersAtOnce: count("How many triggers run at this instant.", 1),
  },
  ["local"],
);

/** The schema of what `dryfire schedule --format json` prints. */
export const scheduleReportSchema: Schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "dryfire schedule",
  ...object("The coming runs of cron triggers, in order of time.", {
    version: { const: 1 },
    from: instant("The first instant, included."),
    to: orNull(instant("The end, excluded; null where it is open.")),
    count: orNull(count("The most runs that are listed; null for all.", 1)),
    zone: orNull(text("The time zone whose clock is shown beside UTC.")),
    triggers: list("The cron triggers that run.", scheduled),
    leftOut: list("The cron triggers that do not.", leftOut),
    runs: list("The runs.", run),
    summary: object("Counts.", {
      pipelines: count("Pipelines that were looked at."),
      triggers: count("Cron triggers that run."),
      leftOut: count("Cron triggers that do not."),
      runs: count("Runs listed."),
      instants: count("Instants with a run."),
      clashes: count("Instants at which several pipelines run."),
    }),
  }),
  definitions: positions,
};
