import type { Range } from "../../document/source.ts";
import {
  type CronCheck,
  type CronFieldSchedule,
  type CronWords,
  checkCron,
  durationInWords,
  loadCronWords,
  type RunsPerDay,
  runsPerDay,
  smallestGap,
} from "../../match/cron/index.ts";
import type { CronTrigger, Pipeline } from "../../pipeline/model.ts";
import { pipelineName, refusalsOf, triggerName } from "../pipelines.ts";
import type { Assumptions, ProjectSettings } from "../settings.ts";
import { type LeftOutReason, omissionOf } from "./schedule-omissions.ts";

/** A cron trigger that has runs, as plain data: nothing of its file is held. */
export interface ScheduledTrigger {
  readonly pipeline: string;
  readonly path: string;
  readonly trigger: string;
  /** The 0-based place of the trigger in the list of its spec. */
  readonly index: number;
  /** Where the expression stands. */
  readonly range: Range;
  readonly message: string | null;
  readonly expression: string;
  /** The expression in words, beginning in lower case. */
  readonly words: string;
  readonly runsPerDay: RunsPerDay;
  /** How often it runs, in words. */
  readonly frequency: string;
  /** The fewest seconds between two of its runs; null where no run follows another. */
  readonly smallestGap: number | null;
  /** The same in words. */
  readonly gap: string | null;
  /** The Git trigger that it simulates; the name is null where no trigger of the pipeline has the id. */
  readonly gitTrigger: { readonly id: string; readonly name: string | null } | null;
  readonly branch: string | null;
  /** What else to know of it: one sentence each. */
  readonly notes: readonly string[];
}

/** A cron trigger whose runs are not listed. */
export interface LeftOutTrigger {
  readonly pipeline: string;
  readonly path: string;
  readonly trigger: string;
  readonly range: Range;
  readonly expression: string | null;
  readonly reason: LeftOutReason;
  /** The reason in a sentence. */
  readonly message: string;
}

/** A trigger with what tells its runs. */
export interface PlannedTrigger {
  readonly trigger: ScheduledTrigger;
  readonly schedule: CronFieldSchedule;
}

/** All cron triggers of some pipelines: those that run, and those that do not. */
export interface SchedulePlan {
  readonly planned: readonly PlannedTrigger[];
  readonly leftOut: readonly LeftOutTrigger[];
  /** The specs of these triggers that the platform refuses. */
  readonly refused: readonly RefusedCronSpec[];
}

/** A spec that the platform does not take as it stands. */
export interface RefusedCronSpec {
  readonly pipeline: string;
  readonly path: string;
  /** For how many faults, all of them told by `lint`. */
  readonly refused: number;
}

/** How triggers are read. */
export interface ScheduleOptions {
  /** Answers to open questions: with `api-cron-pattern: yes`, what only the published pattern refuses is left out. */
  readonly assume?: Assumptions;
  /** What the project of each pipeline settles; the answers given for all of them outrank it. */
  readonly projectOf?: (pipeline: Pipeline) => ProjectSettings | undefined;
  /** Names of triggers to look at; all where absent. */
  readonly triggers?: readonly string[];
}

/** Sorts cron triggers into those that run and those that do not, with words for each; loads the words when first called. */
export async function planSchedule(
  pipelines: Iterable<Pipeline>,
  options: ScheduleOptions = {},
): Promise<SchedulePlan> {
  const say = await loadCronWords();
  const planned: PlannedTrigger[] = [];
  const leftOut: LeftOutTrigger[] = [];
  const refused: RefusedCronSpec[] = [];
  for (const pipeline of pipelines) {
    const before = planned.length + leftOut.length;
    const assume = { ...options.projectOf?.(pipeline)?.assume, ...options.assume };
    for (const trigger of pipeline.cronTriggers) {
      if (options.triggers && !options.triggers.includes(triggerName(trigger))) continue;
      const check = trigger.expression && checkCron(trigger.expression.value);
      const schedule = check?.schedule;
      const why = omissionOf(trigger, check, assume);
      if (why) leftOut.push({ ...identity(trigger), ...why });
      else if (schedule && schedule.kind !== "every") {
        planned.push({ trigger: describe(trigger, check, schedule, say), schedule });
      }
    }
    if (planned.length + leftOut.length > before) refused.push(...refusalOf(pipeline));
  }
  return { planned, leftOut, refused };
}

function refusalOf(pipeline: Pipeline): RefusedCronSpec[] {
  const refused = refusalsOf(pipeline);
  const { path } = pipeline.file.source;
  return refused > 0 ? [{ pipeline: pipelineName(pipeline), path, refused }] : [];
}

function identity(trigger: CronTrigger) {
  const { pipeline, expression } = trigger;
  const { source } = pipeline.file;
  return {
    pipeline: pipelineName(pipeline),
    path: source.path,
    trigger: triggerName(trigger),
    range: source.range((expression ?? trigger.name ?? trigger.node).span),
    expression: expression?.value ?? null,
  };
}

function describe(
  trigger: CronTrigger,
  { apiRefusal }: CronCheck,
  schedule: CronFieldSchedule,
  say: CronWords,
): ScheduledTrigger {
  const { message, branch } = trigger;
  const gap = smallestGap(schedule);
  const perDay = runsPerDay(schedule);
  const gitTrigger = simulatedTrigger(trigger);
  return {
    ...identity(trigger),
    index: trigger.index,
    expression: schedule.expression,
    message: message?.value ?? null,
    words: say(schedule),
    runsPerDay: perDay,
    frequency: frequencyInWords(perDay),
    smallestGap: gap ?? null,
    gap: gap === undefined ? null : durationInWords(gap),
    gitTrigger,
    branch: branch?.value ?? null,
    notes: [
      ...(apiRefusal ? [`the API's published pattern refuses it: ${apiRefusal.message}`] : []),
      ...(gitTrigger && gitTrigger.name === null
        ? [`no Git trigger of this pipeline states the id "${gitTrigger.id}"`]
        : []),
    ],
  };
}

function simulatedTrigger({ gitTriggerId, pipeline }: CronTrigger): ScheduledTrigger["gitTrigger"] {
  if (!gitTriggerId) return null;
  const { value } = gitTriggerId;
  const found = pipeline.triggers.find(({ id }) => id?.value.toLowerCase() === value.toLowerCase());
  return { id: value, name: found ? triggerName(found) : null };
}

/** `24 a day`; where not every day is like the others, `up to 1 a day, 5 a week on average`. */
export function frequencyInWords({ min, max, average }: RunsPerDay): string {
  if (min === max) return `${max} a day`;
  const most = `up to ${max} a day`;
  const units = { day: 1, week: 7, month: 365.2425 / 12, year: 365.2425 };
  for (const [unit, days] of Object.entries(units)) {
    if (average * days >= 1) return `${most}, ${rounded(average * days)} a ${unit} on average`;
  }
  return `${most}, 1 in ${rounded(1 / (average * units.year))} years on average`;
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}
