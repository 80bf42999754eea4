import { event } from "./event.ts";
import { count, flag, list, object, orNull, positions, ref, type Schema, text } from "./parts.ts";
import { simulateReportSchema } from "./simulate-report.ts";

const { pipelines } = simulateReportSchema.properties as Readonly<Record<string, Schema>>;

const failure = object("An expectation that is not met.", {
  expectation: text("The key of the case that expects it.", [
    "fires",
    "fires-at-least",
    "skips",
    "unknown",
    "builds",
    "variables",
    "build",
  ]),
  range: ref("range"),
  expected: text("What is expected."),
  actual: text("What came."),
});

const trace = object("The answer to one event.", {
  what: orNull(text("What the event is, where one act sends several.")),
  event,
  pipelines: {
    ...pipelines,
    description: "The triggers that the failures speak of, as simulate reports them.",
  },
});

const testCase = object("One case that ran.", {
  name: text("Its name."),
  range: ref("range"),
  outcome: text("What came of it.", ["passed", "failed"]),
  failures: list("The expectations that are not met.", failure),
  notes: list("What reading the event left open.", { type: "string" }),
  trace: list("Of a failed case, the answer to each of its events.", trace),
});

const condition = object("A condition that the trigger writes.", {
  id: text("Which condition."),
  fires: count("Events that passed it and fired the trigger."),
  fails: count("Events that it kept out."),
  failsAlone: count("Events that it alone kept out."),
  missing: flag("Whether no case tells that it keeps anything out."),
});

const trigger = object("One trigger.", {
  trigger: text("Its name, or its place in the spec where it has none."),
  kind: text("Its kind.", ["git", "cron"]),
  range: ref("range"),
  disabled: flag("Whether it is disabled; then there is nothing to reach."),
  fires: count("Events that fire it."),
  skips: count("Events that do not."),
  unknown: count("Events of which it is not certain."),
  conditions: list("The conditions that it writes.", condition),
});

const coverage = object("What the cases reach.", {
  pipelines: list(
    "The pipelines.",
    object("One pipeline.", {
      pipeline: text("Its name."),
      path: text("Its file."),
      triggers: list("Its triggers.", trigger),
    }),
  ),
  summary: object("An outcome is that a trigger fires, or that a condition keeps an event out.", {
    outcomes: count("Outcomes that there are."),
    reached: count("Outcomes that cases reach."),
  }),
});

/** The schema of `dryfire test --format json`, version 1. */
export const casesReportSchema: Schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "dryfire test report",
  ...object("What dryfire test --format json prints.", {
    version: {
      const: 1,
      description: "The version of this format; fields may be added to it, never changed.",
    },
    files: list(
      "The cases files, ordered by path.",
      object("One file.", { path: text("Its path."), cases: list("Its cases, in its order.", testCase) }),
    ),
    coverage: orNull(coverage),
    summary: object("The counts of the run.", {
      passed: count("Cases that passed."),
      failed: count("Cases that failed."),
      left: count("Cases that the filter left out."),
    }),
  }),
  definitions: positions,
};
