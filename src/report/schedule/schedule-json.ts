import type { SpecAcceptance } from "../../simulate/rejection.ts";
import type { LeftOutTrigger, ScheduledTrigger } from "../../simulate/schedule/schedule.ts";
import type { ScheduledInstant } from "../../simulate/schedule/schedule-runs.ts";
import { printableJson } from "../../util/json.ts";
import type { FormatVersion } from "../format-version.ts";
import { gitTriggerName, type ScheduleReport } from "./schedule-report.ts";

/** The JSON that `dryfire schedule --format json` prints. */
export interface ScheduleReportJson {
  readonly version: FormatVersion;
  /** The start. */
  readonly from: Instant;
  /** The end, excluded; null where it is open. */
  readonly to: Instant | null;
  /** The most runs that are listed; null for all. */
  readonly count: number | null;
  /** The zone whose clock is shown next to UTC. */
  readonly zone: string | null;
  /** The triggers whose runs are listed. */
  readonly triggers: readonly PrintedCronTrigger[];
  /** The triggers whose runs are not listed. */
  readonly leftOut: readonly LeftOutTrigger[];
  /** The specs of these triggers that the platform would reject. */
  readonly refused: readonly SpecAcceptance[];
  /** The runs, in the order of time. */
  readonly runs: readonly PrintedRun[];
  readonly summary: ScheduleSummary;
}

/**
 * An instant in UTC.
 * @format date-time
 */
export type Instant = string;

/** A cron trigger whose runs are listed. */
export type PrintedCronTrigger = Omit<ScheduledTrigger, "gap">;

/** One run. */
export interface PrintedRun {
  readonly at: Instant;
  /** The time in the zone that was asked for, as ISO 8601. */
  readonly local?: string;
  /** The pipeline. */
  readonly pipeline: string;
  /** The trigger. */
  readonly trigger: string;
  /** The index of the trigger in the list above. */
  readonly triggerIndex: number;
  /** The message. */
  readonly message: string | null;
  /** The Git trigger that it simulates. */
  readonly gitTrigger: string | null;
  /** The branch. */
  readonly branch: string | null;
  /**
   * The number of pipelines that start at this instant.
   * @asType integer
   * @minimum 1
   */
  readonly pipelinesAtOnce: number;
  /**
   * The number of triggers that fire at this instant.
   * @asType integer
   * @minimum 1
   */
  readonly triggersAtOnce: number;
}

/** The counts of a schedule. */
export interface ScheduleSummary {
  /** Pipelines that were read. */
  readonly pipelines: number;
  /** Triggers whose runs are listed. */
  readonly triggers: number;
  /** Triggers whose runs are not listed. */
  readonly leftOut: number;
  /** Runs. */
  readonly runs: number;
  /** Instants at which something runs. */
  readonly instants: number;
  /** Instants at which several pipelines start. */
  readonly clashes: number;
}

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
