import type { ScheduledTrigger } from "../../simulate/schedule/schedule.ts";
import type { ScheduledInstant } from "../../simulate/schedule/schedule-runs.ts";
import { printableJson } from "../../util/json.ts";
import type {
  PrintedCronTrigger,
  PrintedRun,
  ScheduleReportJson,
  ScheduleSummary,
} from "../schemas/printed-reports.ts";
import { gitTriggerName, type ScheduleReport } from "./schedule-report.ts";

/**
 * The JSON of a schedule, version 1, in pieces of one valid document: fields may be added, never
 * changed. Runs are written as they are found, so that a long schedule needs no memory.
 */
export function* scheduleJson(report: ScheduleReport): Generator<string, void, undefined> {
  yield head(report);
  const places = new Map(report.triggers.map((trigger, index) => [trigger, index]));
  let [runs, instants, clashes] = [0, 0, 0];
  for (const instant of report.instants) {
    instants++;
    if (instant.pipelinesAtOnce > 1) clashes++;
    for (const trigger of instant.runs) {
      const run = printableJson(runOf(trigger, instant, places.get(trigger)!));
      yield `${runs++ === 0 ? "" : ","}\n    ${run}`;
    }
  }
  const { triggers, leftOut, pipelines } = report;
  const counts: ScheduleSummary = {
    pipelines,
    triggers: triggers.length,
    leftOut: leftOut.length,
    runs,
    instants,
    clashes,
  };
  yield `${runs === 0 ? "" : "\n  "}],\n  "summary": ${printableJson(counts)}\n}\n`;
}

/** Everything before the first run, including the bracket that opens the list of runs. */
function head({ from, to, count, zone, triggers, leftOut, refused }: ScheduleReport): string {
  const known: Omit<ScheduleReportJson, "runs" | "summary"> = {
    version: 1,
    from: utcText(from),
    to: to && utcText(to),
    count,
    zone,
    triggers: triggers.map(triggerData),
    leftOut,
    refused,
  };
  return `${printableJson(known, 2).replace(/\n\}$/, "")},\n  "runs": [`;
}

/** The fields by name, so that no field is printed by accident. */
function triggerData(trigger: ScheduledTrigger): PrintedCronTrigger {
  const { pipeline, path, range, index, message, expression, words, runsPerDay } = trigger;
  const { frequency, smallestGap, gitTrigger, branch, notes } = trigger;
  const what = { pipeline, path, trigger: trigger.trigger, index, range, message, expression, words };
  return { ...what, runsPerDay, frequency, smallestGap, gitTrigger, branch, notes };
}

function runOf(trigger: ScheduledTrigger, instant: ScheduledInstant, place: number): PrintedRun {
  const { pipeline, message, branch } = trigger;
  const { at, local, pipelinesAtOnce, triggersAtOnce } = instant;
  return {
    at: utcText(at),
    ...(local && { local: local.iso }),
    pipeline,
    trigger: trigger.trigger,
    triggerIndex: place,
    message,
    gitTrigger: gitTriggerName(trigger),
    branch,
    pipelinesAtOnce,
    triggersAtOnce,
  };
}

/** An instant as ISO 8601 in UTC, without milliseconds. */
function utcText(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`;
}
