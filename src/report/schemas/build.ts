import { flag, list, object, orNull, record, ref, type Schema, text } from "./parts.ts";

const origin = text("Who says so.", ["pipeline", "trigger", "run"]);
const assumed = list("Open questions that it hangs on, by id.", { type: "string" });

const shown: Readonly<Record<string, Schema>> = {
  value: orNull(text("The value; null where it is not known. A secret is masked.")),
  secret: flag("Whether it is a secret."),
  origin,
  range: orNull(ref("range")),
};

const variable = object("A variable that the build gets from the spec or the run.", {
  key: text("Its name."),
  ...shown,
  overrides: list("The values that it takes precedence over.", object("One of them.", shown)),
  assumed,
});

const systemVariable = object("A variable that the platform sets.", {
  name: text("Its name."),
  state: text(
    "known: its value follows from the event; set: it has one; literal: it stays as it is written.",
    ["known", "set", "literal"],
  ),
  value: orNull(text("The value, where it is known.")),
});

const runtime = object("The runtime environment.", {
  origin,
  value: record("Its settings.", { type: "string" }),
  merged: orNull(record("Its settings in the other reading, where it differs.", { type: "string" })),
  assumed,
});

const definition = object(
  "Where the steps are read from.",
  {
    location: text("In the spec itself, at an address, or in a repository.", ["inline", "url", "git"]),
    url: orNull(text("The address.")),
    repo: orNull(text("The repository.")),
    path: orNull(text("The path in it.")),
    revision: orNull(text("The branch, tag or commit; null where it hangs on a fact that was not given.")),
    revisionFrom: text("Who names the revision.", ["specTemplate", "branch"]),
  },
  ["url", "repo", "path", "revision", "revisionFrom"],
);

const simulatedTrigger = object("The Git trigger that a cron trigger simulates.", {
  trigger: orNull(text("Its name.")),
  branch: orNull(text("The branch.")),
});

/** The build that a trigger starts. */
export const build: Schema = object("The build that the trigger starts.", {
  variables: list("Variables from the spec and the run.", variable),
  systemVariables: list("Variables that the platform sets.", systemVariable),
  contexts: list("Shared configurations.", object("One of them.", { value: text("Its name."), origin })),
  runtimeEnvironment: orNull(runtime),
  options: record("Switches of the build.", object("One of them.", { value: flag("On or off."), origin })),
  commitStatusTitle: orNull(text("The title of the commit status.")),
  definition,
  simulatedTrigger: orNull(simulatedTrigger),
});
