import { factRows } from "../../simulate/event/event.ts";
import type { OptionalValue } from "../args/arguments.ts";
import { grouped, type Option } from "../command.ts";

/** An option that is also a key of a case. */
export interface EventOption extends Option {
  /** The description of the key, where it differs. */
  readonly aboutKey?: string;
}

/** The options for the kind of event. */
const formOptions: Readonly<Record<string, EventOption>> = {
  push: { value: "BRANCH", description: "a push of commits to a branch" },
  pr: {
    value: "SOURCE:TARGET",
    description: "a pull request event; for its action see --action",
    aboutKey: "a pull request event; for its action see action",
  },
  action: {
    value: "ACTION",
    description: "the action of the pull request, such as opened, synchronize or merged",
  },
  release: { value: "ACTION", description: "a release, such as published" },
  event: { value: "NAME", description: "any event by the name used in triggers" },
  at: { value: "TIME", description: "a minute for cron triggers; in UTC unless it has a zone" },
};

const listOfFiles = "a list of changed files, one per line, as printed by git diff --name-only";

const changedFrom: EventOption = {
  value: "FILE",
  description: `${listOfFiles}; - for standard input`,
  aboutKey: listOfFiles,
};

/** The options that give one fact each. Changed files have two: a path, and a file with a list. */
const factOptions: Readonly<Record<string, EventOption>> = Object.fromEntries(
  Object.values(factRows).flatMap(({ type, flag }): [string, EventOption][] => {
    if (!flag) return [];
    const { name, about: description, needs: _needs, or: _or, ...more } = flag;
    const isList = type === "texts" || type === "structure";
    const option: Option = { ...more, ...(isList && { repeatable: true }), description };
    return name === "changed"
      ? [
          [name, option],
          ["changed-from", changedFrom],
        ]
      : [[name, option]];
  }),
);

const { provider, ...factsOfEvent } = factOptions;

/** The options that describe an event, in the order of the help. */
export const eventOptions: Readonly<Record<string, EventOption>> = grouped("Event", {
  ...formOptions,
  ...factsOfEvent,
  provider: provider!,
});

/** The value of `--git` without one; a range has no spaces. */
export const CURRENT_BRANCH = "the current branch";

/** A range has two dots that are not a folder: `../specs` is a path. */
const gitOption: OptionalValue = {
  value: "[RANGE]",
  description:
    "commits of this Git checkout: A..B or A...B; by default the commits to push on the current branch; with --pr TARGET, a pull request; with --tag, the commit of the tag",
  bare: CURRENT_BRANCH,
  accepts: (word) => word.includes("..") && !word.split("/").includes(".."),
};

/** The options for the source of an event. */
export const sourceOptions: Readonly<Record<string, Option>> = grouped("Event", {
  git: gitOption,
  payload: {
    value: "FILE",
    description: "the body of a webhook, as sent by the Git provider; - for standard input",
  },
  header: {
    value: "'NAME: VALUE'",
    repeatable: true,
    description:
      "a header of that webhook, such as 'X-GitHub-Event: push'; needed if the body does not identify the event",
  },
  "event-file": {
    value: "FILE",
    description: 'an event in JSON (see "dryfire schema event"); - for standard input',
  },
  merge: { description: "simulate every webhook that merging the pull request, or the release, sends" },
});

/** The options with a file, or `-` for standard input. */
export const FILE_OPTIONS: readonly string[] = ["payload", "event-file", "changed-from"];
