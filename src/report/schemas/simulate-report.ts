import { build } from "./build.ts";
import { event } from "./event.ts";
import { count, list, object, orNull, positions, record, ref, type Schema, text } from "./parts.ts";

const verdict = text("Whether it fires.", ["fires", "skips", "unknown"]);
const assumed = list("Open questions and ordinary cases that were taken for granted, by id.", {
  type: "string",
});

const condition = object("One condition of the trigger.", {
  id: text("Which condition."),
  outcome: text("How it came out.", ["pass", "fail", "unknown", "not-applicable"]),
  expected: orNull(text("What the trigger asks for, as the spec writes it; null where it asks for nothing.")),
  actual: orNull(text("What the event has; null where it has nothing, or where that was not given.")),
  reason: text("Why, in a clause."),
  certainty: text("How sure the rule behind it is.", [
    "documented",
    "schema",
    "tried",
    "inferred",
    "unknown",
  ]),
  assumed,
  missing: orNull(text("The fact that was not given and decides.")),
  rule: text("The id of the rule of evaluation."),
  source: text("Where the rule is written."),
  range: ref("range"),
});

const value: Schema = {
  description: "A text, a switch, a list of paths, or null where it was not given.",
  anyOf: [{ type: ["string", "boolean", "null"] }, { type: "array", items: { type: "string" } }],
};

const change = object("A fact and what it would have to be.", {
  fact: text("The name of the fact."),
  from: value,
  to: value,
});

const wouldFire = object("What would make the trigger fire.", {
  possible: {
    type: ["boolean", "null"],
    description: "Whether there is such a change; null where none was found and none is ruled out.",
  },
  changes: list("A smallest set of changes; the changed event was tried and fires.", change),
  reason: orNull(text("Why no event can, or why nothing is certain.")),
  attempt: list("Changes after which only open questions stand in the way.", change),
  assumed: list("Those questions, by id.", { type: "string" }),
});

const trigger = object("One trigger.", {
  trigger: text("Its name, or its place in the spec where it has none."),
  index: count("Its place in the list of its kind, from 0."),
  kind: text("Its kind.", ["git", "cron"]),
  origin: object("Whose webhooks it hears, as far as the spec tells; nulls for a cron trigger.", {
    repository: orNull(text("The repository.")),
    provider: orNull(text("The provider, by id.")),
  }),
  verdict,
  conditions: list("Every condition, in one order.", condition),
  range: ref("range"),
  wouldFire: orNull(wouldFire),
  build: orNull(build),
});

const pipeline = object("One pipeline.", {
  pipeline: text("Its name."),
  path: text("The file."),
  triggers: list("The triggers that the event was put to.", trigger),
  refused: count(
    "How many faults the platform refuses the spec for; the answers are for what it would do without them.",
  ),
});

const firing = object("A trigger that fires.", {
  pipeline: text("The pipeline."),
  path: text("The file."),
  trigger: text("The trigger."),
});

const overlap = object("What starts more than once.", {
  kind: text("Several pipelines with a build each, or several triggers of one pipeline.", [
    "builds",
    "triggers",
  ]),
  builds: { type: ["integer", "null"], description: "How many builds; null where that is open." },
  triggers: list("The triggers.", firing),
  reason: text("What happens, in a clause."),
  assumed,
});

const answer: Readonly<Record<string, Schema>> = {
  event,
  pipelines: list("The pipelines.", pipeline),
  overlaps: list("What the event starts more than once.", overlap),
  summary: object("How many triggers fire.", {
    fires: count("Triggers that fire."),
    skips: count("Triggers that do not."),
    unknown: count("Triggers of which it is not certain."),
  }),
};

const oneOfSeveral = object("One of several events that belong together, with its answer.", {
  what: orNull(text("What it is, where one act sends several.")),
  ...answer,
});

const startedBuild = object("A build that one of the events starts.", {
  pipeline: text("The pipeline."),
  path: text("The file."),
  triggers: list("The triggers that fire; the build is taken to be one for all of them.", { type: "string" }),
  event: count("The place of its event in the list of events, from 0."),
});

/** The schema of `dryfire simulate --format json`, version 1. */
export const simulateReportSchema: Schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "dryfire simulation",
  ...object(
    "What dryfire simulate --format json prints.",
    {
      version: {
        const: 1,
        description: "The version of this format; fields may be added to it, never changed.",
      },
      assume: record("The answers to open questions that were used, by id.", { type: "string" }),
      ...answer,
      events: list(
        "Every event with its answer, where there are several, as with --merge; event, pipelines, overlaps and summary are then those of the first.",
        oneOfSeveral,
      ),
      builds: list("The builds that several events start together.", startedBuild),
    },
    ["events", "builds"],
  ),
  definitions: positions,
};
