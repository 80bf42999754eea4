import { count, list, object, orNull, positions, ref, type Schema, text } from "./parts.ts";

const instant = (description: string): Schema => ({ type: "string", format: "date-time", description });

const owner: Readonly<Record<string, Schema>> = {
  pipeline: text("The pipeline."),
  path: text("The file."),
  trigger: text("The name of the trigger, or its place in the spec where it has none."),
};

const runsPerDay = object("How many runs a day has.", {
  min: count("The fewest."),
  max: count("The most."),
  average: { type: "number", minimum: 0, description: "On average." },
});

const gitTrigger = object("The Git trigger that it simulates.", {
  id: text("Its id."),
  name: orNull(text("Its name; null where no trigger of the pipeline has the id.")),
});

const trigger = object("A cron trigger whose runs are listed.", {
  ...owner,
  index: count("Its place in the list of its spec, from 0."),
  range: ref("range"),
  message: orNull(text("Its message.")),
  expression: text("Its expression."),
  words: text("The expression in words."),
  runsPerDay,
  frequency: text("How often it runs, in words."),
  smallestGap: orNull(count("The fewest seconds between two runs; null where no run follows another.")),
  gitTrigger: orNull(gitTrigger),
  branch: orNull(text("The branch that it simulates a push to.")),
  notes: list("What else to know of it.", { type: "string" }),
});

const leftOut = object("A cron trigger whose runs are not listed.", {
  ...owner,
  range: ref("range"),
  expression: orNull(text("Its expression.")),
  reason: text("Why.", [
    "disabled",
    "no-expression",
    "refused",
    "never-fires",
    "too-frequent",
    "unknown-start",
  ]),
  message: text("Why, in a sentence."),
});

const refused = object("A spec that the platform refuses.", {
  pipeline: owner.pipeline!,
  path: owner.path!,
  refused: count("For how many faults; the runs are those that it would have without them."),
});

const run = object(
  "One run.",
  {
    at: instant("When, in UTC."),
    local: text("When, in the zone that was asked for, as ISO 8601."),
    pipeline: text("The pipeline."),
    trigger: text("The trigger."),
    triggerIndex: count("The place of the trigger in the list above, from 0."),
    message: orNull(text("Its message.")),
    gitTrigger: orNull(text("The Git trigger that it simulates.")),
    branch: orNull(text("The branch.")),
    pipelinesAtOnce: count("Pipelines that start at this instant.", 1),
    triggersAtOnce: count("Triggers that fire at this instant.", 1),
  },
  ["local"],
);

const summary = object("The counts.", {
  pipelines: count("Pipelines that were read."),
  triggers: count("Triggers whose runs are listed."),
  leftOut: count("Triggers whose runs are not listed."),
  runs: count("Runs."),
  instants: count("Instants at which something runs."),
  clashes: count("Instants at which several pipelines start."),
});

/** The schema of `dryfire schedule --format json`, version 1. */
export const scheduleReportSchema: Schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "dryfire schedule",
  ...object("What dryfire schedule --format json prints.", {
    version: {
      const: 1,
      description: "The version of this format; fields may be added to it, never changed.",
    },
    from: instant("The start."),
    to: orNull(instant("The end, excluded; null where it is open.")),
    count: orNull(count("The most runs that are listed; null for all.")),
    zone: orNull(text("The zone whose clock is shown beside UTC.")),
    triggers: list("The triggers whose runs are listed.", trigger),
    leftOut: list("The triggers whose runs are not.", leftOut),
    refused: list("The specs of these triggers that the platform refuses as they stand.", refused),
    runs: list("The runs, in the order of time.", run),
    summary,
  }),
  definitions: positions,
};
