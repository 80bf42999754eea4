import { scheduleIcs } from "../../report/schedule/schedule-ics.ts";
import { scheduleJson } from "../../report/schedule/schedule-json.ts";
import { schedulePretty } from "../../report/schedule/schedule-pretty.ts";
import type { ScheduleReport } from "../../report/schedule/schedule-report.ts";
import { withoutCommands } from "../../report/text/escape.ts";
import { findSecrets } from "../../secrets/locate.ts";
import { type Redactor, redactorFor } from "../../secrets/redact.ts";
import { formatRejection, isRejected } from "../../simulate/rejection.ts";
import { planSchedule, type SchedulePlan } from "../../simulate/schedule/schedule.ts";
import { type ScheduleWindow, scheduledRuns } from "../../simulate/schedule/schedule-runs.ts";
import { type Arguments, type Command, type ExitCode, type Io, PATHS } from "../command.ts";
import { configOptions, projectSettings } from "../config/config-project-settings.ts";
import { Inputs } from "../input/read-inputs.ts";
import { type FormatOf, formatOf, formatOption } from "../output/command-formats.ts";
import { writeStderr } from "../output/stderr.ts";
import {
  acceptedOption,
  assumeFromFlags,
  choose,
  nonSpecsOption,
  pipelineOption,
} from "../simulate/pipeline-options.ts";
import { readWindow } from "../simulate/schedule-window.ts";

/** `dryfire schedule`: lists the next runs of all cron triggers, in order of time. */
export const command: Command = {
  name: "schedule",
  summary:
    "Lists the next runs of all cron triggers in order of time, as Codefresh's scheduler computes them.",
  usage: "[PATH...] [OPTIONS]",
  positionals: PATHS,
  options: {
    from: {
      value: "TIME",
      description:
        "the start, such as 2026-05-04 or 2026-05-04T03:00+02:00, in UTC unless it has a zone; by default now",
    },
    to: { value: "TIME", description: "the end (exclusive)" },
    count: {
      isNumber: true,
      value: "N",
      description: "the maximum number of runs; by default 10, or all with --to",
    },
    tz: {
      value: "ZONE",
      description: 'also show times in a zone such as Europe/Berlin; "local" is this machine\'s zone',
    },
    ...pipelineOption,
    trigger: { value: "NAME", repeatable: true, description: "only this cron trigger" },
    format: formatOption(
      "schedule",
      "the format of the list; ics is a calendar, markdown is for a comment on a pull request",
    ),
    assume: {
      value: "ID=ANSWER",
      repeatable: true,
      description:
        "answer an open question about Codefresh: api-cron-pattern=yes, or six-field-cron=seconds or =year",
    },
    ...acceptedOption,
    ...nonSpecsOption,
    ...configOptions,
  },
  examples: [
    ["dryfire schedule --tz Europe/Berlin", "the next ten runs, with times in Berlin"],
    ["dryfire schedule --from 2026-05-01 --to 2026-06-01 --format json", "all runs of a month"],
    ["dryfire schedule --count 100 --format ics", "the next hundred runs as a calendar"],
  ],
  run,
};

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  const window = readWindow(args);
  const assume = assumeFromFlags(args.strings("assume"));
  const inputs = new Inputs(args.positionals, io, {
    skipNonSpecs: args.flag("skip-non-specs"),
    complete: true,
  });
  const pipelines = (await inputs.all()).flatMap((file) => file.pipelines);
  const triggers = args.strings("trigger");
  const chosen = choose(pipelines, "cron", args.strings("pipeline"), triggers);
  const projectOf = await projectSettings(chosen, args, io);
  const assumeAccepted = args.flag("assume-accepted");
  const options = { assume, assumeAccepted, projectOf, ...(triggers.length > 0 && { triggers }) };
  const made = await planSchedule(chosen, options);
  const shown = [made.planned.map(({ trigger }) => trigger), made.leftOut, made.refused];
  const plan = redactPlan(made, await redactorFor(await findSecrets(chosen), shown));
  const nothing = pipelines.length === 0 && inputs.problems > 0;
  if (!nothing)
    write(await piecesOf(reportOf(plan, window, chosen.length), formatOf("schedule", args), io), io);
  return inputs.problems > 0 ? 2 : 0;
}

function redactPlan({ planned, leftOut, refused }: SchedulePlan, redactor: Redactor): SchedulePlan {
  return {
    planned: planned.map(({ trigger, schedule }) => ({ trigger: redactor.data(trigger), schedule })),
    leftOut: redactor.data(leftOut),
    refused: redactor.data(refused),
  };
}

function reportOf(plan: SchedulePlan, window: ScheduleWindow, pipelines: number): ScheduleReport {
  return {
    from: window.from,
    to: window.to ?? null,
    count: window.count ?? null,
    zone: window.zone ?? null,
    triggers: plan.planned.map(({ trigger }) => trigger),
    leftOut: plan.leftOut,
    refused: plan.refused,
    pipelines,
    instants: scheduledRuns(plan.planned, window),
  };
}

async function piecesOf(
  report: ScheduleReport,
  format: FormatOf<"schedule">,
  io: Io,
): Promise<Iterable<string>> {
  switch (format) {
    case "json":
      return scheduleJson(report);
    case "markdown": {
      const { scheduleMarkdown } = await import("../../report/schedule/schedule-markdown.ts");
      return [withoutCommands(scheduleMarkdown(report))];
    }
    case "ics":
      return calendar(report, io);
    case "pretty":
      return Array.from(schedulePretty(report, io.terminal), withoutCommands);
  }
}

/** A calendar; specs and triggers that are not in it are reported on standard error. */
function calendar(report: ScheduleReport, io: Io): Iterable<string> {
  for (const spec of report.refused.filter(isRejected)) writeStderr(io, formatRejection(spec));
  for (const { pipeline, trigger, message } of report.leftOut) {
    writeStderr(io, `${pipeline} ${trigger} is not in the calendar: ${message}`);
  }
  return scheduleIcs(report);
}

/** The number of characters per write. */
const CHUNK = 65_536;

function write(pieces: Iterable<string>, io: Io): void {
  let chunk = "";
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < CHUNK) continue;
    io.out(chunk);
    chunk = "";
  }
  if (chunk !== "") io.out(chunk);
}
