import type { Arguments, Option } from "../command.ts";

/**
 * The formats of each command with one report, the default first, and for the documents what each
 * is. Those of `lint`, which writes several, are in `formats.ts`.
 */
export const COMMAND_FORMATS = {
  simulate: {
    pretty: "for people",
    json: "for programs; `dryfire schema simulate-report` and, with `--run`, `run-report` describe it",
    mermaid: "a flowchart of the steps of each build",
    markdown:
      "for a comment on a pull request or a step summary: the triggers as a table, every condition below it",
  },
  test: {
    pretty: "for people",
    json: "for programs; `dryfire schema test-report` describes it",
    junit: "JUnit XML: a suite for each cases file",
    github: "annotations of GitHub Actions: one for each unmet expectation",
    markdown:
      "for a comment on a pull request or a step summary: the unmet expectations and the coverage as tables",
  },
  schedule: {
    pretty: "for people",
    json: "for programs; `dryfire schema schedule-report` describes it",
    ics: "a calendar (iCalendar)",
    markdown: "for a comment on a pull request or a step summary: the triggers and their runs as tables",
  },
  diff: {
    pretty: "for people",
    json: "for programs; `dryfire schema diff-report` describes it",
    markdown: "for a comment on a pull request or a step summary",
    github: "annotations of GitHub Actions: one for each change",
  },
  replay: {
    pretty: "for people",
    json: "for programs; `dryfire schema replay-report` describes it",
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

type Commands = typeof COMMAND_FORMATS;

/** A command with one report. */
export type ReportingCommand = keyof Commands;

/** A format of a command. */
export type FormatOf<C extends ReportingCommand> = keyof Commands[C] & string;

/** The names of the formats of a command, the default first. */
export function formatNames<C extends ReportingCommand>(command: C): FormatOf<C>[] {
  return Object.keys(COMMAND_FORMATS[command]) as FormatOf<C>[];
}

/** The option `--format` of a command; `description` is about its report. */
export function formatOption(command: ReportingCommand, description: string): Option {
  return { value: "FORMAT", choices: formatNames(command), description };
}

/** The format that the arguments of a command ask for. */
export function formatOf<C extends ReportingCommand>(command: C, args: Arguments): FormatOf<C> {
  const [standard, ...others] = formatNames(command);
  const given = args.string("format");
  return others.find((name) => name === given) ?? standard!;
}
